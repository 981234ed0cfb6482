# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures: where and with what they were taken, and a copy without it."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps

from gongkai.redaction.files import LIMITS, Limits, Unreadable
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in

GPS, ORIENTATION = 0x8825, 0x0112
_PEOPLE = {0x013B: "作者", 0x8298: "版权", 0x9C9D: "作者", 0xA430: "所有者"}
_CAMERA = {0x010F: "厂商", 0x0110: "型号", 0x9003: "拍摄时间", 0x0132: "时间"}
_WORDS = {0x010E: "说明", 0x9C9C: "备注", 0x9C9B: "标题", 0x9286: "备注"}


def opened(data: bytes, limits: Limits = LIMITS) -> Image.Image:
    """The picture, its pixels not read yet. Raises Unreadable when it is broken or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except Image.DecompressionBombError:
        raise Unreadable("图片的像素过多，不像是正常的图片，请缩小后再传") from None
    except (OSError, SyntaxError, ValueError):
        raise Unreadable("图片已损坏，打不开；请重新保存后再传") from None
    if picture.width * picture.height > limits.pixels:
        raise Unreadable(f"图片有{picture.width}×{picture.height}像素，过大，请缩小后再传")
    return picture


def picture_leaks(data: bytes, place: str, limits: Limits = LIMITS) -> Iterator[Leak]:
    """What the file says beside the picture itself: place, device, people, text."""
    picture = opened(data, limits)
    exif = picture.getexif()
    tags = {**exif, **exif.get_ifd(0x8769)}
    if exif.get_ifd(GPS):
        yield leak("location", place, "经纬度")
    if camera := [label for tag, label in _CAMERA.items() if tags.get(tag)]:
        yield leak("camera", place, "、".join(dict.fromkeys(camera)))
    for tag, label in _PEOPLE.items():
        if tags.get(tag):
            yield leak("author", place, f"{label}：{hint(_words(tags[tag]))}")
    said = [_words(tags[tag]) for tag in _WORDS if tags.get(tag)]
    said += [
        _words(v)
        for k, v in picture.info.items()
        if isinstance(v, str) or (isinstance(v, bytes) and k == "comment")
    ]
    for text in said:
        if text.strip():
            yield leak("author", place, f"图片附注：{hint(text)}")
        for found in numbers_in(text):
            yield leak(found.kind, place, found.excerpt)
    if b"<x:xmpmeta" in data or b"Photoshop 3.0" in data:
        yield leak("camera", place, "XMP或者IPTC附注")


def _words(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16-le" if b"\x00" in value else "utf-8", "replace").strip("\x00")
    return str(value)


def bare_picture(data: bytes) -> bytes:
    """The same picture without anything beside it; pixels untouched unless they must be turned upright."""
    picture = opened(data)
    if picture.getexif().get(ORIENTATION, 1) != 1:
        out = io.BytesIO()
        upright = ImageOps.exif_transpose(picture)
        upright.info = {}
        upright.save(out, picture.format, quality=95)
        return bare_picture(out.getvalue())
    return _bare_jpeg(data) if picture.format == "JPEG" else _bare_png(data)


def _bare_jpeg(data: bytes) -> bytes:
    """Drop application segments (but JFIF and Adobe, which say how to read colours) and comments."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")  # what follows the end of the picture is left behind
            return bytes(out + (data[at : end + 2] if end > at else data[at:]))
        (size,) = struct.unpack(">H", data[at + 2 : at + 4])
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xEE):
            out += data[at : at + 2 + size]
        at += 2 + size
    raise Unreadable("图片已损坏，打不开；请重新保存后再传")


def _bare_png(data: bytes) -> bytes:
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        name = data[at + 4 : at + 8]
        if name not in (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"):
            out += data[at : at + 12 + size]
        at += 12 + size
        if name == b"IEND":
            return bytes(out)
    raise Unreadable("图片已损坏，打不开；请重新保存后再传")
