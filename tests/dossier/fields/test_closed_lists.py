from __future__ import annotations

import pytest

from dossier.fields import KINDS
from dossier.fields.ethnicity import OFFICIAL
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict


def _parsed(kind: str, text: str) -> Parsed:
    outcome = KINDS[kind].parse(text)
    assert isinstance(outcome, Parsed), outcome
    return outcome


def test_there_are_54_peoples() -> None:
    assert len(OFFICIAL) == len(set(OFFICIAL)) == 54


@pytest.mark.parametrize("name", OFFICIAL)
def test_official_names_stand_for_themselves(name: str) -> None:
    for writing in (name, name.upper(), name.lower(), f" {name}. "):
        assert _parsed("ethnicity", writing) == Parsed(name)
    assert all(check.ok for check in KINDS["ethnicity"].check(name))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("ethnicity", "Dân tộc: Tày", "Tày"),
        ("ethnicity", "Ê-đê", "Ê Đê"),
        ("sex", "Nam", "male"),
        ("sex", "Nữ", "female"),
        ("sex", "nữ.", "female"),
        ("sex", "Giới tính: NAM", "male"),
        ("sex", "Nữ / Female", "female"),
        ("nationality", "VN", "Việt Nam"),
        ("nationality", "Việt nam", "Việt Nam"),
        ("nationality", "VIET NAM", "Việt Nam"),
        ("nationality", "Quốc tịch: Việt Nam.", "Việt Nam"),
        ("nationality", "Mỹ", "Hoa Kỳ"),
        ("relation", "Chủ hộ", "Chủ hộ"),
        ("relation", "con đẻ,", "con đẻ"),
    ],
)
def test_reads_surely(kind: str, text: str, value: str) -> None:
    assert _parsed(kind, text) == Parsed(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("ethnicity", "Kình", "Kinh"),
        ("ethnicity", "Klnh", "Kinh"),
        ("ethnicity", "Tay", "Tày"),
        ("ethnicity", "H'Mông", "Mông"),
        ("ethnicity", "Cao Lan", "Sán Chay"),
        ("sex", "Nu", "female"),
        ("sex", "Narn", "male"),
        ("nationality", "Việt Narn", "Việt Nam"),
        ("nationality", "Nước Lạ", "Nước Lạ"),
        ("relation", "Chu hộ", "Chủ hộ"),
        ("relation", "bản thán", "bản thân"),
        ("relation", "em họ xa", "em họ xa"),
        ("relation", "VỢ", "Vợ"),
        ("relation", "BỐ", "Bố"),
    ],
)
def test_bends_and_says_so(kind: str, text: str, value: str) -> None:
    outcome = _parsed(kind, text)
    assert outcome.value == value
    assert outcome.certainty < 1
    assert " / " in outcome.note


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ethnicity", "Việt Nam"),
        ("ethnicity", "Xyz"),
        ("sex", "Nam/Nữ"),
        ("sex", "x"),
        ("nationality", "123"),
        ("relation", "-"),
    ],
)
def test_refuses(kind: str, text: str) -> None:
    assert isinstance(KINDS[kind].parse(text), Unreadable)


@pytest.mark.parametrize(
    ("kind", "submitted", "read", "verdict"),
    [
        ("sex", "Nam", "male", Verdict.EQUIVALENT),
        ("sex", "Nữ", "male", Verdict.DIFFERENT),
        ("sex", "male", "male", Verdict.SAME),
        ("ethnicity", "H'Mông", "Mông", Verdict.EQUIVALENT),
        ("ethnicity", "Tày", "Thái", Verdict.DIFFERENT),
        ("ethnicity", "Kình", "Kinh", Verdict.TONES_ONLY),
        ("nationality", "VN", "Việt Nam", Verdict.EQUIVALENT),
        ("nationality", "Lào", "Việt Nam", Verdict.DIFFERENT),
        ("relation", "Bố", "cha đẻ", Verdict.EQUIVALENT),
        ("relation", "mẹ", "vợ", Verdict.DIFFERENT),
    ],
)
def test_compares(kind: str, submitted: str, read: str, verdict: Verdict) -> None:
    assert KINDS[kind].compare(submitted, read).verdict is verdict
