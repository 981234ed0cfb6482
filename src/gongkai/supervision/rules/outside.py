# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网站检查 as rules of the inspection: what a look at a site finds is opened, seen again, put in notices and closed like the rest.

One class for each rule of `sites.rules`. Looks at sites bring what they found (`sites.actions`); here one address is looked at again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings

from gongkai.publishing.watched import watched_words
from gongkai.supervision.models import Severity, SiteFault
from gongkai.supervision.rules.base import Found, Look, Rule, Unjudged, short
from gongkai.supervision.sites import again
from gongkai.supervision.sites.fetching import Asker
from gongkai.supervision.sites.rules import FAULT, NOTE, RULES, SEVERE, Settings, SiteFinding

REF = "site-fault"
_WEIGHTS = {SEVERE: Severity.VETO, FAULT: Severity.FAULT, NOTE: Severity.NOTE}


def code_of(rule: str) -> str:
    """The inspection's code for a rule of the sites."""
    return f"site_{rule}"


def key_of(fault: SiteFinding | SiteFault) -> str:
    """The place, the same at every look: the page and what on it."""
    return hashlib.sha256(f"{fault.address}|{fault.subject}".encode()).hexdigest()[:40]


def as_found(fault: SiteFault, start: str, organ: int) -> Found:
    """What was seen from outside in the inspection's words. ref leads back to where it was written down."""
    facts = {"网站": start, "网址": fault.address, "看到的": fault.evidence}
    said = f"{short(fault.address, 90)}：{RULES[fault.rule][0]}，{fault.evidence}"
    return Found(key_of(fault), organ, fault.address, f"{REF}/{fault.pk}", said, fault.address, facts)


class Outside(Rule):
    """One rule of the sites."""

    elsewhere = True
    of: ClassVar[str]

    def find(self, look: Look) -> Iterator[Found]:
        """What one address says today. Raises Unjudged where that does not tell."""
        if look.pk is None:
            return
        fault = SiteFault.objects.select_related("inspection").get(pk=look.pk)
        found = SiteFinding(fault.rule, fault.address, fault.evidence, fault.severity, fault.subject)
        asker = Asker(named=settings.GONGKAI_INNER_SITES, every=0.0)  # two or three questions
        try:
            now = again.look_at(found, Settings(look.as_of, words=watched_words()), asker)
        except again.NotJudged as why:
            raise Unjudged(str(why)) from None
        finally:
            asker.close()
        if now is not None:
            fault.evidence = now.evidence  # not written: the look it belongs to is sealed
            yield as_found(fault, fault.inspection.address, fault.inspection.organ_id)


def kinds() -> list[type[Rule]]:
    """A class for each rule of the sites."""
    return [
        type(
            f"Outside_{of}", (Outside,),
            {
                "of": of, "code": code_of(of), "label": f"网站：{label}", "article": article, "severity": _WEIGHTS[grave],
                "says": f"像读者一样从外面检查网站时看到：{label}。",
            },
        )
        for of, (label, grave, article) in RULES.items()
    ]  # fmt: skip
