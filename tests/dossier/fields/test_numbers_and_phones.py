from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.numbers import NumberKind
from dossier.fields.outcome import Parsed, Unreadable
from dossier.fields.phones import PhoneKind
from dossier.record import Verdict

NUMBER = NumberKind()
PHONE = PhoneKind()


@given(st.integers(0, 10**13), st.sampled_from(["{}", "{} đồng", "{} VNĐ", "Số lượng: {} bản"]))
def test_every_grouped_number_reads_back(number: int, around: str) -> None:
    for grouped in (f"{number:,}".replace(",", "."), f"{number:,}", str(number)):
        assert NUMBER.parse(around.format(grouped)) == Parsed(str(number))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02", "2"),
        ("2b", "2"),
        ("270,0 m²", "270"),
        ("85,5 m2", "85.5"),
        ("1.250,5", "1250.5"),
        ("3.5", "3.5"),
        ("0,500 ha", "0.5"),
        ("1,000.50", "1000.5"),
        ("1,5 tỷ", "1500000000"),
        ("50 triệu đồng", "50000000"),
        ("50.000.000 đồng (Năm mươi triệu đồng chẵn)", "50000000"),
        ("02 (hai) bản", "2"),
        ("12 tháng", "12"),
        ("0", "0"),
    ],
)
def test_reads_figures(text: str, value: str) -> None:
    assert NUMBER.parse(text) == Parsed(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("hai", "2"), ("lần thứ nhất", "1"), ("O2", "2"), ("l", "1"), ("5O.OOO", "50000")],
)
def test_says_when_it_bent(text: str, value: str) -> None:
    outcome = NUMBER.parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert outcome.certainty < 1


@pytest.mark.parametrize(
    "text", ["02 (ba) bản", "2 hoặc 3", "không rõ", "", "x", "50.000.00", "1.23.456", "12.5.2024"]
)
def test_refuses_numbers(text: str) -> None:
    assert isinstance(NUMBER.parse(text), Unreadable)


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("50.000.000 đ", "50000000", Verdict.EQUIVALENT),
        ("hai", "2", Verdict.EQUIVALENT),
        ("51000000", "50000000", Verdict.CLOSE),
        ("3", "2", Verdict.DIFFERENT),
        ("nhiều", "2", Verdict.DIFFERENT),
    ],
)
def test_compares_numbers(submitted: str, read: str, verdict: Verdict) -> None:
    assert NUMBER.compare(submitted, read).verdict is verdict


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912345678", "0912345678"),
        ("(+84) 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("024 3826 1234", "02438261234"),
        ("(024) 38261234", "02438261234"),
        ("ĐT: 0912.345.678.", "0912345678"),
    ],
)
def test_reads_phones(text: str, value: str) -> None:
    assert PHONE.parse(text) == Parsed(value)
    assert all(check.ok for check in PHONE.check(value))


def test_mends_a_phone() -> None:
    outcome = PHONE.parse("O912345678")
    assert isinstance(outcome, Parsed)
    assert outcome.value == "0912345678"
    assert outcome.certainty < 1


@pytest.mark.parametrize("text", ["091234567", "0912345678 - 0987654321", "không có", ""])
def test_refuses_phones(text: str) -> None:
    assert isinstance(PHONE.parse(text), Unreadable)


@pytest.mark.parametrize("number", ["0112345678", "0512345678", "01234567890"])
def test_warns_of_a_prefix_that_no_one_has(number: str) -> None:
    assert [(check.ok, check.severity) for check in PHONE.check(number)] == [(False, "warning")]


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [
        ("0912345678", Verdict.SAME),
        ("+84 912 345 678", Verdict.EQUIVALENT),
        ("0912345679", Verdict.CLOSE),
        ("0987654321", Verdict.DIFFERENT),
    ],
)
def test_compares_phones(submitted: str, verdict: Verdict) -> None:
    assert PHONE.compare(submitted, "0912345678").verdict is verdict
