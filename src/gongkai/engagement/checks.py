# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What this room stores against the ledger, both ways: what the report counts, and what was decided about people's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement import announced, check_more
from gongkai.engagement.models import (
    CitizenMessage,
    Consultation,
    DecisionCatalogue,
    Faq,
    Hearing,
    HotlineTicket,
    Opinion,
    PageVote,
)
from gongkai.ledger.models import Event
from gongkai.ledger.queries import differing


def check_projections() -> Iterator[str]:
    """Every register of this room."""
    yield from check_more.activities()
    yield from announced.check()
    yield from check_more.problems()
    yield from check_more.responses()
    yield from _tickets()
    yield from _consultations()
    yield from _opinions()
    yield from _catalogues()
    yield from _messages()
    yield from _votes()
    yield from _faqs()


def _tickets() -> Iterator[str]:
    """Each ticket as it was recorded, then tagged and answered."""
    said: dict[str, dict[str, Any]] = {}
    for event in _events("ticket.recorded", "ticket.tagged", "ticket.answered"):
        mine = said.setdefault(event.stream, {})
        mine |= event.payload
        if event.kind == "ticket.recorded":
            mine["on"] = event.occurred_on
    for t in HotlineTicket.objects.select_related("organ", "policy").iterator(2000):
        mine = said.pop(t.stream, {})
        stored = {
            "number": t.number, "organ": t.organ.slug, "policy_consultation": t.policy_consultation, "on": t.received_on,
            "answered_on": t.answered_on.isoformat() if t.answered_on else None,
            "policy": t.policy.index_number if t.policy else None,
        }  # fmt: skip
        if any(mine.get(key) != value for key, value in stored.items()):
            yield f"工单{t.number}与账本不同" if mine else f"工单{t.number}账本里没有它的登记"
    for mine in said.values():
        yield f"工单{mine['number']}账本里登记过，库里没有"


def _consultations() -> Iterator[str]:
    rows = list(Consultation.objects.select_related("document", "decision").iterator(2000))
    opened = {
        c.stream: (c.opened_on, {
            "document": c.document.index_number, "closes_on": c.closes_on.isoformat(), "major": c.major_decision,
        }) for c in rows
    }  # fmt: skip
    fed_back = {c.stream: (c.feedback_on, {}) for c in rows if c.feedback_on}
    for kind, stored in (("consultation.opened", opened), ("consultation.fed_back", fed_back)):
        for name, how in differing(kind, stored):
            yield f"意见征集 {name}：{how}"
    said = {e.stream: e.payload["document"] for e in _events("consultation.decided")}
    for c in rows:
        if said.get(c.stream) != (c.decision.index_number if c.decision else None):
            yield f"意见征集 {c.stream}：决策文件与账本不同"


def _events(*kinds: str) -> Iterator[Event]:
    return Event.objects.filter(kind__in=kinds).order_by("seq").iterator(2000)


_OF_OPINIONS = tuple(
    f"consultation.{kind}"
    for kind in ("opinion", "judged", "judged_together", "screened", "withheld", "heard")
)


def _opinions() -> Iterator[str]:
    """Each opinion: that it came, its words, whether it is withheld and adopted; each hearing."""
    said: dict[int, dict[str, Any]] = defaultdict(dict)
    heard = set()
    for event in _events(*_OF_OPINIONS):
        p = event.payload
        for pk in p.get("opinions", [p["opinion"]] if "opinion" in p else []):
            mine = said[pk]
            match event.kind.removeprefix("consultation."):
                case "opinion":
                    mine |= {"of": event.stream, "digest": p.get("digest")}
                case "judged" | "judged_together":
                    mine["adoption"] = p["adoption"]
                case "screened":
                    mine["withheld"] = None
                case "withheld":
                    mine["withheld"] = p["ground"]
        if event.kind == "consultation.heard":
            heard.add((event.stream, p["hearing"], p["kind"], p["people"]))
    for row in Opinion.objects.iterator(2000):
        mine = said.pop(row.pk, {})
        facts = (f"consultation/{row.consultation_id}", row.adoption, row.withheld)
        if (mine.get("of"), mine.get("adoption"), mine.get("withheld")) != facts:
            yield f"意见{row.pk}：与账本不同"
        elif mine.get("digest") not in (None, keyed_digest("opinion", row.text)):
            yield f"意见{row.pk}：内容与收到时不同"
    yield from (f"意见{pk}：账本里收到过，库里没有" for pk in said)
    held = {
        (f"consultation/{of}", pk, kind, people)
        for pk, of, kind, people in Hearing.objects.values_list("pk", "consultation", "kind", "people")
    }
    yield from (f"意见征集 {name}：听证、座谈的记录与账本不同" for name, *_ in sorted(heard ^ held))


def _catalogues() -> Iterator[str]:
    rows = DecisionCatalogue.objects.select_related("organ").prefetch_related("items")
    stored = {
        c.stream: (c.published_on, {"organ": c.organ.slug, "year": c.year, "agreed_on": c.agreed_on.isoformat()}) for c in rows
    }  # fmt: skip
    for name, how in differing("decisions.published", stored):
        yield f"重大行政决策事项目录 {name}：{how}"
    count: dict[str, int] = defaultdict(int)
    dropped: dict[str, set[int]] = defaultdict(set)
    for event in _events("decisions.published", "decisions.added", "decisions.dropped"):
        if event.kind == "decisions.dropped":
            dropped[event.stream].add(event.payload["number"])
        else:
            count[event.stream] += event.payload.get("items", 1)
    for c in rows:
        items = list(c.items.all())
        if len(items) != count[c.stream] or {i.number for i in items if i.dropped_on} != dropped[c.stream]:
            yield f"{c}：列入、调出的事项与账本不同"


def _messages() -> Iterator[str]:
    said: dict[str, dict[str, Any]] = {}
    for event in Event.objects.filter(stream__startswith="message/").order_by("seq").iterator(2000):
        mine, p = said.setdefault(event.stream, {}), event.payload
        match event.kind.removeprefix("message."):
            case "sent":
                mine |= {k: p[k] for k in ("number", "kind", "organ", "agrees", "digest")} | {
                    "on": event.occurred_on
                }
            case "transferred":
                mine["organ"] = p["organ"]
            case "answered":
                mine |= {"answered": event.occurred_on, "answer": p["digest"]}
            case "published":
                mine |= {"published": event.occurred_on, "public": p["digest"]}
            case "unpublished":
                mine |= {"published": None, "public": None}
            case "rated":
                mine["rating"] = p["rating"]
    for m in CitizenMessage.objects.select_related("organ").iterator(500):
        mine = said.pop(m.stream, {})
        shown = f"{m.public_title}\n{m.public_text}\n{m.public_answer}"
        stored = {
            "number": m.number, "kind": m.kind, "organ": m.organ.slug, "agrees": m.agrees, "on": m.submitted_on,
            "digest": keyed_digest("message", f"{m.title}\n{m.text}"), "answered": m.answered_on,
            "answer": keyed_digest("message-answer", m.answer) if m.answered_on else None, "published": m.published_on,
            "public": keyed_digest("message-public", shown) if m.published_on else None, "rating": m.rating,
        }  # fmt: skip
        if any(mine.get(key) != value for key, value in stored.items()):
            yield f"来信{m.number}：与账本不同"
    yield from (f"{name}：账本里收到过来信，库里没有" for name in said)


def _votes() -> Iterator[str]:
    said = {(e.payload["vote"], e.payload["page"], e.payload["useful"]) for e in _events("page.judged")}
    held = set(PageVote.objects.values_list("pk", "page", "useful"))
    yield from (f"页面评价{pk}（{page}）：与账本不同" for pk, page, _ in sorted(said ^ held))


def _faqs() -> Iterator[str]:
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    for event in _events("faq.drafted", "faq.published", "faq.withdrawn"):
        said[event.stream] |= {
            event.kind: event.occurred_on,
            **({"digest": event.payload["digest"]} if "digest" in event.payload else {}),
        }
    for row in Faq.objects.iterator(500):
        mine = said.pop(row.stream, {})
        days = (row.drafted_on, row.published_on, row.withdrawn_on)
        told = tuple(mine.get(f"faq.{kind}") for kind in ("drafted", "published", "withdrawn"))
        if told != days or mine.get("digest") != keyed_digest("faq", f"{row.question}\n{row.answer}"):
            yield f"常见问题{row.pk}：与账本不同"
    yield from (f"{name}：账本里有这条常见问题，库里没有" for name in said)
