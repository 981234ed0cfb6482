# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""指标: every number the report may say, what it counts, in which unit, under which article.

A figure is a definition, not a number: `rows` are the records in a scope, `measure` what is added up over them.
The narrative, the tables, the infographic, the desk and the API read the same registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db.models import Q, QuerySet, Sum

from gongkai.annual_report import supervised
from gongkai.annual_report.scope import Scope
from gongkai.applications import queries as applications
from gongkai.applications.models import Application, CaseCount, Contact, Proceeding
from gongkai.engagement import conversion
from gongkai.engagement import queries as engagement
from gongkai.engagement.demands.models import Commitment
from gongkai.engagement.models import Activity, Consultation
from gongkai.law.table4 import Block
from gongkai.ledger.models import Event
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, DecisionCount, Document, Form, Interpretation, Placement, Tag
from gongkai.supervision import queries as supervision

Rows = Callable[[Scope], QuerySet]
Number = int | Decimal
Condition = Callable[[int, applications.Facts], Q]


@dataclass(frozen=True)
class Figure:
    """指标. `add` names the quantity added up; without it the records are counted. `organ` is the path to the organ.

    `kept` is the same number from a projection, where counting the records is long (`gongkai check` compares the two);
    `groups` are the kept counts that add up to it, each with its organ.
    """

    key: str
    label: str
    unit: str
    article: str
    rule: str
    rows: Rows
    add: str | None = None
    organ: str | None = "organ"
    kept: Callable[[Scope], Number] | None = None
    groups: Callable[[Scope], QuerySet[CaseCount]] | None = None
    # of cases: the day they are listed by, which is the day their number is counted by
    day: str = "received_on"

    def measure(self, rows: QuerySet) -> Number:
        """The number over these rows."""
        if self.add is None:
            return rows.count()
        if rows.model is Event:
            return sum(event.payload.get(self.add, 0) for event in rows)
        return rows.aggregate(n=Sum(self.add))["n"] or 0

    def value(self, scope: Scope) -> Number:
        """The number in a scope."""
        if self.kept is not None:
            return self.kept(scope)
        if self.groups is not None:
            return self.groups(scope).aggregate(n=Sum("n"))["n"] or 0
        return self.measure(self.rows(scope))


def _of(model: type) -> Callable[[Scope], QuerySet]:
    return lambda s: model.objects.filter(organ__in=s.organ_ids).select_related("organ")


def published(scope: Scope) -> QuerySet[Document]:
    """本年公开 and not withdrawn by the year's end."""
    rows = Document.objects.filter(organ__in=scope.organ_ids, published_on__range=(scope.first, scope.last))
    return rows.exclude(withdrawn_on__lte=scope.last).select_related("organ")


def _in_columns(kind: Column.Kind) -> Rows:
    def rows(scope: Scope) -> QuerySet:
        columns = publishing.open_columns(kind, as_of=scope.last)
        placed = Placement.objects.filter(column__in=columns.values("pk")).values("document")
        return published(scope).filter(pk__in=placed)

    return rows


def _tagged(tag: Tag) -> Rows:
    return lambda s: published(s).filter(taggings__tag=tag)


def _activities(kind: Activity.Kind) -> Rows:
    return lambda s: engagement.activities(s.organs, kind, s.first, s.last)


def _columns(kind: Column.Kind) -> Rows:
    return lambda s: (
        publishing.open_columns(kind, as_of=s.last).filter(owner__in=s.organ_ids).select_related("owner")
    )


def _cases(condition: Condition) -> Rows:
    return lambda s: Application.objects.filter(
        condition(s.year, applications.DAYS), organ__in=s.organ_ids
    ).select_related("organ")


# Figures of cases that the kept counts answer for every year, and their conditions.
CASES: dict[str, Condition] = {
    "applications.new": applications.received_in,
    "applications.carried_in": applications.carried_into,
    "applications.handled": applications.handled_in,
    "applications.carried_out": applications.carried_out_of,
}


def _counted(key: str, label: str, article: str, rule: str) -> Figure:
    """A figure of cases: its number from the kept counts, its records from the register, by one condition."""
    condition = CASES[key]
    return Figure(
        key, label, "件", article, rule, _cases(condition),
        groups=lambda s: applications.kept_counts(s.organ_ids).filter(condition(s.year, applications.YEARS)),
        day="closed_on" if key == "applications.handled" else "received_on",
    )  # fmt: skip


def _late(scope: Scope) -> QuerySet[Application]:
    condition = applications.late_in(scope.year, until=scope.judged_until)
    return Application.objects.filter(condition, organ__in=scope.organ_ids).select_related("organ")


def _late_number(scope: Scope) -> Number:
    """From the kept counts, which know years alone: the open ones of a running year are counted by their days."""
    if scope.ended:
        return applications.how_many(scope.organ_ids, applications.late_in(scope.year, applications.YEARS))
    waiting = applications.open_late_in(scope.year, until=scope.judged_until)
    return (
        applications.how_many(scope.organ_ids, applications.answered_late_in(scope.year, applications.YEARS))
        + Application.objects.filter(waiting, organ__in=scope.organ_ids).count()
    )


def proceedings(scope: Scope, *blocks: Block) -> QuerySet[Proceeding]:
    """What table 4 counts: concluded in the year or pending at its end, each dispute once."""
    rows = applications.counted(scope.first, scope.last).filter(
        organ__in=scope.organ_ids, block__in=[b.value for b in blocks]
    )
    return rows.select_related("organ", "application")


# A refund is a red entry of the same account.
_FEES = ("application.fee_paid", "application.fee_refunded")


def _fees(scope: Scope) -> QuerySet[Event]:
    streams = [f"application/{pk}" for pk in _paying(scope)]
    return Event.objects.filter(
        kind__in=_FEES, stream__in=streams, occurred_on__range=(scope.first, scope.last)
    )


def _paying(scope: Scope) -> list[int]:
    paid = Event.objects.filter(kind__in=_FEES, occurred_on__range=(scope.first, scope.last)).values_list(
        "stream", flat=True
    )
    ids = [int(stream.split("/")[1]) for stream in paid]
    return list(
        Application.objects.filter(pk__in=ids, organ__in=scope.organ_ids).values_list("pk", flat=True)
    )


def counts(kind: DecisionCount.Kind) -> Rows:
    return lambda s: publishing.decisions(s.organs, s.year, kind)


_PERIOD = "本年1月1日至12月31日"
_TRAINING, _VISIT, _FAIR = Activity.Kind.TRAINING, Activity.Kind.ENTERPRISE_VISIT, Activity.Kind.JOB_FAIR

FIGURES: tuple[Figure, ...] = (
    # 主动公开
    Figure("documents.published", "公开政府信息", "条", "条例第十九条",
           f"{_PERIOD}公开、年末没有撤下的信息", published),
    Figure("topics.count", "政策专栏", "个", "条例第二十条第一、三项",
           "年末开设着的专题专栏", _columns(Column.Kind.TOPIC), organ="owner"),
    Figure("topics.items", "专栏公开信息", "条", "条例第二十条第一、三项",
           f"{_PERIOD}公开、放在专题专栏的信息", _in_columns(Column.Kind.TOPIC)),
    Figure("tags.enterprise", "涉企信息", "条", "条例第二十条第五、十一项",
           f"{_PERIOD}公开、标签为涉企信息的信息", _tagged(Tag.ENTERPRISE)),
    Figure("tags.prosperity", "共同富裕信息", "条", "条例第二十条第十一项",
           f"{_PERIOD}公开、标签为共同富裕的信息", _tagged(Tag.COMMON_PROSPERITY)),
    Figure("tags.employment", "稳岗就业信息", "条", "条例第二十条第十一项",
           f"{_PERIOD}公开、标签为稳岗就业的信息", _tagged(Tag.EMPLOYMENT)),
    Figure("tags.education", "教育信息", "条", "条例第二十条第十一项",
           f"{_PERIOD}公开、标签为教育的信息", _tagged(Tag.EDUCATION)),
    Figure("tags.participation", "政府自身建设和公众参与信息", "条", "条例第十九条",
           f"{_PERIOD}公开、标签为政府自身建设和公众参与的信息", _tagged(Tag.PARTICIPATION)),
    Figure("fields.count", "基层政务公开领域", "个", "国办发〔2019〕54号",
           "年末开设着的试点领域", _columns(Column.Kind.FIELD), organ="owner"),
    Figure("fields.subcolumns", "领域子栏目", "个", "国办发〔2019〕54号",
           "年末开设着的领域子栏目", _columns(Column.Kind.SUBCOLUMN), organ="owner"),
    Figure("fields.items", "领域公开信息", "条", "国办发〔2019〕54号",
           f"{_PERIOD}公开、放在领域子栏目的信息", _in_columns(Column.Kind.SUBCOLUMN)),
    # 企业服务和就业
    Figure("training.sessions", "线上、线下培训活动", "场", "条例第二十条第十一项",
           f"{_PERIOD}举办的企业培训，一场一条", _activities(_TRAINING)),
    Figure("training.people", "服务企业人数", "人", "条例第二十条第十一项",
           f"{_PERIOD}企业培训的参加人数之和，依据签到表和平台记录", _activities(_TRAINING), add="people"),
    Figure("enterprise.visits", "企业服务", "家次", "条例第二十条第十一项",
           f"{_PERIOD}企业服务记录的家次之和，同一企业服务两次计两家次", _activities(_VISIT), add="firms"),
    Figure("enterprise.problems", "收集问题", "条", "条例第二十条第十一项",
           f"{_PERIOD}企业服务中收集的问题，一个问题一条",
           lambda s: engagement.problems(s.organs, s.first, s.last)),
    Figure("problems.solved", "解决企业问题", "条", "条例第二十条第十一项",
           f"{_PERIOD}解决并有依据的企业问题", lambda s: engagement.solved(s.organs, s.first, s.last)),
    Figure("job_fairs.count", "招聘会", "场", "条例第二十条第十一项",
           f"{_PERIOD}线上、线下举办的招聘会", _activities(_FAIR)),
    Figure("job_fairs.posts", "发布岗位", "个", "条例第二十条第十一项",
           f"{_PERIOD}招聘会发布的岗位数之和", _activities(_FAIR), add="posts"),
    # 解读回应
    Figure("interpretations.graphic", "政策图解", "条", "国办发〔2016〕80号",
           f"{_PERIOD}公开、形式为图解的政策解读",
           lambda s: Interpretation.objects.filter(form=Form.GRAPHIC, document__in=published(s)).select_related(
               "document__organ", "policy"), organ="document__organ"),
    Figure("interpretations.all", "政策解读", "条", "国办发〔2016〕80号",
           f"{_PERIOD}公开的各种形式的政策解读",
           lambda s: Interpretation.objects.filter(document__in=published(s)).select_related(
               "document__organ", "policy"), organ="document__organ"),
    Figure("interviews.leaders", "主要领导人访谈", "次", "国办发〔2016〕80号",
           f"{_PERIOD}举办的主要领导人访谈", _activities(Activity.Kind.LEADER_INTERVIEW)),
    Figure("hotline.consultations", "重点政策咨询", "次", "国办发〔2016〕61号",
           f"{_PERIOD}12345政务服务热线已经答复、标为重点政策咨询的工单",
           lambda s: engagement.answered_consultations(s.organs, s.first, s.last)),
    Figure("programme.issues", "政务热线节目", "期", "国办发〔2016〕61号",
           f"{_PERIOD}播出的政务热线节目", _activities(Activity.Kind.PROGRAMME_ISSUE)),
    Figure("press.conferences", "新闻发布会", "次", "条例第二十三条",
           f"{_PERIOD}召开的新闻发布会", _activities(Activity.Kind.PRESS_CONFERENCE)),
    Figure("consultations.opened", "意见征集", "次", "条例第十九条",
           f"{_PERIOD}开始的意见征集",
           lambda s: _of(Consultation)(s).filter(opened_on__range=(s.first, s.last))),
    Figure("opinions.received", "公众意见", "条", "国务院令第713号第十八条",
           f"{_PERIOD}意见征集收到的意见，一条意见一条",
           lambda s: engagement.opinions(s.organs, s.first, s.last), organ="consultation__organ"),
    Figure("messages.answered", "答复咨询来信", "封", "国办秘函〔2019〕19号",
           f"{_PERIOD}答复的咨询、建议和网站找错", lambda s: engagement.answered_messages(s.organs, s.first, s.last)),
    # 依申请公开
    _counted("applications.new", "本年新收申请", "条例第三十一条",
             "收到申请之日在本年的申请"),
    _counted("applications.carried_in", "上年结转申请", "条例第五十条第二项",
             "本年以前收到、本年1月1日还没有办结的申请"),
    _counted("applications.handled", "本年办结申请", "条例第五十条第二项",
             "答复（决定）在本年发出的申请"),
    _counted("applications.carried_out", "结转下年度申请", "条例第五十条第二项",
             "12月31日以前收到、年末还没有办结的申请"),
    Figure("applications.late", "超过法定期限的申请", "件", "条例第三十三条",
           "本年办结时已过期限，或者年末未办结而期限已到的申请；本年还没有过完的，看到前一日为止", _late, kept=_late_number),
    Figure("fees.handling", "信息处理费", "元", "条例第四十二条",
           f"{_PERIOD}实际收到的信息处理费之和，退还的扣除", _fees, add="yuan", organ=None),
    Figure("applications.contacts", "答复前沟通", "次", "条例第三十条",
           f"{_PERIOD}就申请作的答复前沟通，一次一条", lambda s: Contact.objects.filter(
               application__organ__in=s.organ_ids, on__range=(s.first, s.last)).select_related("application__organ"),
           organ="application__organ"),
    Figure("enquiries.asked", "咨询答疑和申请指引", "次", "条例第二十八条、第三十条",
           f"{_PERIOD}登记的咨询答疑和申请指引，一次一条",
           lambda s: applications.enquiries_asked(s.organs, s.first, s.last)),
    Figure("meetings.held", "政务公开联席会议", "次", "条例第十一条",
           f"{_PERIOD}召开的政务公开联席会议，由召集的机关计",
           lambda s: applications.meetings_held(s.organs, s.first, s.last)),
    Figure("conversions.published", "转为主动公开", "项", "条例第四十四条",
           f"{_PERIOD}公开的、由多人申请转为主动公开的事项",
           lambda s: conversion.published(s.organs, s.first, s.last)),
    Figure("reconsiderations", "行政复议", "件", "条例第五十一条",
           "本年审结或者年末尚未审结的行政复议",
           lambda s: proceedings(s, Block.RECONSIDERATION)),
    Figure("litigations", "行政诉讼", "件", "条例第五十一条",
           "本年审结或者年末尚未审结的行政诉讼",
           lambda s: proceedings(s, Block.LITIGATION_DIRECT, Block.LITIGATION_AFTER)),
    # 监督保障
    Figure("notices.issued", "整改通知书和问题清单", "期", "条例第四十七条",
           f"{_PERIOD}发放的整改通知书和问题清单",
           lambda s: supervision.issued(s.organs, s.first, s.last)),
    Figure("findings.rectified", "整改问题", "处", "条例第四十七条",
           f"{_PERIOD}完成整改并有销号依据的问题",
           lambda s: supervision.rectified(s.organs, s.first, s.last)),
    Figure("findings.found", "监督检查发现问题", "处", "条例第四十七条",
           f"{_PERIOD}发放的整改通知书和问题清单写明的问题", supervised.findings),
    Figure("findings.open", "年末没有整改的问题", "处", "条例第四十七条",
           f"{_PERIOD}发放的整改通知书和问题清单写明、12月31日还没有销号的问题",
           lambda s: supervised.unmended(supervised.findings(s), s)),
    Figure("commitments.listed", "列入问题清单", "项", "条例第五十条第四项",
           f"{_PERIOD}列入问题清单、有责任单位和完成期限的问题", supervised.listed, organ="owner"),
    Figure("commitments.closed", "办结问题清单事项", "项", "条例第五十条第四项",
           f"{_PERIOD}办结并有依据的问题清单事项", supervised.settled, organ="owner"),
    Figure("cleanups.marked", "标注有效性变化", "件", "条例第十二条",
           f"{_PERIOD}经两人办理标注失效、废止或者已过时效的信息", supervised.marked, organ="document__organ"),
    Figure("staff_training.sessions", "政务公开培训", "次", "条例第四十八条",
           f"{_PERIOD}举办的政务公开培训", _activities(Activity.Kind.STAFF_TRAINING)),
    Figure("accountability.cases", "责任追究", "件", "条例第五十条第四项",
           f"{_PERIOD}决定的责任追究",
           lambda s: supervision.accountability(s.organs, s.first, s.last)),
)  # fmt: skip
_BY_KEY = {figure.key: figure for figure in FIGURES}


def figure(key: str) -> Figure:
    """The figure with this key, or one of a kind of problems. Raises KeyError naming a key that means nothing."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    of, _, code = key.rpartition(".")
    try:
        return _OF_KINDS[of](key, code)
    except KeyError:
        raise KeyError(f"没有这个指标：{key}") from None


def _found(key: str, code: str) -> Figure:
    label = supervised.label(code)
    rule = f"{_PERIOD}发放的整改通知书和问题清单写明的问题里，属于“{label}”的"
    return Figure(key, f"{label}，发现", "处", "条例第四十七条", rule, partial(_of_kind, code))


def _open(key: str, code: str) -> Figure:
    label = supervised.label(code)
    rule = f"{_PERIOD}发现的“{label}”，12月31日还没有销号的"
    return Figure(
        key, f"{label}，年末没有整改", "处", "条例第四十七条", rule,
        lambda s: supervised.unmended(_of_kind(code, s), s),
    )  # fmt: skip


def _of_kind(code: str, scope: Scope) -> QuerySet:
    return supervised.of_kind(scope, code)


def _detected(key: str, code: str) -> Figure:
    label = supervised.label(f"rule-{code}")
    rule = f"巡查发现的“{label}”，12月31日还没有消除，也没有发过整改通知书的；巡查作为提醒的不计"
    return Figure(
        key, f"{label}，年末没有消除", "处", "条例第四十七条", rule,
        lambda s: supervised.detections(s, code),
    )  # fmt: skip


def _demands(key: str, code: str) -> Figure:
    row = Commitment.objects.filter(pk=int(code)).first() if code.isdigit() else None
    if row is None:
        raise KeyError(key)
    return Figure(
        key, f"{row.title}，有关诉求", "次", "条例第五十条第四项", "列入问题清单那一天，归在这个问题下的诉求次数",
        lambda s: supervised.commitments(s).filter(pk=row.pk), add="demands", organ="owner",
    )  # fmt: skip


_OF_KINDS: dict[str, Callable[[str, str], Figure]] = {
    "findings.found": _found,
    "findings.open": _open,
    "detections.open": _detected,
    "commitments.demands": _demands,
}
