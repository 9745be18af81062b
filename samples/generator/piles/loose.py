"""What a pile holds beside forms: papers that are no form, and sheets between two dossiers."""

from __future__ import annotations

import random
from typing import Final

import numpy as np
from PIL import Image

from samples.generator.chance import Share, stream
from samples.generator.degrade import Level, degrade
from samples.generator.degrade.geometry import as_pixels
from samples.generator.degrade.levels import choose_dpi
from samples.generator.forms.heading import draw_motto, draw_title
from samples.generator.layout.canvas import A4_WIDTH
from samples.generator.layout.marks import draw_qr
from samples.generator.layout.pieces import label
from samples.generator.layout.sheet import Sheet
from samples.generator.style import choose_style
from samples.generator.vocabulary import load_vocabulary

_TITLES: Final[dict[Share, tuple[tuple[str, ...], ...]]] = {
    "development": (
        ("PHIẾU THU TIỀN ĐIỆN",),
        ("HỢP ĐỒNG THUÊ NHÀ Ở",),
        ("BẢN TƯỜNG TRÌNH",),
        ("DANH SÁCH ĐÓNG GÓP", "QUỸ KHUYẾN HỌC DÒNG HỌ"),
        (),
    ),
    "test": (
        ("HỢP ĐỒNG MUA BÁN XE MÁY",),
        ("BIÊN BẢN HỌP GIA ĐÌNH",),
        ("HÓA ĐƠN BÁN HÀNG",),
        ("PHIẾU KHÁM SỨC KHỎE", "ĐỊNH KỲ"),
        (),
    ),
}
_HEADINGS: Final = ("Điều {}.", "{}.", "")
_SEPARATOR_TITLES: Final[dict[Share, tuple[tuple[str, ...], ...]]] = {
    "development": (("TỜ NGĂN HỒ SƠ",), ("TRANG PHÂN CÁCH",)),
    "test": (("TỜ PHÂN CÁCH HỒ SƠ",), ("TỜ NGĂN",)),
}
_CODE_PT: Final = 150.0


def draw_loose(seed: int, share: Share, level: Level) -> tuple[tuple[Image.Image, ...], int]:
    """A receipt, a contract or a letter of one or more pages, and its dots per inch.

    Some have numbered paragraphs, page numbers or the motto, as papers of citizens do.
    """
    rng = stream(seed, share, "loose")
    words = load_vocabulary(share)
    dpi = choose_dpi(level, rng)
    sheet = Sheet(choose_style(rng, share, "typed"), dpi, rng)
    title = rng.choice(_TITLES[share])
    if title and rng.random() < 0.5:
        draw_motto(sheet)
    draw_title(sheet, *title)
    heading = rng.choice(_HEADINGS)
    for number in range(1, rng.choice((6, 12, 34)) + 1):
        text = f"{heading.format(number)} {rng.choice(words.sentences)}".strip()
        sheet.paragraph([label(text)], align="justify", indent=0 if heading else 24)
    sheet.number_pages()
    return _send(sheet, level, rng), dpi


def draw_separator(seed: int, share: Share, level: Level) -> tuple[Image.Image, int]:
    """A sheet laid between two dossiers: a code for machines, a title for people, or both."""
    rng = stream(seed, share, "separator")
    dpi = choose_dpi(level, rng)
    sheet = Sheet(choose_style(rng, share, "typed"), dpi, rng)
    sheet.space(rng.uniform(2, 12))
    kind = ("both", "title", "code")[seed % 3]
    if kind != "code":
        draw_title(sheet, *rng.choice(_SEPARATOR_TITLES[share]))
        sheet.paragraph([label("Không lấy tờ này ra khỏi tập giấy")], align="center")
    if kind != "title":
        left = (A4_WIDTH - _CODE_PT) / 2
        draw_qr(sheet.canvas, left, sheet.y + sheet.line_height, _CODE_PT, "PATCHT")
    (image,) = _send(sheet, level, rng)
    return image, dpi


def _send(sheet: Sheet, level: Level, rng: random.Random) -> tuple[Image.Image, ...]:
    return tuple(
        Image.fromarray(degrade(as_pixels(np.asarray(page.image)), level, rng).image)
        for page in sheet.pages
    )
