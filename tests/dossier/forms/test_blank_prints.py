"""Official blank forms as agencies publish them: every form's title and labels fit the real print.

They lie outside the project (`MEASURING_DATA/blank_forms` or `../shared/data/blank_forms`).
"""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree as ET

import pytest

from dossier.forms.catalog import catalog
from dossier.page import PageReading
from ocr.extract.align import align
from ocr.extract.classify import find_edition, find_title
from ocr.extract.columns import part_columns
from ocr.extract.regions import cut_notes
from ocr.extract.stream import build_stream
from tests.fakes.pages import make_page

DATA = os.environ.get("MEASURING_DATA") or str(Path(__file__).parents[4] / "shared" / "data")
BLANKS = Path(DATA) / "blank_forms"
CIVIL = "269TTHC-QD_15TTHC_cap_huyen_ho_tich.docx"
RECORDS = "Noi-dung-TTHC-lv-LLTP-kem-theo-TTr-STP.docx"
BUILDING = "QD-TTHC-SXD_HDXD-tinh-H_231.ND.docx"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONGEST_FORM = 95
"""Paragraphs from a form's title to its end; what follows is another procedure."""
PER_ROW, PER_PAGE = 88, 44

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not BLANKS.is_dir(), reason="no official blank forms here"),
]


def paragraphs_of(file: str) -> list[str]:
    root = ET.fromstring(zipfile.ZipFile(BLANKS / file).read("word/document.xml"))
    return [text for p in root.iter(f"{WORD}p") if (text := normalize("NFC", text_of(p)).strip())]


def text_of(paragraph: ET.Element) -> str:
    """Its words; a tab with its leader as dots."""
    marks = {f"{WORD}tab": "........", f"{WORD}br": " "}
    return "".join(
        (node.text or "") if node.tag == f"{WORD}t" else marks.get(node.tag, "")
        for node in paragraph.iter()
    )


def rows_of(text: str) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) >= PER_ROW:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def blank_of(file: str, title: str, number: int) -> list[PageReading]:
    """The pages of the `number`-th form (from 0) under `title`, its head of four rows included."""
    texts = paragraphs_of(file)
    starts = [i for i, text in enumerate(texts) if re.sub(r"[\s.]+", " ", text).strip() == title]
    at = starts[number]
    end = next((s for s in starts if s > at), len(texts))
    chosen = texts[max(0, at - 4) : min(end, at + LONGEST_FORM)]
    rows = [row for text in chosen for row in rows_of(text)]
    return [make_page(rows[i : i + PER_PAGE]) for i in range(0, len(rows), PER_PAGE)]


@pytest.mark.parametrize(
    ("file", "title", "number", "form", "edition"),
    [
        (CIVIL, "TỜ KHAI ĐĂNG KÝ KHAI SINH", 0, "birth_registration", "2024-06-06"),
        (CIVIL, "TỜ KHAI ĐĂNG KÝ KẾT HÔN", 0, "marriage_registration", "2024-06-06"),
        (CIVIL, "TỜ KHAI ĐĂNG KÝ KHAI TỬ", 0, "death_registration", "2024-06-06"),
        *(
            (RECORDS, "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", number,
             "criminal_record_request", "2024-07-01")
            for number in (0, 1)
        ),
        *(
            (BUILDING, "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", number,
             "construction_permit_request", "2024-12-30")
            for number in (0, 1, 2)
        ),
    ],
)  # fmt: skip
def test_the_declared_form_fits_the_official_print(
    file: str, title: str, number: int, form: str, edition: str
) -> None:
    pages = blank_of(file, title, number)
    found = find_title(build_stream(pages[:1]), catalog())
    assert found is not None
    assert found.form.key == form
    stream = build_stream(pages)
    alignment = align(found.form, part_columns(found.form, cut_notes(found.form, stream)))
    lost = [p.label.text[0] for p in alignment.labels if p.match is None and p.label.required]
    assert lost == []
    fields = frozenset(key for p in alignment.labels if p.match for key in p.label.field_keys)
    assert find_edition(found.form, stream, fields) == edition
