# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""招聘会和岗位: a fair lists its posts, by hand or from a sheet, never more than it was recorded with; the public reads them."""

from datetime import date

import pytest

from gongkai.engagement import actions, queries
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import JobPost
from gongkai.engagement.registers import POSTS
from gongkai.engagement.sheets import import_rows
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.desk.test_practice import client_of, post
from tests.engagement.test_holding import book, held
from tests.factories import DAY, OrganFactory, person
from tests.portal.walk import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(kind=Organ.Kind.GOVERNMENT, short_name="桥头镇")
    return held(organ=organ, kind="job_fair", title="春季招聘会", posts=30)


def test_a_job_fair_lists_its_posts_and_the_public_reads_them(fair, client):
    desk, at = client_of(person(fair.organ, Role.EDITOR)), f"/desk/activities/{fair.pk}/"
    assert client.get(f"/engage/activity/{fair.pk}/").status_code == 404  # nothing to read yet
    facts = {"on": "2024-06-20", "firm": "示例阀门", "title": "车工<b>", "wanted": "12", "needs": "两年经验"}
    assert "手机号码" in post(desk, f"{at}do/post/", 422, **{**facts, "needs": "找王先生13800138000"})
    post(desk, f"{at}do/post/", **facts)
    assert "超过这场登记的30个" in post(
        desk, f"{at}do/post/", 422, **{**facts, "title": "焊工", "wanted": "19"}
    )
    assert "已经登记过" in post(desk, f"{at}do/post/", 422, **facts)
    row = JobPost.objects.get()
    shown = html_of(client.get(f"/engage/activity/{fair.pk}/"))
    assert "示例阀门" in shown and "车工&lt;b&gt;" in shown and "12个岗位" in shown
    for front in ("/engage/activities/", "/engage/activities/job_fair/2024/"):
        assert f"/engage/activity/{fair.pk}/" in html_of(client.get(front))
    post(desk, f"{at}do/drop/", on="2024-06-20", post=row.pk, reason="已经招满")
    assert "车工" not in html_of(desk.get(at)).split("下一步")[0]
    assert client.get(f"/engage/activity/{fair.pk}/").status_code == 404
    assert list(queries.check_projections()) == []
    JobPost.objects.update(wanted=13)
    assert list(queries.check_projections()) == [f"{fair.stream}的岗位{row.pk}：与账本不同"]


def test_posts_come_in_from_a_sheet_to_the_fair_they_belong_to(fair):
    run = {"actor": person(fair.organ, Role.EDITOR), "register": POSTS, "dry_run": False}
    lines = [
        ["桥头镇", "春季招聘会", DAY, f"单位{n}", "普工", n, "每月6000元", "桥头", "联系13800138000"]
        for n in (5, 7)
    ]
    (fault,) = import_rows(data=book(POSTS, ["桥头镇", "秋季招聘会", *lines[0][2:]]), **run).faults
    assert fault.row == 2 and "没有登记“秋季招聘会”" in fault.reason
    assert import_rows(data=book(POSTS, *lines), **run).imported
    assert import_rows(data=book(POSTS, *lines), **run).unchanged == ["单位5：普工", "单位7：普工"]
    assert sorted(JobPost.objects.values_list("wanted", flat=True)) == [5, 7]
    assert "13800138000" not in str(list(JobPost.objects.values_list("needs", flat=True)))
    with pytest.raises(Refused, match="不登记岗位"):
        talk = held(organ=fair.organ)
        actions.list_post(actor=run["actor"], activity=talk, on=DAY, firm="甲", title="乙", wanted=1)
    with pytest.raises(NotAllowed):
        stranger = person(OrganFactory(), Role.EDITOR)
        actions.list_post(actor=stranger, activity=fair, on=DAY, firm="甲", title="乙", wanted=1)
