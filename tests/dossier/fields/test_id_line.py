from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.id_line import IdLine, IdPart, parse_id_line
from dossier.fields.outcome import Parsed, Unreadable

POLICE = "Cục Cảnh sát QLHC về TTXH"
NUMBER = "025188001010"
DAY = "2021-11-20"


def _values(line: IdLine) -> tuple[str | None, ...]:
    return tuple(_value(p) for p in (line.document, line.number, line.issuer, line.issued_on))


def _value(part: IdPart | None) -> str | None:
    return part.outcome.value if part and isinstance(part.outcome, Parsed) else None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            f"Căn cước công dân số {NUMBER} do {POLICE} cấp ngày 20/11/2021",
            ("Căn cước công dân", NUMBER, POLICE, DAY),
        ),
        (
            f"CCCD số 025 188 001 010, cấp ngày 20/11/2021 tại {POLICE}",
            ("CCCD", NUMBER, POLICE, DAY),
        ),
        (
            f"CCCD: {NUMBER}; nơi cấp: Bộ Công an; ngày cấp: 20/11/2021",
            ("CCCD", NUMBER, "Bộ Công an", DAY),
        ),
        (
            f"CCCD: {NUMBER}, ngày cấp 20-11-2021, nơi cấp {POLICE}",
            ("CCCD", NUMBER, POLICE, DAY),
        ),
        (
            f"Thẻ căn cước số O25188001010 do Bộ Công an cấp ngày 20 tháng 11 năm 2021.",  # noqa: F541
            ("Thẻ căn cước", NUMBER, "Bộ Công an", DAY),
        ),
        (
            f"CCCD số 025 188  001 010 do {POLICE} cấp ngày 20.11 2021",
            ("CCCD", NUMBER, POLICE, DAY),
        ),
        (f"CCCD số {NUMBER} do {POLICE}  cấp nạày 20/11/2021", ("CCCD", NUMBER, POLICE, DAY)),
        (f"CCCD số {NUMBER} do {POLICE} cấp ngày 8 9.2024", ("CCCD", NUMBER, POLICE, "2024-09-08")),
        (f"CCCD số {NUMBER}do{POLICE}cấp ngày20/11/2021", ("CCCD", NUMBER, POLICE, DAY)),
        (
            "CMND 012345678 Công an TP Hà Nội 12/03/2010",
            ("CMND", "012345678", "Công an TP Hà Nội", "2010-03-12"),
        ),
        (
            "Hộ chiếu số B1234567 do Cục QLXNC cấp ngày 20/11/2021",
            ("Hộ chiếu", "B1234567", "Cục QLXNC", DAY),
        ),
        (NUMBER, (None, NUMBER, None, None)),
        (f"CCCD số {NUMBER}", ("CCCD", NUMBER, None, None)),
        ("cấp ngày 20/11/2021", (None, None, None, DAY)),
        (f"CCCD số {NUMBER} do {POLICE} cấp", ("CCCD", NUMBER, POLICE, None)),
        ("", (None, None, None, None)),
    ],
)
def test_takes_the_line_apart(text: str, values: tuple[str | None, ...]) -> None:
    assert _values(parse_id_line(text)) == values


def test_a_part_that_stands_there_unread_is_kept() -> None:
    line = parse_id_line("CCCD số 02518800101 do Bộ Công an cấp ngày 20/11/21")
    assert line.number is not None
    assert isinstance(line.number.outcome, Unreadable)
    assert line.issued_on is not None
    assert isinstance(line.issued_on.outcome, Unreadable)


@given(st.text(alphabet="0123456789 /.,:;CcDdấpngàysốtạiộôđoO-", max_size=60))
def test_spans_lead_back_to_the_text(text: str) -> None:
    line = parse_id_line(text)
    for part in (line.document, line.number, line.issuer, line.issued_on):
        if part is not None:
            assert text[part.start : part.end] == part.raw


@given(st.text())
def test_noise_never_raises(text: str) -> None:
    parse_id_line(text)


def test_a_number_cut_by_the_leader_at_the_end_of_a_row_is_whole() -> None:
    line = parse_id_line("Căn cước công dân số 042 … 185 849 965 do Cục Cảnh sát QLHC về TTXH")
    assert line.number is not None
    assert line.number.outcome == Parsed("042185849965")
