# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a report says a number in prose: 余, 约, 万, separators. The exact number is always kept beside the wording."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def thousands(value: int) -> str:
    """Separators from 1,000."""
    return f"{value:,}"


def amount(value: Decimal | int | float) -> str:
    """A figure as a table prints it: no exponent, no superfluous noughts, no separators.

    >>> amount(0.0), amount(12.0), amount(0.00005), amount(Decimal("1750.192617")), amount(1e16)
    ('0', '12', '0.00005', '1750.192617', '10000000000000000')
    """
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def more_than(value: int) -> str:
    """“50余”: floored to its leading digit; a number that is already round is said plainly.

    >>> more_than(54), more_than(30126), more_than(500), more_than(7)
    ('50余', '30000余', '500', '7')
    """
    if value < 10:
        return str(value)
    unit = 10 ** (len(str(value)) - 1)
    floor = value // unit * unit
    return str(value) if floor == value else f"{floor}余"


def about_wan(value: int) -> str:
    """“约1.1万”: rounded half up to a tenth of 万; below 10,000 said exactly.

    >>> about_wan(11036), about_wan(20000), about_wan(9999)
    ('约1.1万', '2万', '9,999')
    """
    if value < 10_000:
        return thousands(value)
    exact = Decimal(value) / 10_000
    tenth = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{tenth.normalize():f}万"
    return text if tenth == exact else f"约{text}"
