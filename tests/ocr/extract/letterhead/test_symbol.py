"""Number and symbol as scans show them: labels misread, D for Đ, numbers put in by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.outcome import Parsed, Unreadable
from ocr.extract.letterhead.symbol import initials, mend_symbol, read_symbol
from ocr.extract.letterhead.wordings import KINDS_OF_PAPER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("Số: 358/QĐ-UBND", "358/QĐ-UBND", id="as the decree has it"),
        pytest.param("Só: 2827 /QĐ-BGDĐT", "2827/QĐ-BGDĐT", id="stamped number"),
        pytest.param("S6: 05 / QĐ - UBND", "05/QĐ-UBND", id="label as digit, spaces"),
        pytest.param("Số:47/QD-UBND", "47/QĐ-UBND", id="lost stroke of Đ"),
        pytest.param("SỐ 12/2025/NĐ-CP", "12/2025/NĐ-CP", id="with the year"),
        pytest.param("số: 329 /BXD-QLN", "329/BXD-QLN", id="official letter"),
        pytest.param("Số: 2O9/QĐ-UBND", "209/QĐ-UBND", id="O between digits"),
        pytest.param("Số: 2M/QĐ-UBND", "211/QĐ-UBND", id="two written 1 as M"),
        pytest.param("Số: l7/TB-VP.", "17/TB-VP", id="l before a digit, stop"),
        pytest.param("Số: 22/TTr-UBND", "22/TTr-UBND", id="small r stays"),
        pytest.param("Số 12-CV/TU", "12-CV/TU", id="party paper"),
    ],
)
def test_reads(text: str, value: str) -> None:
    outcome = read_symbol(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Số:        /NQ-HĐND", id="number left blank"),
        pytest.param("Số: MO/QĐ-UBND", id="no digit in the number"),
        pytest.param("Số: 35) /QĐ-UBND", id="a stroke that is no digit"),
        pytest.param("Số: 15/10/2025", id="a date"),
        pytest.param("Số: 2352", id="an arrival stamp"),
        pytest.param("", id="nothing"),
    ],
)
def test_never_invents(text: str) -> None:
    assert isinstance(read_symbol(text), Unreadable)


def test_a_number_put_in_later_is_less_sure() -> None:
    printed, stamped = read_symbol("Số: 47/QĐ-UBND"), read_symbol("Số: 47 /QĐ-UBND")
    assert isinstance(printed, Parsed)
    assert isinstance(stamped, Parsed)
    assert stamped.certainty < printed.certainty == 1.0


@pytest.mark.parametrize(
    ("read", "kind", "body", "mended"),
    [
        ("QD-BGDDT", "", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "QĐ-BGDĐT"),
        ("TTR-STP", "Tờ trình", "SỞ TƯ PHÁP", "TTr-STP"),
        ("NQ-HDND", "Nghị quyết", "HỘI ĐỒNG NHÂN DÂN TỈNH QUẢNG NGÃI", "NQ-HĐND"),
        ("LDTBXH-TCCB", "", "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "LĐTBXH-TCCB"),
        ("BXD-QLN", "", "BỘ XÂY DỰNG", "BXD-QLN"),
        ("DA-SXD", "Dự án", "SỞ XÂY DỰNG", "DA-SXD"),
    ],
)
def test_symbol_is_mended_by_kind_and_body(read: str, kind: str, body: str, mended: str) -> None:
    assert mend_symbol(read, kind=kind, bodies=[body]) == mended


def test_initials_leave_small_words_out() -> None:
    assert initials("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH") == "SVHTTDL"


@given(st.integers(1, 9999), st.sampled_from(sorted(set(KINDS_OF_PAPER.values()))))
def test_what_the_decree_prints_reads_as_itself(number: int, kind: str) -> None:
    symbol = f"{number:02}/{kind}-UBND"
    outcome = read_symbol(f"Số: {symbol}")
    assert isinstance(outcome, Parsed)
    assert (outcome.value, outcome.certainty) == (symbol, 1.0)
