# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on organs and people."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from gongkai.law.clock import cn
from gongkai.organs.models import Appointment, FormerName, Organ, Person, Role
from gongkai.organs.permissions import Actor, NotAllowed, System, require
from gongkai.organs.recording import has_come, record


class Refused(Exception):
    """What the organ's own facts do not allow; the message says which."""


@transaction.atomic
def establish(
    *,
    actor: Actor,
    on: date,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    parent: Organ | None = None,
    letter_code: str | None = None,
    vertical_line: bool = False,
    makes_rules: bool = False,
    office_name: str,
    address: str,
    phone: str,
    office_hours: str = "工作日8:30至12:00，14:00至17:30",
    fax: str | None = None,
    online: str | None = None,
    position: int = 0,
) -> Organ:
    """Register an organ. The first organ of an instance is set up by the system; later ones by an admin above."""
    if parent is not None:
        require(actor, parent, Role.ADMIN)
    elif not isinstance(actor, System):
        raise NotAllowed("没有上级的机关只能在建立实例时登记")
    organ = Organ(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=kind,
        parent=parent,
        letter_code=letter_code,
        vertical_line=vertical_line,
        makes_rules=makes_rules,
        office_name=office_name,
        address=address,
        phone=phone,
        office_hours=office_hours,
        fax=fax,
        online=online,
        position=position,
    )
    organ.full_clean()
    organ.save()
    record(
        f"organ/{organ.pk}",
        actor,
        "organ.established",
        on,
        {
            "slug": slug,
            "name": name,
            "kind": kind,
            "parent": parent.slug if parent else None,
            **({"makes_rules": True} if makes_rules else {}),
        },
    )
    return organ


@transaction.atomic
def appoint(*, actor: Actor, on: date, person: Person, organ: Organ, role: Role) -> Appointment:
    """Give a person a role in an organ."""
    require(actor, organ, Role.ADMIN)
    appointment, made = Appointment.objects.get_or_create(person=person, organ=organ, role=role)
    if made:
        record(f"organ/{organ.pk}", actor, "organ.appointed", on, {"person": person.pk, "role": str(role)})
    return appointment


@transaction.atomic
def add_person(*, actor: Actor, organ: Organ, on: date, username: str, name: str, password: str) -> Person:
    """登记一名工作人员, who can then sign in and be appointed. Raises Refused for a user name that is taken or cannot be
    typed, ValidationError for a password that is too weak."""
    require(actor, organ, Role.ADMIN)
    row = _open_organ(organ)
    has_come(on, Refused)
    username, name = username.strip(), " ".join(name.split())
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}", username):
        raise Refused("用户名用3至40个字母、数字，可以带点、短横线和下划线，以字母或者数字开头")
    if not name:
        raise Refused("请写明姓名")
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(f"用户名“{username}”已经有人用，请换一个")
    validate_password(password, Person(username=username, name=name))
    person = Person(username=username, name=name, organ=row)
    person.set_password(password)
    person.full_clean(exclude=["organ"])
    person.save()
    record(f"organ/{row.pk}", actor, "organ.person_added", on, {"person": person.pk, "username": username})
    return person


@transaction.atomic
def end_appointment(*, actor: Actor, person: Person, organ: Organ, role: Role, on: date) -> None:
    """解除 a role a person holds in an organ. Nobody takes the 管理 role from themselves: an organ would be left without."""
    require(actor, organ, Role.ADMIN)
    has_come(on, Refused)
    found = Appointment.objects.select_for_update().filter(person=person, organ=organ, role=role).first()
    if found is None:
        raise Refused(f"{person.name}现在没有{organ.short_name}的“{Role(role).label}”岗位")
    if actor == person and role == Role.ADMIN:
        raise Refused("自己的“管理”岗位请由另一名管理人员解除")
    found.delete()
    record(
        f"organ/{organ.pk}", actor, "organ.appointment_ended", on, {"person": person.pk, "role": str(role)}
    )


def _open_organ(organ: Organ) -> Organ:
    row = Organ.objects.select_for_update().get(pk=organ.pk)
    if row.closed_on is not None:
        raise Refused(f"{row.name}已于{cn(row.closed_on)}撤销或者并入其他机关")
    return row


def _above(actor: Actor, organ: Organ) -> None:
    """Reorganisation is decided above the organ, not in it."""
    if organ.parent is None:
        if not isinstance(actor, System):
            raise NotAllowed("没有上级的机关只能在建立实例时变动")
        return
    require(actor, organ.parent, Role.ADMIN)


# What the guide says of an office (条例第十二条), in the order it says it; fax and online may be missing.
CONTACT = ("office_name", "address", "office_hours", "phone", "fax", "online")


@transaction.atomic
def set_contact(*, actor: Actor, organ: Organ, on: date, **facts: str | None) -> Organ:
    """更新公开工作机构的名称和联系方式: the guide, the organ's page and every letter after this take them from here."""
    row = _open_organ(organ)
    require(actor, row, Role.ADMIN)
    unknown = sorted(set(facts) - set(CONTACT))
    if unknown:
        raise TypeError(f"contact has no {unknown}")
    given = {name: (value or "").strip() or None for name, value in facts.items()}
    moved = {name: value for name, value in given.items() if getattr(row, name) != value}
    if not moved:
        raise Refused("没有改动")
    for name, value in moved.items():
        if value is None and name not in ("fax", "online"):
            raise Refused("机构名称、办公地址、办公时间、联系电话不能空着（条例第十二条）")
        setattr(row, name, value)
    row.clean_fields(exclude=["parent", "merged_into"])
    row.save(update_fields=list(moved))
    record(f"organ/{row.pk}", actor, "organ.contact_set", on, {"facts": moved})
    return row


@transaction.atomic
def rename(
    *, actor: Actor, organ: Organ, on: date, name: str, short_name: str, letter_code: str | None, basis: str
) -> Organ:
    """更名 from a day on. Letters already signed keep the name they were signed under."""
    row = _open_organ(organ)
    _above(actor, row)
    if not basis.strip():
        raise Refused("更名要写明依据的文件")
    if name == row.name:
        raise Refused("新名称与现名称相同")
    latest = row.former_names.order_by("-until").first()
    # the present name would have lasted no day
    if latest is not None and on <= latest.until + timedelta(days=1):
        raise Refused(f"{row.name}自{cn(latest.until + timedelta(days=1))}起用现名，再次更名应当在这以后")
    FormerName.objects.create(
        organ=row,
        name=row.name,
        short_name=row.short_name,
        letter_code=row.letter_code,
        until=on - timedelta(days=1),
    )
    was = row.name
    row.name, row.short_name, row.letter_code = name, short_name, letter_code
    row.full_clean()
    row.save(update_fields=["name", "short_name", "letter_code"])
    record(f"organ/{row.pk}", actor, "organ.renamed", on, {"was": was, "name": name, "basis": basis.strip()})
    return row


@transaction.atomic
def grant_rules(*, actor: Actor, organ: Organ, on: date, makes_rules: bool, basis: str) -> Organ:
    """登记规章制定权 (规章制定程序条例第三十六条), or that it ended: table 2's row of 规章 is only for who has it."""
    row = _open_organ(organ)
    _above(actor, row)
    has_come(on, Refused)
    if row.makes_rules == makes_rules:
        raise Refused(f"{row.name}已经登记为{'有' if makes_rules else '没有'}规章制定权")
    if makes_rules and row.kind not in (Organ.Kind.GOVERNMENT, Organ.Kind.DEPARTMENT, Organ.Kind.INSTITUTION):
        raise Refused(f"{Organ.Kind(row.kind).label}没有规章制定权（规章制定程序条例第三十六条）")
    if not basis.strip():
        raise Refused("规章制定权的变动要写明依据的文件")
    row.makes_rules = makes_rules
    row.save(update_fields=["makes_rules"])
    record(
        f"organ/{row.pk}",
        actor,
        "organ.rules_granted",
        on,
        {"makes_rules": makes_rules, "basis": basis.strip()},
    )
    return row


@transaction.atomic
def merge(*, actor: Actor, organ: Organ, into: Organ, on: date, basis: str) -> Organ:
    """并入 another organ: it receives nothing new; its cases go on there (国办公开办函〔2019〕14号，谁收到、谁处理)."""
    row, other = _open_organ(organ), _open_organ(into)
    _above(actor, row)
    if row.pk == other.pk:
        raise Refused("机关不能并入自己")
    if not basis.strip():
        raise Refused("并入要写明依据的文件")
    row.closed_on, row.merged_into = on, other
    row.save(update_fields=["closed_on", "merged_into"])
    record(f"organ/{row.pk}", actor, "organ.merged", on, {"into": other.slug, "basis": basis.strip()})
    return row


@transaction.atomic
def close(*, actor: Actor, organ: Organ, on: date, basis: str) -> Organ:
    """撤销 without a successor here; the organ above it sees what it left."""
    row = _open_organ(organ)
    _above(actor, row)
    if not basis.strip():
        raise Refused("撤销要写明依据的文件")
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    record(f"organ/{row.pk}", actor, "organ.closed", on, {"basis": basis.strip()})
    return row
