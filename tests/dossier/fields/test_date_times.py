from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.date_times import DateTimeKind
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict

KIND = DateTimeKind()
STYLES = (
    "{h} giờ {n} phút, ngày {d} tháng {m} năm {y}",
    "{h:02} giờ {n:02} phút ngày {d:02}/{m:02}/{y}",
    "{h}h{n:02}, ngày {d}/{m}/{y}",
    "{h}giờ{n}phút,ngày{d}tháng{m}năm{y}",
    "{y}-{m:02}-{d:02}T{h:02}:{n:02}",
)


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 31)),
    st.sampled_from(STYLES),
)
def test_every_style_reads_back(when: datetime, style: str) -> None:
    written = style.format(d=when.day, m=when.month, y=when.year, h=when.hour, n=when.minute)
    assert KIND.parse(written) == Parsed(when.isoformat(timespec="minutes")[:16])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ngày 27 tháng 08 năm 2025", "2025-08-27"),
        ("… giờ … phút, ngày 27 tháng 08 năm 2025", "2025-08-27"),
        ("08 ạiờ 46 phút, ngày 12 thán² 11 năm 2025", "2025-11-12T08:46"),
        ("08 giờ phút, ngày 27 tháng 08 năm 2025", "2025-08-27T08:00"),
        ("25 giờ 10 phút, ngày 27/08/2025", None),
        ("08 giờ 30 phút", None),
        ("", None),
    ],
)
def test_reads_or_refuses(text: str, value: str | None) -> None:
    outcome = KIND.parse(text)
    assert outcome == Parsed(value) if value else isinstance(outcome, Unreadable)


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [
        ("2025-08-27T08:30", Verdict.SAME),
        ("8h30 ngày 27/8/2025", Verdict.EQUIVALENT),
        ("27/8/2025", Verdict.CLOSE),
        ("2025-08-28T08:30", Verdict.CLOSE),
        ("2024-01-02T08:30", Verdict.DIFFERENT),
    ],
)
def test_compares(submitted: str, verdict: Verdict) -> None:
    assert KIND.compare(submitted, "2025-08-27T08:30").verdict is verdict
