# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF: what shows and does not is told; what is taken out is gone from the bytes, and the rest keeps its text."""

import io

import numpy as np
import pdfplumber
import pikepdf
import pytest

from gongkai.redaction import (
    Box,
    Severity,
    StillThere,
    Unreadable,
    page_picture,
    redact_pdf,
    remove_pdf,
    scan,
)
from gongkai.redaction.pages import document, draw
from tests.redaction.samples import ID, PHONE, appended, pdf, saved

BLACK = "0 0 0 rg 45 195 200 20 re f"


def kinds(data):
    return {x.kind: x for x in scan("a.pdf", data)}


def texts(data):
    with pdfplumber.open(io.BytesIO(data)) as read:
        return [page.extract_text() or "" for page in read.pages]


def everything(data):
    """Every stream and string of the file, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as made:
        return saved(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


def test_numbers_are_found_with_their_page():
    found = kinds(saved(pdf([(50, 200, "Nothing here")], [(50, 200, f"ID {ID}"), (50, 100, PHONE)])))
    assert (found["identity"].place, found["mobile"].place) == ("第2页", "第2页")
    assert found["identity"].severity is Severity.BLOCK and ID not in found["identity"].excerpt


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_under_a_black_block_are_told_and_taken_out(rotate):
    covered = saved(pdf([(50, 250, "Public words"), (50, 200, "Zhang San secret"), BLACK], rotate=rotate))
    assert "covered_text" in kinds(covered)
    done = redact_pdf(covered)
    assert done.pages == (1,) and texts(done.data) == [""]
    assert "covered_text" not in kinds(done.data)


def test_white_words_on_white_and_words_beyond_the_page_are_told():
    white = saved(pdf([(50, 250, "Public words"), "1 1 1 rg BT /F1 14 Tf 50 200 Td (Zhang San) Tj ET"]))
    assert "invisible_text" in kinds(white)
    outside = saved(pdf([(50, 250, "Public words"), (50, -100, "Zhang San")]))
    assert "invisible_text" in kinds(outside)
    assert b"Zhang" not in everything(redact_pdf(outside).data)


def test_white_words_on_a_dark_heading_are_ordinary():
    heading = saved(
        pdf(["0.1 0.2 0.4 rg 40 190 300 30 re f 1 1 1 rg BT /F1 14 Tf 50 200 Td (Heading in white) Tj ET"])
    )
    assert not {"covered_text", "invisible_text"} & set(kinds(heading))


def test_a_term_is_gone_from_bytes_and_pixels_and_untouched_pages_keep_their_text():
    data = saved(pdf([(50, 200, "Zhang San lives here")], [(50, 200, "Untouched page")]))
    done = redact_pdf(data, terms=("zhang  san", "Li Si"))
    assert done.pages == (1,) and done.missed == ("Li Si",)
    assert texts(done.data) == ["", "Untouched page"]
    assert b"Zhang" not in everything(done.data)
    box = done.boxes[0]
    with document(done.data) as pages:
        picture = draw(pages[0], 72, grey=True)
        assert (
            picture[int(box.top) + 2 : int(box.bottom) - 1, int(box.left) + 2 : int(box.right) - 1].max() < 40
        )
        assert picture[:60].min() > 200  # the rest of the page is as it was
        assert pages[0].get_size() == pytest.approx((420, 300), abs=0.5)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_drawn_on_the_page_as_displayed_hits_what_was_seen_there(rotate):
    data = saved(pdf([(50, 200, "Zhang San")], rotate=rotate))
    with document(data) as pages:
        dark = np.argwhere(draw(pages[0], 72, grey=True) < 128)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    done = redact_pdf(data, boxes=(Box(1, left - 2, top - 2, right + 3, bottom + 3),))
    with document(done.data) as pages:
        black = draw(pages[0], 72, grey=True)[top : bottom + 1, left : right + 1]
    assert black.max() < 40


def test_resolution_is_at_least_200_dots_an_inch():
    done = redact_pdf(saved(pdf([(50, 200, "Zhang San")])), terms=("Zhang",))
    with pikepdf.open(io.BytesIO(done.data)) as made:
        picture = made.pages[0].Resources.XObject.Im0
        assert picture.Width >= 420 * 200 / 72 - 1
    with pytest.raises(ValueError, match="200"):
        redact_pdf(saved(pdf([(50, 200, "x")])), dpi=100)


def test_what_rides_along_is_told_and_goes():
    made = pdf([(50, 200, "Public words")], [(50, 200, "Second page")])
    made.docinfo["/Author"] = "Lin Example"
    made.docinfo["/Company"] = f"Office {PHONE}"
    with made.open_metadata() as meta:
        meta["dc:creator"] = ["Lin Example"]
    made.attachments["note.txt"] = b"secret attachment"
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('secret script')")
    made.pages[0].obj.Annots = pikepdf.Array([
        made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text,
                           Rect=[10, 10, 30, 30], Contents="secret remark")),
    ])  # fmt: skip
    made.pages[1].obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private="secret private"))
    data = saved(made)
    assert {"author", "mobile", "attachment", "script", "comment", "custom_xml"} <= set(kinds(data))
    done = redact_pdf(data)
    assert texts(done.data) == ["Public words", "Second page"] and done.pages == ()
    assert not set(kinds(done.data))
    assert b"secret" not in everything(done.data) and b"Lin Example" not in everything(done.data)
    assert {"文件属性", "XMP文件属性", "第1页的批注或者链接"} <= set(done.dropped)


def test_the_save_before_is_read_and_goes():
    data = appended(saved(pdf([(50, 200, f"Secret {ID}")])), f"Secret {ID}".encode(), b"Public")
    assert texts(data) == ["Public"]
    found = kinds(data)
    assert found["old_revision"].place == "改动前的第1页" and found["identity"].place == "改动前的第1页"
    done = redact_pdf(data)
    assert done.data.count(b"%%EOF") == 1 and b"Secret" not in everything(done.data)
    assert texts(done.data) == ["Public"]


def test_a_layer_switched_off_is_told_and_does_not_come_to_light():
    made = pdf([(50, 200, "Public words"), "/OC /L1 BDC BT /F1 14 Tf 50 100 Td (Secret layer) Tj ET EMC"])
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
    made.pages[0].obj.Resources.Properties = pikepdf.Dictionary(L1=layer)
    made.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer])
    )
    data = saved(made)
    assert "hidden_layer" in kinds(data)
    done = redact_pdf(data)
    assert b"Secret" not in everything(done.data)
    with document(done.data) as pages:
        assert draw(pages[0], 72, grey=True)[180:220].min() > 200  # not drawn either


def test_a_mark_for_redaction_that_was_never_applied_is_carried_out():
    made = pdf([(50, 200, "Zhang San"), (50, 100, "Public words")])
    made.pages[0].obj.Annots = pikepdf.Array([
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Redact, Rect=[45, 190, 200, 220])
    ])  # fmt: skip
    data = saved(made)
    assert "unapplied_redaction" in kinds(data)
    done = redact_pdf(data)
    assert done.pages == (1,)
    with document(done.data) as pages:
        assert draw(pages[0], 72, grey=True)[85:105, 50:190].max() < 40


def test_a_black_rectangle_drawn_as_a_remark_does_not_come_off():
    made = pdf([(50, 200, "Zhang San"), (50, 100, "Public words")])
    look = pikepdf.Stream(
        made,
        b"0 0 0 rg 0 0 155 30 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 155, 30],
    )
    made.pages[0].obj.Annots = pikepdf.Array([
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[45, 190, 200, 220], F=4,
                           AP=pikepdf.Dictionary(N=made.make_indirect(look)))
    ])  # fmt: skip
    done = redact_pdf(saved(made))
    assert done.pages == (1,) and b"Zhang" not in everything(done.data)


def test_numbers_can_be_taken_out_all_at_once():
    done = redact_pdf(saved(pdf([(50, 200, f"ID {ID}")], [(50, 200, "Clean")])), numbers=True)
    assert done.pages == (1,) and texts(done.data) == ["", "Clean"]


def test_what_is_still_there_is_an_error_never_a_file(monkeypatch):
    monkeypatch.setattr(remove_pdf, "_hits", lambda *_: [])  # a fault in finding must not let the file out
    with pytest.raises(StillThere, match="第1页"):
        redact_pdf(saved(pdf([(50, 200, "Zhang San")])), terms=("Zhang San",))


def test_page_without_text_is_said_to_be_unread():
    made = pdf(["q 400 0 0 280 10 10 cm /Im0 Do Q"])
    picture = pikepdf.Stream(made, bytes(range(256)), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=16, Height=16,
                             ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    made.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im0=made.make_indirect(picture))
    assert "没有文字层" in kinds(saved(made))["image_only"].place


def test_box_off_the_page_and_page_that_is_not_there():
    data = saved(pdf([(50, 200, "x")]))
    with pytest.raises(Unreadable, match="共1页"):
        redact_pdf(data, boxes=(Box(2, 0, 0, 10, 10),))
    with pytest.raises(Unreadable, match="超出了页面"):
        redact_pdf(data, boxes=(Box(1, 0, 0, 1000, 10),))
    with pytest.raises(Unreadable, match="没有第9页"):
        page_picture(data, 9)
    picture, width, height = page_picture(data, 1)
    assert picture.startswith(b"\x89PNG") and (width, height) == (420, 300)


def test_locked_and_broken_files_say_so():
    locked = saved(pdf([(50, 200, "x")]), encryption=pikepdf.Encryption(user="u", owner="o"))
    for verb in (lambda d: scan("a", d), redact_pdf):
        with pytest.raises(Unreadable, match="打开密码"):
            verb(locked)
        with pytest.raises(Unreadable, match="损坏"):
            verb(b"%PDF-1.7\ngarbage")
