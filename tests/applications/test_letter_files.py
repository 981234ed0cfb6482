# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A letter's .docx and PDF: what they say, that they never change, and no boxes where there is no font."""

import io
import re
from datetime import date

import pdfplumber
import pytest
from docx import Document

from gongkai.applications import actions
from gongkai.applications.letters import docx, pdf
from gongkai.applications.letters.snapshot import opened
from gongkai.law.letters import LETTERS
from gongkai.typesetting import NoFont, families_for, fonts
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory
from tests.letters import organ_with_head, signed

pytestmark = pytest.mark.django_db
SEAL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c489".replace(" ", "")
    + "0000000d49444154789c63f8cfc0f01f0005000 1ff89993d1d".replace(" ", "")
    + "0000000049454e44ae426082"
)


def has_chinese_font():
    try:
        families_for("政府信息公开", pdf.FANG)
    except NoFont:
        return False
    return True


needs_font = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font on this machine")


def words_of_docx(data):
    return "".join(p.text for p in Document(io.BytesIO(data)).paragraphs)


def words_of_pdf(data):
    with pdfplumber.open(io.BytesIO(data)) as opened_pdf:
        pages = [re.sub(r"—\s*\d+\s*—", "", page.extract_text()) for page in opened_pdf.pages]
    return re.sub(r"\s", "", "".join(pages))


@pytest.fixture
def paper():
    case = ApplicationFactory(organ=organ_with_head(seal_image=SEAL))
    return opened(signed(case, "partly", outcome="R3.2").snapshot_sealed)


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_the_word_file_says_the_snapshot_and_nothing_else_and_never_changes(paper):
    data = docx.render(paper)
    assert squeezed(words_of_docx(data)) == squeezed(paper.text)
    assert docx.render(paper) == data
    xml = Document(io.BytesIO(data)).element.xml
    assert "方正小标宋简体" in xml and "仿宋_GB2312" in xml
    assert 'behindDoc="1"' in xml


def test_the_word_page_is_the_one_of_gb_t_9704(paper):
    section = Document(io.BytesIO(docx.render(paper))).sections[0]
    assert [round(x.mm) for x in (section.top_margin, section.left_margin, section.page_width)] == [
        37,
        28,
        210,
    ]


@needs_font
def test_the_pdf_says_the_snapshot_and_never_changes(paper):
    data = pdf.render(paper)
    assert words_of_pdf(data) == squeezed(paper.text)
    assert pdf.render(paper) == data


@needs_font
@pytest.mark.parametrize("kind", LETTERS, ids=lambda k: k.key)
def test_every_kind_of_letter_prints_its_title_its_number_and_its_remedy(kind):
    case = ApplicationFactory(organ=organ_with_head())
    outcome = kind.outcomes[0] if kind.outcomes else None
    facts = {"third_party_opinion": "第三方不同意公开"} if outcome == "R3.3.4" else {}
    paper = opened(signed(case, kind.key, outcome=outcome, facts=facts).snapshot_sealed)
    words = words_of_pdf(pdf.render(paper))
    assert paper.title in words and paper.number in words
    assert (squeezed(paper.remedy_text) in words) and (
        bool(paper.remedy_text) == (paper.remedy not in ("C", ""))
    )
    assert "示例证件1" not in words


def test_the_letter_to_a_third_party_does_not_name_the_applicant():
    case = ApplicationFactory(organ=organ_with_head())
    for kind in ("third_party_inquiry", "third_party_decision"):
        paper = opened(signed(case, kind).snapshot_sealed)
        assert "林晓" not in paper.text


def test_without_a_chinese_font_the_pdf_is_refused_and_the_word_file_offered(paper, monkeypatch):
    latin = {f: p for f, p in fonts._faces().items() if "CJK" not in f and "Song" not in f}
    monkeypatch.setattr(fonts, "_faces", lambda: latin)
    with pytest.raises(NoFont, match=r"没有能印出全部文字的中文字体.*请下载Word文件"):
        pdf.render(paper)
    assert docx.render(paper)


@needs_font
def test_a_font_that_lacks_one_character_of_the_text_does_not_pass():
    with pytest.raises(NoFont, match="印不出“\U0003134a”等1个字"):
        families_for("公开\U0003134a", ("Noto Serif CJK SC",))


def test_the_number_is_in_six_cornered_brackets_and_the_day_has_no_zeros(paper):
    assert re.fullmatch(r".+依复〔2024〕1号", paper.number)
    assert paper.signed_day == "2024年6月12日"


@pytest.mark.parametrize(
    ("on", "outcome", "kind", "variant", "words"),
    [
        (date(2023, 6, 12), "R3.3.5", "refused", "B", "或者6个月内"),
        (date(2024, 6, 12), "R3.3.5", "refused", "A", "应当自收到本告知书之日起60日内先向"),
        (date(2025, 6, 12), "R3.2", "partly", "A", "对本告知书中不予公开的部分不服的，应当"),
        (date(2025, 6, 12), "R3.4.1", "absent", "B", "60日内向示例市人民政府申请行政复议，或者6个月内向示例人民法院"),
        (date(2024, 6, 12), "R3.3.8", "special_law", "B", "或者6个月内"),
    ],
)  # fmt: skip
def test_the_remedy_follows_the_day_and_the_ground_of_the_letter(on, outcome, kind, variant, words):
    case = ApplicationFactory(organ=organ_with_head(), submitted_on=on)
    paper = opened(signed(case, kind, outcome=outcome, on=on).snapshot_sealed)
    assert paper.remedy == variant
    assert words in paper.remedy_text and paper.remedy_text in paper.paragraphs


def test_a_departments_letter_names_its_government_and_its_court_from_above():
    above = organ_with_head()
    below = OrganFactory(parent=above)
    paper = opened(signed(ApplicationFactory(organ=below), "refused", outcome="R3.3.5").snapshot_sealed)
    assert "示例县人民政府" in paper.remedy_text and "示例人民法院" in paper.remedy_text
    actions.set_letterhead(
        actor=SYSTEM, organ=below, on=date(2024, 1, 2), court="另一法院", series={"refused": "公复"}
    )
    paper = opened(signed(ApplicationFactory(organ=below), "refused", outcome="R3.3.5").snapshot_sealed)
    assert "另一法院" in paper.remedy_text and paper.number.endswith("公复〔2024〕1号")
