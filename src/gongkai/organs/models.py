# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Organs, people and the roles people hold in organs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from gongkai.organs.prepared import Prepared


class Organ(models.Model):
    """行政机关 (条例第四条、第十条): a government, an office, a department, a township, or an authorised organisation."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "人民政府"
        OFFICE = "office", "政府办公室"
        DEPARTMENT = "department", "政府部门"
        TOWNSHIP = "township", "乡镇人民政府、街道办事处"
        INSTITUTION = "institution", "法律法规授权的组织"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=40)
    letter_code = models.CharField("机关代字", max_length=20, null=True, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # 垂直管理部门 report in their own line and are left out of the area's sum.
    vertical_line = models.BooleanField(default=False)
    # 规章制定权: governments from a city with districts upward, and bodies of the State Council (规章制定程序条例第二、三十六条).
    makes_rules = models.BooleanField("有规章制定权", default=False)
    reporting_unit = models.BooleanField("编制本机关年度报告", default=True)
    office_name = models.CharField("公开工作机构", max_length=80)
    address = models.CharField(max_length=160)
    phone = models.CharField(max_length=40)
    # 条例第十二条 asks for both; an office may have neither yet.
    fax = models.CharField("传真号码", max_length=40, null=True, blank=True)
    online = models.CharField("互联网联系方式", max_length=120, null=True, blank=True)
    office_hours = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    # 撤销 or 并入: from this day it receives nothing new; what it had goes on in the organ it was merged into.
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(closed_on__isnull=False),
                name="organ_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="organ_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["government", "office", "department", "township", "institution"]
                ),
                name="organ_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(makes_rules=False)
                | models.Q(kind__in=["government", "department", "institution"]),
                name="organ_kind_may_make_rules",
            ),
            models.CheckConstraint(condition=~models.Q(slug="") & ~models.Q(name=""), name="organ_named"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What an organ was called until a day; letters and cases of that time keep it."""

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    letter_code = models.CharField(max_length=20, null=True)
    until = models.DateField()  # the last day it was called so

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "until"], name="former_name_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def get(self, *args: Any, **wanted: Any) -> Person:
        """One person. By the key alone, as every request of the desk asks for who is signed in, by a query made once."""
        found = (
            _BY_KEY(wanted["pk"]) if not args and list(wanted) == ["pk"] and type(wanted["pk"]) is int else []
        )
        return found[0] if found else super().get(*args, **wanted)

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """A member of staff who signs in to the desk."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name


_BY_KEY: Prepared[Person] = Prepared(lambda pk: Person._base_manager.filter(pk=pk))


class Role(models.TextChoices):
    """岗位: what a person may do in an organ."""

    INTAKE = "intake", "受理"
    HANDLER = "handler", "承办"
    REVIEWER = "reviewer", "审核"
    SIGNER = "signer", "签发"
    EDITOR = "editor", "编辑"
    SUPERVISOR = "supervisor", "监督"
    COMPILER = "compiler", "年报"
    ADMIN = "admin", "管理"


class Appointment(models.Model):
    """One person holds one role in one organ."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organ", "role"], name="appointment_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="appointment_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()} {self.organ}"
