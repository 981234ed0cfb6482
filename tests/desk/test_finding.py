# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Finding cases on the desk, by name only with a trace; the register out; figures that open to their cases."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.applications import actions, queries, register
from gongkai.applications.actions import ApplicantFacts, Refused
from gongkai.applications.models import Applicant, Application
from gongkai.applications.queries import Sought
from gongkai.applications.register_out import export_register
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
D = date(2024, 6, 20)
NATURAL = ApplicantKind.NATURAL_PERSON


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = D
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    return organ, person(organ, *Role.values, username="staff")


def signed_in(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(office):
    return signed_in(office[1])


def numbers(html):
    return re.findall(r'<td class="nw num">([^<]+)</td>', html)


def by_name(desk, name="林晓（示例）", purpose="核对是否重复"):
    return desk.post("/desk/cases/by-name/", {"name": name, "purpose": purpose})


def test_cases_are_found_by_number_title_and_words_of_the_content(desk, office):
    one = ApplicationFactory(organ=office[0], title="示例小区规划图", description="要总平面图和批复")
    two = ApplicationFactory(organ=office[0])
    assert numbers(desk.get("/desk/cases/?q=总平面图").content.decode()) == [one.number]
    assert numbers(desk.get("/desk/cases/?q=小区 批复").content.decode()) == [one.number]
    assert numbers(desk.get(f"/desk/cases/?q={two.number}").content.decode()) == [two.number]
    assert numbers(desk.get("/desk/cases/?q=没有这个").content.decode()) == []


def test_the_list_of_all_cases_pages_without_counting_lines(desk, office):
    made = [
        ApplicationFactory(organ=office[0], submitted_on=date(2024, 6, 3 + n % 4)).number for n in range(23)
    ]
    desk.get("/desk/cases/")
    with CaptureQueriesContext(connection) as asked:
        html = desk.get("/desk/cases/").content.decode()
    assert not any("OFFSET" in q["sql"] for q in asked)
    assert len(asked) <= 8
    later = html.split('class="btn q" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = desk.get(f"/desk/cases/{later}").content.decode()
    assert sorted(numbers(html) + numbers(rest)) == sorted(made)
    assert "23件" in html


@pytest.mark.parametrize("asked", ["received=2024-13", "closed=x", "time=perhaps", "outcome=R9", "why=plain", "organ=none", "received=²024"])  # fmt: skip
def test_a_filter_that_means_nothing_is_left_out(desk, office, asked):
    ApplicationFactory(organ=office[0])
    assert len(numbers(desk.get(f"/desk/cases/?{asked}").content.decode())) == 1


def test_a_name_is_found_whole_by_a_blind_index_and_each_search_leaves_a_trace(desk, office):
    mine = ApplicationFactory(organ=office[0], applicant=ApplicantFacts(NATURAL, "Ｌin　晓（示例）", "E1"))
    ApplicationFactory(organ=office[0], applicant=ApplicantFacts(NATURAL, "林晓晓（示例）", "E2"))
    html = by_name(desk, "lin晓(示例)").content.decode()
    assert numbers(html) == [mine.number]
    assert numbers(by_name(desk, "e1").content.decode()) == [mine.number]
    assert numbers(by_name(desk, "晓").content.decode()) == []
    first = Event.objects.filter(kind="access.name_searched").order_by("seq").first()
    assert first.actor == office[1]
    assert first.payload == {"purpose": "核对是否重复", "numbers": [mine.number]}
    assert "晓" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_a_search_by_name_without_a_purpose_is_refused_and_kept(desk, office):
    response = by_name(desk, purpose=" ")
    html = response.content.decode()
    assert response.status_code == 422
    assert "写明用途" in html
    assert "林晓（示例）" in html
    assert not Event.objects.filter(kind="access.name_searched").exists()
    assert desk.get("/desk/cases/by-name/").status_code == 405


def test_a_name_is_found_only_where_one_may_look_at_applicants(office):
    ApplicationFactory(organ=office[0])
    other = OrganFactory(slug="other")
    ApplicationFactory(organ=other)
    assert by_name(signed_in(person(office[0], Role.EDITOR))).status_code == 403
    found = actions.find_by_name(actor=person(other, Role.HANDLER), name="林晓（示例）", on=D, purpose="核对")
    assert [c.organ for c in found] == [other]


def test_two_instances_never_share_the_index_of_names(settings):
    one = Applicant.sealed(kind="np", name="林晓", identity=None, contact=None).name_key
    settings.GONGKAI_PERSONAL_KEY = "another-key-of-another-instance"
    two = Applicant.sealed(kind="np", name="林晓", identity=None, contact=None)
    assert len({one, two.name_key, two.identity_key}) == 3


def test_the_check_finds_a_key_that_is_not_of_the_name(office):
    case = ApplicationFactory(organ=office[0])
    Applicant.objects.filter(pk=case.applicant_id).update(name_key="0" * 64)
    assert list(queries.check_projections()) == [f"{case.number}：申请人姓名的检索键与姓名不符"]


def exported(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    head, *rows = book.active.iter_rows(values_only=True)
    return book, [dict(zip(head, row, strict=True)) for row in rows]


def test_the_register_goes_out_in_the_columns_it_comes_in_with(desk, office):
    case = ApplicationFactory(organ=office[0])
    reply(case)
    _, (row,) = exported(desk.post("/desk/cases/register.xlsx", {"personal": "1", "purpose": "年终核对"}))
    assert list(row)[: len(register.HEADINGS)] == list(register.HEADINGS)
    assert (row["登记编号"], row["申请人"], row["证件号码"]) == (case.number, "林晓（示例）", "示例证件1")
    assert (row["提交日期"].date(), row["最后答复日"].date(), row["是否按期"]) == (
        date(2024, 6, 3),
        date(2024, 7, 2),
        "是",
    )
    data = b"".join(export_register(actor=SYSTEM, sought=Sought(), on=D, personal=True, purpose="x").content)
    again = register.import_register(actor=SYSTEM, data=data, dry_run=True)
    assert (again.new, again.unchanged, again.faults) == ([], [case.number], [])


def test_names_go_out_only_with_a_purpose_and_only_to_those_who_may_look(desk, office):
    ApplicationFactory(organ=office[0])
    _, (row,) = exported(desk.post("/desk/cases/register.xlsx"))
    assert (row["申请人"], row["证件号码"], row["联系方式"]) == ("（没有导出）",) * 3
    assert desk.post("/desk/cases/register.xlsx", {"personal": "1"}).status_code == 302
    with pytest.raises(Refused, match="岗位"):
        export_register(
            actor=person(office[0], Role.EDITOR), sought=Sought(), on=D, personal=True, purpose="x"
        )
    events = [e.payload["personal"] for e in Event.objects.filter(kind="access.register_exported")]
    assert events == [False]


def test_every_export_leaves_a_trace_before_its_first_byte(office):
    case = ApplicationFactory(organ=office[0])
    export_register(actor=office[1], sought=Sought(), on=D, personal=True, purpose="年终核对")
    event = Event.objects.get(kind="access.register_exported")
    assert event.actor == office[1]
    assert event.payload == {
        "count": 1,
        "personal": True,
        "purpose": "年终核对",
        "first": case.number,
        "last": case.number,
    }


def test_another_organs_cases_are_not_in_the_register(desk, office):
    ApplicationFactory()
    assert exported(desk.post("/desk/cases/register.xlsx"))[1] == []


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "坏\x07字"]
)
def test_no_text_becomes_a_formula(desk, office, text):
    case = ApplicationFactory(organ=office[0])
    Application.objects.filter(pk=case.pk).update(title=text)
    book, (row,) = exported(desk.post("/desk/cases/register.xlsx"))
    assert row["申请标题"] == text.replace("\x07", "")
    assert not any(cell.data_type == "f" for line in book.active.iter_rows() for cell in line)


def test_a_large_register_goes_out_in_pieces_with_few_queries(office):
    for _ in range(12):
        ApplicationFactory(organ=office[0])
    with CaptureQueriesContext(connection) as asked:
        made = export_register(actor=office[1], sought=Sought(), on=D)
        list(made.content)
    assert len(asked) <= 16


def late_case(organ, **facts):
    """Received 2024-04-01, due 2024-04-30, answered 2024-05-20."""
    case = ApplicationFactory(organ=organ, submitted_on=date(2024, 4, 1))
    if facts.get("assigned"):
        handler = person(organ, Role.HANDLER)
        actions.assign(actor=SYSTEM, application=case, on=facts["assigned"], handler=handler)
    if facts.get("extended"):
        case.refresh_from_db()
        actions.extend(
            actor=SYSTEM, application=case, on=date(2024, 4, 20), working_days=5, reason="档案较多"
        )
    return reply(case, on=date(2024, 5, 20))


def test_figures_of_a_year_count_what_they_say_and_open_to_it(desk, office):
    organ = office[0]
    reply(ApplicationFactory(organ=organ))
    late_case(organ)
    ApplicationFactory(organ=organ, submitted_on=date(2024, 6, 18))
    ApplicationFactory()
    found = queries.statistics(office[1], 2024, as_of=D)
    assert (found.received, found.closed, found.in_time, found.late) == (3, 2, 1, 1)
    assert found.share == 50
    assert (found.average, found.longest) == ((6 + 33) / 2, 33)
    assert [(m.first.month, m.received, m.closed) for m in found.months if m.received or m.closed] == [
        (4, 1, 0), (5, 0, 1), (6, 2, 1),
    ]  # fmt: skip
    html = desk.get("/desk/statistics/").content.decode()
    links = re.findall(r'<a class="fig" href="([^"]+)">([\d,]+)(?:件)?</a>', html)
    assert len(links) > 8
    for href, count in links:
        shown = desk.get(href.replace("&amp;", "&")).content.decode()
        assert len(numbers(shown)) == int(count), href


def test_why_a_reply_was_late_is_read_from_its_story(office):
    organ = office[0]
    early = date(2024, 4, 2)
    cases = {
        "unassigned": late_case(organ), "plain": late_case(organ, assigned=early),
        "extended": late_case(organ, assigned=early, extended=True),
    }  # fmt: skip
    assert queries.late_reasons(office[1], 2024) == {
        **{key: [] for key in ("service", "consulted")}, **{key: [case.pk] for key, case in cases.items()},
    }  # fmt: skip


def test_a_share_below_all_is_never_said_to_be_all():
    from gongkai.desk.statistics_views import _percent

    assert (_percent(9999, 1), _percent(5, 0), _percent(0, 0)) == ("99.9%", "100%", "")


@pytest.mark.parametrize("asked", ["", "?year=1", "?year=9999", "?year=x", "?organ=none", "?year=2023"])
def test_the_page_of_figures_opens_for_any_year(desk, asked):
    assert desk.get(f"/desk/statistics/{asked}").status_code == 200
