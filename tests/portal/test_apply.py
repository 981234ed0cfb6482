# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网上申请: three steps without script, nothing lost, one application of one form, personal facts nowhere in the clear."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.applications import throttle
from gongkai.applications.models import Agent, Application, CaseFile, Matter, PendingUpload
from gongkai.applications.sealing import unseal
from gongkai.ledger.models import Event
from gongkai.portal.apply.state import State
from tests.factories import ColumnFactory, DocumentFactory, OrganFactory
from tests.portal.walk import HOW, WHAT, WHO, Walk, hidden, html_of, step_of

pytestmark = pytest.mark.django_db
CHILD = "11010120150603000"  # the check digit follows
SCRIPT = '"><script>alert(1)</script>'


def resident(first17):
    from stdnum.cn import ric

    return first17 + ric.calc_check_digit(first17 + "0")


@pytest.fixture
def site(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 6, 3)
    settings.MEDIA_ROOT = tmp_path
    organ = OrganFactory(slug="xian", name="测试县人民政府", short_name="县政府", kind="government")
    OrganFactory(
        slug="mzj", name="测试县民政局", short_name="县民政局", parent=organ, position=2, phone="66660000"
    )
    return organ


@pytest.mark.law("条例第二十九条", "条例第三十一条")
def test_three_steps_make_one_registered_application_waiting_for_confirmation(client, site):
    walk = Walk(client).to_the_end()
    assert walk.status == 200, walk.html
    case = Application.objects.get()
    assert (case.state, case.channel, case.received_on, case.form) == (
        "unconfirmed",
        "online",
        None,
        "电子邮件",
    )
    assert walk.number == case.number
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", walk.code)
    assert case.applicant.name == "林晓（示例）"
    assert unseal(case.applicant.identity_sealed) == WHO["identity"]
    assert case.description == "信息名称：县前路片区房屋征收补偿方案\n产生时间：2023年"
    assert "确认" in walk.html


def test_no_purpose_and_no_account_is_asked(client, site):
    walk = Walk(client).post(**WHO)
    assert step_of(walk.html) == "what"
    assert not re.search(r'name="(purpose|password|username|captcha)"', walk.html)


def test_going_back_keeps_everything_right_or_wrong(client, site):
    walk = Walk(client).post(**WHO)
    walk.post(go="back", **{**WHAT, "title": "写了一半", "period": "三千年"})
    assert step_of(walk.html) == "who"
    assert WHO["identity"] in walk.html
    walk.post(**WHO)
    assert "写了一半" in walk.html
    assert "三千年" in walk.html
    walk.post(**WHAT).post(go="who", **HOW)
    assert step_of(walk.html) == "who"
    walk.post(**WHO).post(**WHAT)
    assert "shili@example.cn" in walk.html


def test_errors_say_what_to_do_and_lead_to_their_fields(client, site):
    walk = Walk(client).post(
        kind="np", certificate="resident", name="林晓（示例）", identity="110101199003070004", phone=""
    )
    assert walk.status == 422
    assert 'id="errors" role="alert" tabindex="-1"' in walk.html
    assert "请对照身份证核对号码" in walk.html
    assert 'href="#id_phone"' in walk.html
    assert "林晓（示例）" in walk.html
    assert "有错误：" in re.search("<title>(.*?)</title>", walk.html)[1]
    for bad in ("错误的", "格式错误", "无效", "系统错误", "Null", "Enter", "required"):
        assert bad not in walk.html


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "co"}, "单位请选择统一社会信用代码"), ({"certificate": "credit_code"}, "个人请选择身份证"),
        ({"name": "😀😀"}, "不用表情"), ({"name": "   "}, "请写明姓名"), ({"name": "\x00\x00"}, "请写明姓名"), ({"phone": "打给我"}, "只填数字"),
        ({"kind": "zz"}, "请从列出的各项里选择"), ({"kind": ""}, "请选择您是"), ({"name": "长" * 10000}, "最多60字"),
        ({"acting": "on"}, "请写明代理人姓名"),
        ({"identity": "110101209003070005"}, "核对"),
    ],
)  # fmt: skip
def test_who_is_refused_with_the_way_to_mend_it(client, site, changes, says):
    walk = Walk(client).post(**{**WHO, **changes})
    assert walk.status == 422
    assert says in walk.html
    assert step_of(walk.html) == "who"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "请写明信息的名称"), ({"period": ""}, "不清楚的写“不清楚”"), ({"period": "3000年"}, "1949年到2024年"),
        ({"period": "2024年至2022年"}, "早的年份写在前面"), ({"period": "0000-13-45"}, "1949年到2024年"), ({"organ": "nope"}, "请从列出的机关里选择"),
        ({"organ": ""}, "请选择向哪个机关申请"), ({"description": "长" * 10000}, "最多800字"), ({"title": "长" * 101}, "最多100字"),
    ],
)  # fmt: skip
def test_what_is_refused_with_the_way_to_mend_it(client, site, changes, says):
    walk = Walk(client).post(**WHO).post(**{**WHAT, **changes})
    assert walk.status == 422
    assert says in walk.html


@pytest.mark.parametrize(
    "changes", [{"period": "不清楚"}, {"period": "", "number": "测〔2023〕1号"}, {"period": "２０２３年"}]
)
def test_a_period_may_be_unknown_or_left_out_beside_a_number(client, site, changes):
    walk = Walk(client).post(**WHO).post(**{**WHAT, **changes})
    assert step_of(walk.html) == "how", walk.html


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"way": ""}, "请选择怎样给您"), ({"email": ""}, "请写明电子邮箱"), ({"email": "x@"}, "邮箱地址"),
     ({"way": "post"}, "请写明邮寄地址"), ({"postcode": "12"}, "6位邮政编码")],
)  # fmt: skip
def test_how_asks_for_the_address_its_way_needs(client, site, changes, says):
    walk = Walk(client).to_the_end(how=changes)
    assert walk.status == 422
    assert says in walk.html
    assert Application.objects.count() == 0


def test_a_repeated_submission_is_one_application_and_shows_the_same_receipt(client, site):
    walk = Walk(client).post(**WHO).post(**WHAT)
    last = {"state": hidden(walk.html), "at": "how", "go": "next", **HOW}
    first, again = (html_of(client.post("/apply/form/", last)) for _ in range(2))
    assert Application.objects.count() == 1
    code = re.compile(r'id="code">([^<]+)<')
    assert code.search(first)[1] == code.search(again)[1]


def test_script_in_every_field_is_shown_as_words_and_kept(client, site):
    walk = Walk(client)
    walk.post(**dict.fromkeys(WHO, SCRIPT))
    assert "<script>" not in walk.html
    assert "&lt;script&gt;" in walk.html
    walk.post(**WHO)
    walk.post(**dict.fromkeys(WHAT, SCRIPT))
    assert "<script>" not in walk.html
    assert "&lt;script&gt;" in walk.html
    walk.post(**{**WHAT, "title": f"方案{SCRIPT}", "description": SCRIPT})
    walk.post(**dict.fromkeys(HOW, SCRIPT))
    assert "<script>" not in walk.html
    walk.post(**HOW)
    assert Application.objects.get().title == f"方案{SCRIPT}"
    assert "<script>" not in walk.html


def test_null_bytes_and_marks_that_turn_text_around_are_dropped(client, site):
    walk = Walk(client).to_the_end(
        who={"name": "林\x00晓\u202e（示例）"},
        what={"title": "补偿\x00方案\u200b", "description": "一\r\n二\x07"},
    )
    case = Application.objects.get()
    assert case.applicant.name == "林晓（示例）"
    assert case.title == "补偿方案"
    assert case.description.endswith("一\n二")
    assert walk.status == 200


def test_full_width_identity_numbers_are_the_same_person(client, site):
    full = "".join(chr(ord(c) + 0xFEE0) for c in WHO["identity"])
    Walk(client).to_the_end(who={"identity": full})
    Walk(client).to_the_end()
    first, second = Application.objects.all()
    assert first.applicant.identity_key == second.applicant.identity_key


def test_for_a_child_under_fourteen_the_guardian_acts(client, site):
    child = {"identity": resident(CHILD)}
    walk = Walk(client).post(**{**WHO, **child})
    assert "由监护人代为申请" in walk.html
    assert walk.status == 422
    guardian = {
        "acting": "on", "basis": "guardian", "agent_name": "林父（示例）", "agent_certificate": "resident",
        "agent_identity": WHO["identity"], "agent_phone": "13900000000",
    }  # fmt: skip
    walk = Walk(client).to_the_end(who={**child, **guardian})
    assert Agent.objects.get().basis == "guardian"
    assert unseal(Application.objects.get().applicant.identity_sealed) == child["identity"]
    assert (
        Walk(client).post(**{**WHO, "identity": resident("11010120100603000")}).status == 200
    )  # fourteen today


def test_an_agent_with_the_applicants_own_certificate_is_asked_again(client, site):
    agent = {
        "acting": "on",
        "basis": "entrusted",
        "agent_name": "林晓（示例）",
        "agent_certificate": "resident",
        "agent_identity": WHO["identity"],
        "agent_phone": "13900000000",
    }
    assert "同一个证件" in Walk(client).post(**{**WHO, **agent}).html


def pdf(name="通知.pdf", data=b"%PDF-1.7 words"):
    return SimpleUploadedFile(name, data)


def test_files_are_kept_through_errors_shown_and_can_be_taken_back(client, site):
    walk = Walk(client).post(**WHO)
    png = b"\x89PNG\r\n\x1a\n.."
    walk.post(files=[pdf(), pdf("照片.png", png), pdf("证明.pdf", png)], **{**WHAT, "title": ""})
    assert walk.status == 422
    assert "通知.pdf" in walk.html and "照片.png" in walk.html
    assert "证明.pdf：文件名以.pdf结尾，内容却是PNG" in walk.html  # told, never renamed behind one's back
    walk.post(go="drop-1", **WHAT)
    assert "通知.pdf" not in walk.html
    walk.post(**WHAT).post(**HOW)
    assert [f.name for f in CaseFile.objects.all()] == ["照片.png"]
    assert PendingUpload.objects.count() == 0
    assert (
        Event.objects.get(kind="application.enclosed").payload["files"][0]["size"]
        == CaseFile.objects.get().size
    )


def test_a_file_of_another_kind_or_too_many_are_refused_and_the_rest_kept(client, site):
    walk = Walk(client).post(**WHO)
    walk.post(files=[pdf("a.pdf", b"MZ program"), *(pdf(f"{n}.pdf") for n in range(4))], **WHAT)
    assert walk.status == 422
    assert "请换成PDF" in walk.html
    assert "最多3个文件" in walk.html
    assert PendingUpload.objects.count() == 3


def test_a_post_that_is_too_large_is_refused_before_it_is_read(client, site, settings):
    settings.GONGKAI_MOST_BYTES = 1000
    response = client.post("/apply/form/", {"files": pdf(data=b"%PDF-" + b"0" * 2000)})
    assert response.status_code == 413
    assert "文件太大" in html_of(response)


def test_a_flood_from_one_address_is_told_so_and_loses_nothing(client, site, monkeypatch):
    monkeypatch.setattr(throttle, "SUBMIT", throttle.Limit("submit", 2))
    for _ in range(2):
        assert Walk(client).to_the_end().status == 200
    walk = Walk(client).to_the_end()
    assert walk.status == 429
    assert "过一小时再提交" in walk.html
    assert "shili@example.cn" in walk.html
    assert Application.objects.count() == 2


def test_forms_from_elsewhere_are_refused(site):
    response = Client(enforce_csrf_checks=True).post("/apply/form/", {"at": "who"})
    assert response.status_code == 403
    assert Client(enforce_csrf_checks=True).post("/apply/similar/", {"text": "x"}).status_code == 403


@pytest.mark.parametrize("state", ["x", "AAAA", "é", "=" * 5000])
def test_a_forged_state_is_not_believed_and_this_pages_words_stay(client, site, state):
    response = client.post("/apply/form/", {"state": state, "at": "what", "go": "next", **WHAT})
    assert response.status_code == 422
    assert "页面放得太久" in html_of(response)
    assert WHAT["title"] in html_of(response)


def test_addresses_and_buttons_nobody_made_do_no_harm(client, site):
    assert client.get("/apply/form/", {"organ": "\x00"}).status_code == 400
    for organ in ("' OR 1=1", "长" * 500):
        assert client.get("/apply/form/", {"organ": organ}).status_code == 200
    walk = Walk(client).post(**WHO)
    for go in ("organ-\x00", "organ-nope", "drop-99", "drop-x", "how", "\x00", "look\x00"):
        data = {"state": hidden(walk.html), "at": "what", "go": go, **WHAT}
        assert client.post("/apply/form/", data).status_code in (200, 422)
    assert client.post("/apply/form/", {"at": "nope", "state": "x"}).status_code == 200
    assert Application.objects.count() == 0


def test_an_old_page_is_told_so(client, site, monkeypatch):
    old = State(made=0.0)
    assert State.unpack(old.pack()) is None
    assert State.unpack(State().pack()) is not None


def test_personal_facts_ride_sealed_and_never_in_addresses(client, site):
    walk = Walk(client).post(**WHO)
    assert WHO["identity"] not in walk.html
    assert WHO["phone"] not in walk.html
    walk.post(**WHAT)
    assert WHO["identity"] not in walk.html  # only its last four, to be checked
    for address in re.findall(r'(?:href|action)="([^"]*)"', walk.html):
        assert "林晓" not in address
        assert "1380" not in address
    assert "no-cache" in walk.response["Cache-Control"]


def test_the_receipt_is_a_file_too_and_only_for_who_holds_the_page(client, site):
    walk = Walk(client).to_the_end()
    token = hidden(walk.html)
    response = Client().post("/apply/receipt.txt", {"state": token})
    text = response.content.decode("utf-8-sig")
    assert walk.number in text
    assert walk.code in text
    assert "attachment" in response["Content-Disposition"]
    assert client.post("/apply/receipt.txt", {"state": "x"}).status_code == 410
    assert client.get("/apply/receipt.txt").status_code == 405


def test_what_is_public_is_shown_before_applying_with_and_without_script(client, site):
    column = ColumnFactory(owner=site, slug="zs")
    for n, title in enumerate(
        ("县前路片区房屋征收决定公告", "养老服务补贴办法", "县前路片区（二期）房屋征收补偿方案")
    ):
        DocumentFactory(
            organ=site,
            column=column,
            title=title,
            number=f"测政〔2024〕{n + 1}号",
            on=date(2024, 5, 6),
            formed_on=date(2024, 5, 6),
        )
    found = client.post("/apply/similar/", {"text": "我想申请公开县前路片区房屋征收补偿方案"}).json()["items"]
    assert [i["title"] for i in found] == ["县前路片区（二期）房屋征收补偿方案", "县前路片区房屋征收决定公告"]
    assert (
        client.post("/apply/similar/", {"text": "测政[2024]2号"}).json()["items"][0]["title"]
        == "养老服务补贴办法"
    )
    for text in ("", "的", "？？", "\x00", "完全没有关系的宇航"):
        assert client.post("/apply/similar/", {"text": text}).json()["items"] == []
    html = html_of(client.post("/apply/", {"title": "县前路片区房屋征收补偿方案"}))
    assert "县前路片区（二期）房屋征收补偿方案" in html
    walk = Walk(client).post(**WHO).post(go="look", **WHAT)
    assert step_of(walk.html) == "what"
    assert "县前路片区（二期）房屋征收补偿方案" in walk.html
    assert walk.status == 200


def test_what_was_written_at_the_door_comes_along(client, site):
    door = client.post("/apply/", {"title": "低保发放名册"})
    html = html_of(
        client.post("/apply/form/", {"state": hidden(html_of(door)), "at": "", "title": "低保发放名册2"})
    )
    assert step_of(html) == "who"
    html = html_of(client.post("/apply/form/", {"state": hidden(html), "at": "who", "go": "next", **WHO}))
    assert "低保发放名册2" in html


@pytest.mark.law("条例第三十九条")
def test_a_complaint_in_disguise_is_told_its_channel_and_may_still_go_on(client, site):
    what = {**WHAT, "title": "举报隔壁违法建设，要求查处"}
    walk = Walk(client).post(**WHO).post(**what)
    assert step_of(walk.html) == "what"
    assert "12345" in walk.html
    assert "第三十九条" in walk.html
    walk.post(**what)
    assert step_of(walk.html) == "how"


@pytest.mark.law("条例第三十六条")
def test_the_right_organ_is_suggested_before_submission_and_taken_with_one_press(client, site):
    what = {**WHAT, "title": "低保发放名册"}
    walk = Walk(client).post(**WHO).post(**what)
    assert "一般由县民政局保存" in walk.html
    walk.post(go="organ-mzj", **what)
    assert step_of(walk.html) == "how"
    assert "66660000" in walk.html
    walk.post(**HOW)
    assert Application.objects.get().organ.slug == "mzj"


def test_organs_are_found_by_name_or_duty(client, site):
    assert "县民政局" in html_of(client.get("/apply/organs/", {"q": "低保"}))
    assert "66660000" in html_of(client.get("/apply/organs/", {"q": "民政"}))
    html = html_of(client.get("/apply/organs/", {"q": SCRIPT}))
    assert "<script>" not in html
    assert "没有查到对应的机关" in html
    assert 'value="mzj" selected' in html_of(
        client.post(
            "/apply/form/",
            {
                "state": hidden(html_of(client.get("/apply/form/?organ=mzj"))),
                "at": "who",
                "go": "next",
                **WHO,
            },
        )
    )


CORRECTION = {
    "about": "mzj",
    "title": "家庭人口数不准确",
    "text": "应当是3人",
    "name": "林晓（示例）",
    "certificate": "resident",
    "identity": WHO["identity"],
    "phone": "13800000000",
}


@pytest.mark.law("条例第四十一条", "条例第四十四条", "条例第四十七条")
@pytest.mark.parametrize("kind", ["correction", "suggestion", "complaint"])
def test_the_three_other_matters_are_registered_once_and_followed_with_their_code(client, site, kind):
    html = html_of(client.get(f"/matter/{kind}/"))
    data = {"state": hidden(html), **CORRECTION}
    first, again = (html_of(client.post(f"/matter/{kind}/", data)) for _ in range(2))
    row = Matter.objects.get()
    assert row.number in first
    assert row.number in again
    assert row.organ.slug == ("xian" if kind == "complaint" else "mzj")
    assert "应当是3人".encode() not in bytes(row.text_sealed)
    code = re.search(r'id="code">([^<]+)<', first)[1]
    page = client.post("/status/", {"number": row.number, "code": code}, follow=True)
    assert "正在核查" in html_of(page)
    assert Application.objects.count() == 0


def test_a_correction_asks_who_and_a_complaint_does_not(client, site):
    bare = {"about": "mzj", "title": "一句话", "text": "内容"}
    for kind, status in (("correction", 422), ("suggestion", 200), ("complaint", 200)):
        html = html_of(client.get(f"/matter/{kind}/"))
        assert client.post(f"/matter/{kind}/", {"state": hidden(html), **bare}).status_code == status
    assert client.get("/matter/other/").status_code == 404
    assert (
        client.post(
            "/matter/correction/", {"state": "", **CORRECTION, "identity": "110101199003070004"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("wish", "channel"),
    [("举报邻居违法建设", "投诉、举报"), ("请求解决拖欠工资", "信访"), ("征收补偿方案", None)],
)
def test_a_wish_for_another_channel_is_told_it_while_typing_and_without_script(client, site, wish, channel):
    said = client.post("/apply/similar/", {"text": wish}).json()["channel"]
    assert (said and said["name"]) == channel
    door = html_of(client.post("/apply/", {"title": wish}))
    step = Walk(client).post(**WHO).post(**{**WHAT, "go": "look", "title": wish}).html
    for html in (door, step):
        assert (f"看起来是{channel}" in html) == bool(channel)
        assert ('id="channel-guess" aria-live="polite" hidden' in html) == (not channel)


def test_an_organ_named_without_its_level_is_suggested(client, site):
    OrganFactory(name="测试县教育局", short_name="县教育局", parent=site)
    organ = client.post("/apply/similar/", {"text": "教育局2024年预算"}).json()["organ"]
    assert organ == {"name": "测试县教育局", "why": "您写到了“县教育局”"}
