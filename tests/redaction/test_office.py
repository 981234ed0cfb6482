# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Word, Excel, slides, pictures: what rides along is told with its place, and a clean copy no longer has it."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from gongkai.redaction import Kind, Limits, Unreadable, clean_copy, kind_of, scan
from gongkai.redaction.remove import CLEANED
from tests.redaction.samples import ID, PHONE, pdf, photo, repacked, saved, word, workbook

DELETED = '<w:p><w:r><w:t>保留</w:t></w:r><w:del w:id="1" w:author="某"><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p>'
INSERTED = '<w:p><w:ins w:id="2" w:author="某"><w:r><w:t>新加的话</w:t></w:r></w:ins></w:p>'
STRUCK_MARK = (
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="某"/></w:rPr></w:pPr><w:r><w:t>前半句</w:t></w:r></w:p>'
)
VANISHED = (
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的底稿</w:t></w:r><w:r><w:t>看得见</w:t></w:r></w:p>"
)
SHOWN = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>并不隐藏</w:t></w:r></w:p>'


def kinds(data):
    return {x.kind: x for x in scan("a", data)}


def words(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}


def test_a_plain_document_has_nothing_to_tell():
    clean = clean_copy(word("永政发〔2024〕12号", "2024年6月3日"))
    assert scan("关于示例的答复.docx", clean.data) == ()


def test_numbers_in_paragraphs_tables_headers_and_split_runs():
    made = Document()
    made.core_properties.author = ""
    made.add_paragraph("第一段")
    split = made.add_paragraph("证号")
    for piece in (ID[:5], ID[5:11], ID[11:]):
        split.add_run(piece)
    table = made.add_table(3, 2)
    table.cell(2, 1).text = f"电话{PHONE}"
    made.sections[0].header.paragraphs[0].text = f"页眉{PHONE}"
    out = io.BytesIO()
    made.save(out)
    places = {(x.kind, x.place) for x in scan("a", out.getvalue())}
    places -= {("thumbnail", "thumbnail.jpeg")}  # python-docx puts one into every document
    assert places == {("identity", "正文第2段"), ("mobile", "正文第1个表第3行"), ("mobile", "页眉")}


def test_revisions_comments_hidden_words_and_properties_are_told():
    made = Document(
        io.BytesIO(word("正文", author="林某某（示例）", extra=(DELETED, INSERTED, VANISHED, SHOWN)))
    )
    made.add_comment(made.paragraphs[0].runs, text="内部意见：不宜公开", author="处长（示例）")
    out = io.BytesIO()
    made.save(out)
    found = scan("a", out.getvalue())
    assert {x.kind for x in found} == {"tracked_change", "comment", "hidden_text", "author", "thumbnail"}
    assert [x.excerpt for x in found if x.kind == "hidden_text"] == ["看不…（共6字）"]
    assert not any("不宜公开" in x.excerpt or "林某某" in x.excerpt for x in found)
    clean = clean_copy(out.getvalue())
    assert not CLEANED & set(kinds(clean.data))
    assert words(clean.data) == ["正文", "保留", "新加的话", "看得见", "并不隐藏"]
    everything = "".join(parts(clean.data).values())
    for gone in ("删去的话", "看不见的底稿", "不宜公开", "处长", "林某某", "w:rsid"):
        assert gone not in everything
    assert {"批注", "正文的修订痕迹（已接受）", "正文的隐藏文字"} <= set(clean.dropped)


def test_a_struck_paragraph_mark_joins_what_it_parted():
    clean = clean_copy(word("头", extra=(STRUCK_MARK, "<w:p><w:r><w:t>后半句</w:t></w:r></w:p>")))
    assert words(clean.data) == ["头", "前半句后半句"]


def test_terms_are_blocked_across_runs_and_gone_from_every_part():
    made = Document(io.BytesIO(word("头")))
    line = made.add_paragraph("申请人")
    for piece in ("欧阳", "明日（示例）", f"，{PHONE[:4]}", PHONE[4:]):
        line.add_run(piece)
    made.sections[0].footer.paragraphs[0].text = "欧阳明日"
    made.core_properties.title = "页面"
    out = io.BytesIO()
    made.save(out)
    clean = clean_copy(out.getvalue(), terms=("欧阳明日",), numbers=True)
    assert words(clean.data)[-1] == "申请人■■■■（示例），■■■■"
    assert "欧阳" not in "".join(parts(clean.data).values())


def test_text_boxes_macros_embedded_files_and_custom_data_are_told():
    box = ('<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
           f"<w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")  # fmt: skip
    data = repacked(word("正文", extra=(box,)), {
        "word/vbaProject.bin": b"macro", "word/embeddings/oleObject1.bin": b"x",
        "customXml/item1.xml": f"<a><b>{PHONE}</b></a>", "word/media/image1.jpeg": photo(),
        "docProps/custom.xml": '<Properties xmlns="x"><property name="单位"><v>某局</v></property></Properties>',
    })  # fmt: skip
    found = kinds(data)
    assert found["identity"].place == "正文的文本框"
    assert {"macro", "embedded", "custom_xml", "mobile", "location", "author", "image_only"} <= set(found)
    clean = clean_copy(data)
    assert not CLEANED & set(kinds(clean.data)) and PHONE not in "".join(parts(clean.data).values())


def test_what_a_workbook_hides_is_told_with_its_place():
    found = scan("a", workbook())
    places = {(x.kind, x.place) for x in found}
    assert ("hidden_sheet", "工作表“底数”（隐藏）") in places and (
        "hidden_sheet",
        "工作表“深藏”（深度隐藏）",
    ) in places
    assert ("hidden_cells", "工作表“补偿表”第4行") in places and (
        "hidden_cells",
        "工作表“补偿表”隐藏的1列里有内容",
    ) in places
    assert ("mobile", "工作表“补偿表”C2") in places  # kept as a number, not as words
    assert ("identity", "工作表“深藏”B1") in places and ("comment", "单元格B2的批注") in places
    assert "author" in {x.kind for x in found}


def test_a_clean_workbook_opens_and_holds_only_what_shows():
    clean = clean_copy(workbook(), numbers=True)
    book = load_workbook(io.BytesIO(clean.data))
    assert book.sheetnames == ["补偿表", "附表"]
    assert book["附表"]["A1"].value == "公开的附表"
    sheet = book["补偿表"]
    assert sheet["B2"].value == "户主甲（示例）" and sheet["C2"].value == "■■■■" and sheet["D2"].value is None
    assert sheet["B4"].value is None and sheet["B2"].comment is None
    everything = "".join(parts(clean.data).values())
    for gone in ("绝密底数", "秘密甲", "划去的户", ID, PHONE, "核实过", "经办人", "林某某", "SUM"):
        assert gone not in everything
    assert {"隐藏的工作表“底数”", "隐藏的工作表“深藏”", "批注"} <= set(clean.dropped)


def test_cached_data_of_pivot_tables_and_other_workbooks():
    data = repacked(workbook(), {"xl/pivotCache/pivotCacheRecords1.xml": f'<r><s v="{ID}"/></r>',
                                 "xl/externalLinks/externalLink1.xml": f"<l><v>{PHONE}</v></l>"})  # fmt: skip
    assert {"cached_data", "identity"} <= set(kinds(data))
    assert "cached_data" not in kinds(clean_copy(data, numbers=True).data)


def test_slides_with_notes_and_hidden_ones():
    a, p = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/presentationml/2006/main",
    )
    slide = f'<p:sld xmlns:p="{p}" xmlns:a="{a}" show="0"><a:p><a:r><a:t>{ID}</a:t></a:r></a:p></p:sld>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/slides/slide2.xml", slide)
        archive.writestr(
            "ppt/notesSlides/notesSlide2.xml", slide.replace(ID, "备注的话").replace("sld", "notes")
        )
    found = kinds(out.getvalue())
    assert found["hidden_slide"].place == found["identity"].place == "第2张" and "speaker_notes" in found
    with pytest.raises(Unreadable, match="另存为PDF"):
        clean_copy(out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_tells_where_it_was_taken_until_it_is_cleaned(kind):
    data = photo(kind)
    assert {"location", "camera", "author"} <= set(kinds(data))
    clean = clean_copy(data)
    assert set(kinds(clean.data)) == {"image_only"}
    assert Image.open(io.BytesIO(clean.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_turned_picture_stays_upright():
    assert Image.open(io.BytesIO(clean_copy(photo(orientation=6)).data)).size == (20, 40)


def test_the_kind_is_read_from_the_bytes_never_from_the_name():
    assert [kind_of(d) for d in (word("x"), workbook(), saved(pdf([])), photo(), "中文".encode("gb18030"), "中文".encode("utf-16"))] == [
        Kind.DOCX, Kind.XLSX, Kind.PDF, Kind.JPEG, Kind.TEXT, Kind.TEXT]  # fmt: skip
    assert "identity" in {x.kind for x in scan("无害.txt", word(ID))}


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in files.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "是空的"),
        (bytes(range(256)) * 20, "认不出"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (zipped(a="x"), "不收压缩包"),
        (zipped(**{"OFD.xml": "<x/>"}), "OFD"),
        (b"PK\x03\x04broken", "损坏"),
        (word("x")[:-400], "损坏"),
        (b"\xff\xd8\xffbroken", "损坏"),
        (repacked(word("x"), {"word/document.xml": BOMB}), "实体定义"),
        (repacked(word("x"), {"word/document.xml": "<w:document>"}), "损坏"),
        (repacked(word("x"), {"word/media/x.bin": b"\0" * (40 * 2**20)}), "展开后过大"),
    ],
    ids=["empty", "binary", "old", "locked", "zip", "ofd", "broken-zip", "cut", "broken-jpeg", "entities", "broken-xml", "bomb"],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_with_a_reason(data, says):
    with pytest.raises(Unreadable, match=says):
        scan("a", data)


def test_limits_say_the_limit():
    with pytest.raises(Unreadable, match="超过了1MB的上限"):
        scan("a", b"a" * (2 * 2**20), Limits(size=2**20))
    with pytest.raises(Unreadable, match="2页"):
        scan("a", saved(pdf([], [])), Limits(pages=1))
    with pytest.raises(Unreadable, match="像素"):
        scan("a", photo(), Limits(pixels=100))


def test_embedded_documents_are_told_and_not_cleaned_by_guess():
    data = repacked(word("x"), {"word/afchunk1.docx": word("内")})
    assert "embedded" in kinds(data)
    with pytest.raises(Unreadable, match="嵌入了另一份文档"):
        clean_copy(data)
