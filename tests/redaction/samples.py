# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Files made for the tests of redaction: what offices really hand in, and what was made to hurt. Invented people."""

import io
import zipfile

import pikepdf
from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from stdnum.cn import ric

ID = "33032419850312123" + ric.calc_check_digit("33032419850312123?")
PHONE = "13800001234"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages, rotate=0, size=(420, 300)):
    """A PDF whose pages are lists of (x, y, words) or raw drawing instructions."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for page in pages:
        made.add_blank_page(page_size=size)
        drawn = [x if isinstance(x, str) else f"BT /F1 14 Tf {x[0]} {x[1]} Td ({x[2]}) Tj ET" for x in page]
        made.pages[-1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.pages[-1].obj.Contents = pikepdf.Stream(made, "\n".join(drawn).encode())
        if rotate:
            made.pages[-1].obj.Rotate = rotate
    return made


def saved(made, **options):
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def appended(data, old, new):
    """The PDF with one stream replaced by an appended save, the old one left in the file as editors do."""
    with pikepdf.open(io.BytesIO(data)) as made:
        number = made.pages[0].Contents.objgen[0]
        size = len(made.objects)
        body = made.pages[0].Contents.read_bytes().replace(old, new)
        root = made.Root.objgen[0]
    at = len(data) + 1
    prev = int(data.rsplit(b"startxref", 1)[1].split()[0])
    entry = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, at, size + 2, root, prev, at + len(entry),
    )  # fmt: skip
    return data + b"\n" + entry + xref


def word(*paragraphs, author="", extra=()):
    """A .docx; extra are raw w: paragraphs put at its end."""
    made = Document()
    made.core_properties.author = author
    made.core_properties.last_modified_by = author
    for text in paragraphs:
        made.add_paragraph(text)
    for xml in extra:
        made.element.body.insert(
            len(made.element.body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {NS}>", 1))
        )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook():
    """A compensation table with a hidden sheet, hidden row and column, a comment, a hidden name, a number as a number."""
    made = Workbook()
    made.properties.creator = "林某某（示例）"
    table = made.active
    table.title = "补偿表"
    for row in (["序号", "户主", "电话", "底稿"], [1, "户主甲（示例）", int(PHONE), "秘密甲"], [2, "户主乙（示例）", "—", "秘密乙"],
                [3, "划去的户（示例）", ID, "秘密丙"], [4, "合计", "=SUM(A2:A4)", ""]):  # fmt: skip
        table.append(row)
    table.row_dimensions[4].hidden = True
    table.column_dimensions["D"].hidden = True
    table["B2"].comment = Comment("核实过，情况特殊", "经办人（示例）")
    for title, state in (("底数", "hidden"), ("深藏", "veryHidden")):
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["绝密底数", ID])
    made.create_sheet("附表").append(["公开的附表"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data, changes):
    """An office file with some parts put in or changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return out.getvalue()


def photo(kind="JPEG", orientation=None):
    """A small photograph that says where it was taken."""
    picture = Image.new("RGB", (40, 20), (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "Example"
    exif[0x013B] = "Lin Example"
    if orientation:
        exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 9.0, 11.5), 3: "E", 4: (120.0, 41.0, 31.0)})
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()
