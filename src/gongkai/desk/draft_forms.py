# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of drafts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings

from gongkai.desk.fields import choice, day, text, whole_number
from gongkai.law.papers import KINDS, THEMES
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing.body import seen
from gongkai.publishing.drafts import drafts_visible_to
from gongkai.publishing.models import Column, Document, Draft, Form, Register
from gongkai.publishing.queries import open_columns, public
from gongkai.publishing.watched import Watched, from_lines
from gongkai.search.analysis import number_key


def named_policy(given: str) -> Document:
    """The public document of this 文号, in whatever brackets, or of this index number. Raises ValidationError."""
    rows, key = public(today()), number_key(given)
    found = rows.filter(number=given.strip()).first() or rows.filter(index_number=given.strip()).first()
    if found is None and key:  # typed with other brackets, or full width
        year = next((y for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", key)), "")
        near = rows.filter(number__contains=year).values_list("pk", "number") if year else ()
        pk = next((pk for pk, number in near if number_key(number or "") == key), None)
        found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise forms.ValidationError(f"没有文号或者索引号是“{given}”的已公开文件")
    return found


class DraftForm(forms.Form):
    """A draft's text and facts; version is the one the editor saw."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    explains = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organ = choice("发布机关", [])
    column = choice("栏目", [])
    also_in = forms.MultipleChoiceField(
        label="同时放在", required=False, widget=forms.SelectMultiple({"class": "in", "size": "6"}),
        help_text="同一条信息可以放在几个栏目，只有一份记录。按住 Ctrl 键可以多选",
    )  # fmt: skip
    title = text("标题", max_length=200)
    body = forms.CharField(
        label="正文", required=False, widget=forms.Textarea({"class": "in", "rows": 16, "data-prose": ""})
    )
    word = forms.FileField(
        label="从 Word 文件导入正文", required=False, widget=forms.FileInput({"accept": ".docx"}),
        help_text="只收 .docx；导入后替换现有正文，保存前可以再改",
    )  # fmt: skip
    summary = text("内容概述", lines=2, max_length=300, required=False)
    number = text("文号", max_length=60, required=False, help_text="如 永政发〔2024〕12号")
    formed_on = day(
        "成文日期", required=False, help_text="公开期限从成文或者变更之日起20个工作日（条例第二十六条）"
    )
    register = choice("登记类别", [("", "不登记"), *Register.choices], required=False)
    effective_from = day("施行日期", required=False)
    expires_on = day("有效期至", required=False)
    policy = text(
        "解读的文件", required=False, max_length=60, help_text="解读稿填写被解读文件的文号或者索引号"
    )
    form = choice("解读形式", [("", "不是解读"), *Form.choices], required=False)
    kind = choice("公文种类", [("", "不是公文"), *((k, k) for k in KINDS)], required=False)
    theme = choice("主题分类", [], required=False)
    drafter = text(
        "起草单位", required=False, max_length=60, help_text="谁起草、谁解读；和发布机关相同的不用填"
    )
    office = text("责任处室", required=False, max_length=40)
    clarifies = text(
        "澄清的内容", lines=2, required=False, max_length=200,
        help_text="澄清虚假或者不完整信息的，写明流传的是什么、在哪里流传（条例第六条）",
    )  # fmt: skip
    publish_on = day("定时公开", required=False, help_text="不填就在终审通过当天公开")
    note = text(
        "改动说明", max_length=200, required=False, help_text="更正已公开的信息时填写改了什么、为什么改"
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.organs = {
            o.slug: o for o in organs_with_role(person, Role.EDITOR).filter(closed_on__isnull=True)
        }
        self.columns: dict[str, Column] = {}
        groups = []
        for kind in Column.Kind:
            rows = list(open_columns(kind, as_of=today()).select_related("parent"))
            self.columns |= {c.slug: c for c in rows}
            named = [(c.slug, f"{c.parent.name}／{c.name}" if c.parent else c.name) for c in rows]
            groups.append((kind.label, named))
        themes = settings.GONGKAI_THEMES or THEMES
        # a class the instance no longer offers stays with what has it
        held = str((self.initial or {}).get("theme") or "")
        self.fields["theme"].choices = [
            ("", "请选择"),
            *((t, t) for t in dict.fromkeys((*themes, held)) if t),
        ]  # type: ignore[attr-defined]
        self.fields["organ"].choices = [(s, o.name) for s, o in self.organs.items()]  # type: ignore[attr-defined]
        self.fields["column"].choices = [("", "请选择"), *groups]  # type: ignore[attr-defined]
        self.fields["also_in"].choices = groups  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return self.organs[self.cleaned_data["organ"]]

    def clean_column(self) -> Column:
        return self.columns[self.cleaned_data["column"]]

    def clean_also_in(self) -> list[Column]:
        return [self.columns[slug] for slug in self.cleaned_data["also_in"]]

    def clean_policy(self) -> Document | None:
        given = self.cleaned_data["policy"].strip()
        return named_policy(given) if given else None

    @property
    def explained(self) -> Draft | None:
        """The draft this one explains, as the person may see it."""
        pk = whole_number(str(self["explains"].value() or ""))
        return drafts_visible_to(self.person).filter(pk=pk).first() if pk else None

    def clean_explains(self) -> Draft | None:
        if self.cleaned_data["explains"] is None:
            return None
        found = self.explained
        if found is None or found.state == Draft.State.DROPPED:
            raise forms.ValidationError("它解读的稿件已经不在了，请从那篇稿件重新起草解读")
        return found

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        explains = facts.get("explains")
        if explains is not None and explains.document_id:  # it has come out meanwhile
            facts["policy"] = facts.get("policy") or explains.document
        for name in ("register", "form", "kind", "theme"):
            facts[name] = facts.get(name) or None
        linked = facts.get("policy") is not None or explains is not None
        if "policy" in facts and linked != (facts["form"] is not None):
            self.add_error("form", "解读稿要同时填写解读的文件和形式；不是解读的两项都不填")
        return facts


class AmendForm(DraftForm):
    """更正、更新: the words, what describes them and why; the rest stays as it is."""

    LEFT = (
        "organ", "column", "also_in", "formed_on", "register", "effective_from", "expires_on", "policy", "explains", "form", "publish_on",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LEFT:
            del self.fields[name]
        self.fields["note"].required = True

    @property
    def explained(self) -> None:
        return None

    def clean(self) -> dict[str, Any]:
        facts = forms.Form.clean(self) or {}
        return facts | {name: facts.get(name) or None for name in ("kind", "theme")}


class ReasonForm(forms.Form):
    """A reason in words."""

    use_required_attribute = False
    reason = text("原因", lines=2, max_length=300)


class CopyingForm(forms.Form):
    """准许照抄."""

    use_required_attribute = False
    reason = text("理由", lines=2, max_length=200, help_text="如：解读的是名词定义，按原文列出更准确")


class WordsForm(forms.Form):
    """错敏词表."""

    use_required_attribute = False
    words = forms.CharField(
        label="词表", required=False, widget=forms.Textarea({"class": "in", "rows": 20}),
        help_text="每行一个词：先写要查的词，空一格，再写正确写法。只写一个词的，查到就提示核对。行首加“！”的，不改不能送审。",
    )  # fmt: skip

    def clean_words(self) -> list[Watched]:
        found, faults = from_lines(self.cleaned_data["words"])
        if faults:
            raise forms.ValidationError(faults[:20])
        return found


class SynonymsForm(forms.Form):
    """近义词表."""

    use_required_attribute = False
    groups = forms.CharField(
        label="近义词", required=False, max_length=20_000, widget=forms.Textarea({"class": "in", "rows": 20}),
        help_text="每行一组，词和词之间空一格，如：社保 社会保险。查其中一个，另外几个也会找到，排在后面。",
    )  # fmt: skip

    def clean_groups(self) -> list[list[str]]:
        return [line.split() for line in seen(self.cleaned_data["groups"]).splitlines() if line.strip()]


class SecrecyForm(forms.Form):
    """保密审查."""

    use_required_attribute = False
    basis = text(
        "审查结论和依据", lines=2, max_length=200, help_text="如：不涉及国家秘密、工作秘密，可以公开"
    )
