# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The pressed site after any history is, byte for byte, what pressing all of it anew makes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.engagement import actions as engagement
from gongkai.engagement import consulting
from gongkai.engagement.models import CitizenMessage
from gongkai.organs.actions import rename
from gongkai.organs.recording import NotYet
from gongkai.organs.today import tell, today
from gongkai.portal.press import following, leaving, lists, rebuilding
from gongkai.portal.press.verifying import against_record
from gongkai.publishing import actions
from gongkai.publishing.actions import listings
from gongkai.publishing.models import Bylaw, Column, Document
from tests.factories import SYSTEM, ColumnFactory, DocumentFactory
from tests.portal.press.conftest import START, files

pytestmark = pytest.mark.django_db


def pages():
    return files(following.current().pages)


def test_what_is_published_is_a_file_before_the_verb_returns(site, django_capture_on_commit_callbacks):
    organ, column = site
    with django_capture_on_commit_callbacks(execute=True):
        row = DocumentFactory(organ=organ, column=column, title="马上是文件", on=START)
    made = pages()
    assert "马上是文件" in made[f"document/{row.pk}.html"].decode()
    assert {n for n, body in made.items() if "马上是文件".encode() in body} == {
        "index.html", "column/guifan.html", f"document/{row.pk}.html", "organ/xian.html", "feed.xml",
        "column/guifan/feed.xml", "organ/xian/feed.xml",
    }  # fmt: skip


def test_a_withdrawal_takes_the_file_away_within_its_own_transaction(
    site, django_capture_on_commit_callbacks
):
    organ, column = site
    row = DocumentFactory(organ=organ, column=column, title="不该公开的名单", on=START)
    following.follow()
    name = f"document/{row.pk}.html"
    with transaction.atomic():
        actions.withdraw(actor=SYSTEM, document=row, on=START, reason="含个人信息")
        assert name not in pages() and f"{name}.gz" not in pages()
        transaction.set_rollback(True)
    following.follow()  # the record did not change in the end: the file comes back
    assert name in pages()
    assert list(against_record(following.current())) == []
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(actor=SYSTEM, document=row, on=START, reason="含个人信息")
    made = pages()
    assert not [n for n, body in made.items() if "名单".encode() in body]
    assert "含个人信息" in made[f"document/{row.pk}.gone.html"].decode()
    assert leaving.waiting() == frozenset()


def test_a_new_document_rewrites_no_numbered_page(site):
    organ, column = site
    for n in range(65):
        DocumentFactory(organ=organ, column=column, title=f"第{n}条", on=START - timedelta(days=70 - n))
    following.follow()
    before = pages()
    numbered = {n for n in before if "/page/" in n and not n.endswith(".gz")}
    assert numbered == {f"{base}/page/{n}.html" for base in ("column/guifan", "organ/xian") for n in (1, 2)}
    assert before["column/guifan.html"].decode().count('class="ti"') == 25
    assert before["column/guifan/page/1.html"].decode().count('class="ti"') == 20
    DocumentFactory(organ=organ, column=column, title="新的一条", on=START)
    following.follow()
    after = pages()
    changed = {n for n in after if after[n] != before.get(n) and not n.endswith(".gz")}
    assert "column/guifan.html" in changed and not changed & numbered
    assert len(changed) <= 12


def test_one_after_another_each_numbered_page_comes_and_goes_with_the_link_to_it(site, monkeypatch):
    monkeypatch.setattr(lists, "SIZE", 3)
    organ, column = site

    def newer(n):
        return re.search(r'href="([^"]+)">较新的', pages()[f"organ/xian/page/{n}.html"].decode())[1]

    rows = []
    for _ in range(12):
        rows.append(DocumentFactory(organ=organ, column=column, on=START))
        following.follow()
    assert [newer(n) for n in (1, 2, 3)] == ["/organ/xian/page/2/", "/organ/xian/page/3/", "/organ/xian/"]
    actions.withdraw(actor=SYSTEM, document=rows[-1], on=START, reason="示例")
    following.follow()
    assert newer(2) == "/organ/xian/" and "organ/xian/page/3.html" not in pages()


def test_a_writer_that_was_cut_off_is_made_good_by_the_next(site):
    organ, column = site
    row = DocumentFactory(organ=organ, column=column, title="断了一半", on=START - timedelta(days=9))
    for _ in range(6):
        DocumentFactory(organ=organ, column=column, on=START)
    following.follow()
    tree, whole = following.current(), pages()["index.html"]
    (tree.pages / "index.html").write_bytes(b"half")
    (tree.folder / "unfinished").touch()
    # The home page says the same after this, so the manifest alone would let the half file be.
    actions.accompany(actor=SYSTEM, document=row, kind="question", title="问", text="答", on=START)
    following.follow()
    assert pages()["index.html"] == whole
    assert not (tree.folder / "unfinished").exists()


def test_an_organ_renamed_presses_all_anew(site):
    organ, _ = site
    rename(
        actor=SYSTEM,
        organ=organ,
        on=START,
        name="新名县人民政府",
        short_name="新名县",
        letter_code=None,
        basis="批复",
    )
    following.follow()
    assert all("新名县人民政府".encode() in body for n, body in pages().items() if n.endswith(".html"))


KINDS = (
    "publish", "old", "later", "register", "amend", "withdraw", "repeal", "part", "interpret", "beside", "open", "close",
    "consult", "opinion", "feedback", "message", "hide", "faq", "hold", "rule", "lapse", "day", "month", "follow",
)  # fmt: skip
NO_STEP = (actions.Refused, engagement.Refused, IntegrityError, ValidationError, NotYet)
STEP = st.tuples(st.sampled_from(KINDS), st.integers(0, 40))


def _apply(kind, n, organ):
    """One step of a history; what the facts refuse is no step."""
    day = today()
    columns = list(Column.objects.filter(closed_on__isnull=True).order_by("pk"))
    rows = list(Document.objects.filter(withdrawn_on__isnull=True).order_by("pk"))
    common = {"organ": organ, "title": f"条目{n}", "body": f"<p>{n}</p>", "formed_on": date(2024, 1, 2)}
    row = rows[n % len(rows)] if rows else None
    if kind in ("publish", "old", "later") and columns:
        on = {"publish": day, "old": day - timedelta(days=n), "later": day + timedelta(days=n % 9 + 1)}[kind]
        if kind == "later":  # the system's verb records only what has come: a future day is a draft's
            document = DocumentFactory(**common, column=columns[n % len(columns)], on=day)
            Document.objects.filter(pk=document.pk).update(published_on=on)
            listings.follow([document.pk])
        else:
            DocumentFactory(**common, column=columns[n % len(columns)], also_in=columns[:1], on=on)
    elif kind == "register" and columns:
        DocumentFactory(
            **common, column=columns[0], on=day, register="normative", number=f"测〔2024〕{Document.objects.count()}号",
            effective_from=day + timedelta(days=n % 5), expires_on=day + timedelta(days=2 * n + 5),
        )  # fmt: skip
    elif kind == "message":
        sent = engagement.send_message(
            kind="idea",
            organ=organ,
            title=f"信{n}",
            text="内容",
            on=day,
            nonce=f"{n}-{CitizenMessage.objects.count()}",
            agrees=True,
        ).record
        engagement.answer_message(actor=SYSTEM, message=sent, on=day, answer="答复")
        engagement.publish_message(
            actor=SYSTEM, message=sent, on=day, title=f"信{n}", text="内容", answer="答复"
        )
    elif kind == "hide" and CitizenMessage.objects.filter(published_on__isnull=False).exists():
        shown = CitizenMessage.objects.filter(published_on__isnull=False)[0]
        engagement.unpublish_message(actor=SYSTEM, message=shown, on=day, why="示例")
    elif kind == "rule":
        text, begins = f"条文{n}", day + timedelta(days=n % 3 + 1)
        if held := Bylaw.objects.filter(withdrawn_on__isnull=True).first():
            actions.replace_bylaw(
                actor=SYSTEM,
                bylaw=held,
                on=day,
                text=text,
                in_force_on=begins,
                changes="改",
                reviewed_by="人",
            )
        else:
            actions.issue_bylaw(
                actor=SYSTEM,
                organ=organ,
                on=day,
                name=f"制度{n}",
                ground="other",
                text=text,
                in_force_on=begins,
                reviewed_by="人",
            )
    elif kind == "lapse" and Bylaw.objects.filter(withdrawn_on__isnull=True).exists():
        held = Bylaw.objects.filter(withdrawn_on__isnull=True)[0]
        actions.withdraw_bylaw(actor=SYSTEM, bylaw=held, on=day, reason="示例")
    elif kind in ("day", "month"):
        tell(day + timedelta(days=n % 4 + 1 if kind == "day" else 20 + n))
    elif kind == "follow":
        following.follow()
    elif kind == "open":
        ColumnFactory(owner=organ, kind=Column.Kind.TOPIC, duty_days=n + 1, on=date(2024, 1, 2))
    elif kind == "close" and len(columns) > 1:
        actions.close_column(actor=SYSTEM, column=columns[1 + n % (len(columns) - 1)], on=day, reason="并入")
    elif row is not None:
        _change(kind, n, row, rows, day)


def _change(kind, n, row, rows, day):
    if kind == "amend":
        actions.amend(actor=SYSTEM, document=row, on=day, title=f"改名{n}", body="<p>改</p>", note="更正")
    elif kind == "withdraw":
        actions.withdraw(actor=SYSTEM, document=row, on=day, reason="示例")
    elif kind == "repeal":
        actions.repeal(actor=SYSTEM, document=row, on=day, basis="示例")
    elif kind == "part":
        actions.void_partly(actor=SYSTEM, document=row, on=day, what="第二条")
    elif kind == "beside":
        actions.accompany(actor=SYSTEM, document=row, kind="question", title=f"问{n}", text="答", on=day)
    elif kind == "interpret":
        actions.interpret(actor=SYSTEM, document=row, policy=rows[(n + 1) % len(rows)], form="text", on=day)
    elif kind == "faq":
        asked = engagement.draft_faq(
            actor=SYSTEM, organ=row.organ, on=day, question=f"问{n}", answer="答", policy=row
        )
        engagement.publish_faq(actor=SYSTEM, faq=asked, on=day)
        if n % 3 == 0:
            engagement.withdraw_faq(actor=SYSTEM, faq=asked, on=day, reason="示例")
    elif kind == "hold":
        held = engagement.hold(
            actor=SYSTEM, organ=row.organ, kind="press", title=f"会{n}", on=day, place="三楼", evidence="实录"
        )
        engagement.describe_activity(
            actor=SYSTEM, activity=held, on=day, transcript=f"实录{n}", policies=[row]
        )
    elif kind == "consult":
        engagement.open_consultation(
            actor=SYSTEM, organ=row.organ, document=row, title="征求意见", on=day, closes_on=day + timedelta(days=30 + n),
            major_decision=False,
        )  # fmt: skip
    elif kind == "opinion" and hasattr(row, "consultation"):
        said = engagement.receive_opinion(actor=SYSTEM, consultation=row.consultation, on=day, text="意见")
        engagement.screen_opinions(actor=SYSTEM, consultation=row.consultation, opinions=[said], on=day)
    elif kind == "feedback" and hasattr(row, "consultation"):
        for said in row.consultation.opinions.all():
            engagement.judge_opinion(actor=SYSTEM, opinion=said, adoption="adopted", reason="", on=day)
        engagement.feed_back(actor=SYSTEM, consultation=row.consultation, on=day, feedback="已研究")
        engagement.link_decision(
            actor=SYSTEM, consultation=row.consultation, document=rows[(n + 1) % len(rows)], on=day
        )


def test_opinions_beyond_the_first_page_have_pages_of_their_own(site, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(consulting, "PAGE", 2)
    organ, column = site
    draft = DocumentFactory(organ=organ, column=column, on=START, formed_on=START)
    row = engagement.open_consultation(
        actor=SYSTEM, organ=organ, document=draft, title="征求意见", on=START, closes_on=START + timedelta(days=30), major_decision=False,
    )  # fmt: skip
    said = [
        engagement.receive_opinion(
            actor=SYSTEM, consultation=row, on=START, text=f"第{n}条怎么写，电话13800138000"
        )
        for n in range(5)
    ]
    engagement.screen_opinions(actor=SYSTEM, consultation=row, opinions=said, on=START)
    following.follow()
    at = f"engage/consultation/{row.pk}/"
    shown = {n: pages()[f"{at}opinions/{n}.html"].decode() for n in (2, 3)}
    assert "意见3" in shown[2] and "意见4" in shown[2] and "意见5" in shown[3]
    assert f'href="/{at}" rel="prev"' in shown[2] and "13800138000" not in "".join(shown.values())
    assert f"/{at}opinions/2/" in pages()[f"{at[:-1]}.html"].decode()
    engagement.screen_opinions(
        actor=SYSTEM, consultation=row, opinions=said[4:], on=START, ground="secret", why="涉及涉密文件"
    )
    following.follow()
    followed = pages()
    assert f"{at}opinions/3.html" not in followed and f"{at}opinions/2.html" in followed
    settings.GONGKAI_PRESS = tmp_path / "anew"
    rebuilding.rebuild(processes=1)
    assert pages() == followed


@settings(
    derandomize=True,
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(STEP, min_size=4, max_size=22))
def test_following_any_history_gives_the_bytes_of_a_rebuild(
    site, day, settings, tmp_path, monkeypatch, history
):
    monkeypatch.setattr(lists, "SIZE", 3)  # many pages of few documents
    monkeypatch.setattr(consulting, "PAGE", 1)
    organ, _ = site
    day(START)
    settings.GONGKAI_PRESS = tmp_path / "site"
    with transaction.atomic():
        rebuilding.rebuild(processes=1)
        for kind, n in history:
            try:
                with transaction.atomic():
                    _apply(kind, n, organ)
            except NO_STEP:
                pass
        following.follow()
        problems = list(against_record(following.current()))
        followed = pages()
        settings.GONGKAI_PRESS = tmp_path / "anew"
        rebuilding.rebuild(processes=1)
        anew = pages()
        transaction.set_rollback(True)
    assert problems == []
    assert followed.keys() == anew.keys()
    assert [n for n in anew if followed[n] != anew[n]] == []
