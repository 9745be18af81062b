"""Rules of retention: what ships is sound, an office replaces it, time is counted right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import Misconfigured
from dossier.lifecycle.rules import FOREVER, DataKind, Retention, Rule, load_retention
from dossier.procedures.catalog import procedures

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
BIRTH, BUSINESS = "1.001193", "1.001612"
SOURCE = "Quyết định 12/QĐ ngày 05/01/2026"


def rules(folder: Path, text: str = "") -> Retention:
    path = folder / "retention.toml"
    if text:
        path.write_text(text, encoding="utf-8")
    return load_retention(path)


def rule(keep: str, counted_from: str = "closed") -> Rule:
    told = {"kind": "record", "keep": keep, "from": counted_from, "source": SOURCE}
    return Rule.model_validate(told)


def test_what_ships_covers_every_kind_and_is_confirmed_by_nobody(tmp_path: Path) -> None:
    shipped = rules(tmp_path)
    assert not shipped.confirmed
    assert not shipped.schedule.on
    # Originals go with their record unless an office says otherwise.
    named = {kind for kind in DataKind if shipped.of(kind) is not None}
    assert named == set(DataKind) - {DataKind.ORIGINALS}
    assert shipped.codes <= set(procedures())


def test_the_longest_of_several_rules_counts(tmp_path: Path) -> None:
    found = rules(
        tmp_path,
        f'[[rule]]\nkind = "record"\nprocedure = "2.000635"\nkeep = "P5Y"\nsource = "{SOURCE}"\n',
    )
    assert found.of(DataKind.RECORD, ["2.000635"]).keep == "P5Y"  # type: ignore[union-attr]
    both = found.of(DataKind.RECORD, ["2.000635", BIRTH])
    assert both is not None
    assert both.keep == FOREVER
    usual = found.of(DataKind.RECORD, ["1.010041"])
    assert usual is not None
    assert usual.keep == "P20Y"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[rule]]\nkind = "record"\nkeep = "20 years"\nsource = "0123456789"', "P5Y"),
        ('[[rule]]\nkind = "scans"\nkeep = "P1Y"\nsource = "0123456789"', "kind"),
        ('[[rule]]\nkind = "record"\nkeep = "P1Y"', "source"),
        ('[[rule]]\nkind = "audit"\nkeep = "P1Y"\nsource = "0123456789"', "forever"),
        (
            '[[rule]]\nkind = "training"\nprocedure = "1.001193"\nkeep = "P1Y"\n'
            'source = "0123456789"',
            "no procedures",
        ),
        (
            '[[rule]]\nkind = "record"\nprocedure = "9.999999"\nkeep = "P1Y"\n'
            'source = "0123456789"',
            "9.999999",
        ),
        ("[schedule]\non = true", "confirmed"),
        ("kept = 3", "kept"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        rules(tmp_path, text)


def test_two_rules_for_one_thing_are_refused(tmp_path: Path) -> None:
    one = f'[[rule]]\nkind = "pages"\nkeep = "P1Y"\nsource = "{SOURCE}"\n'
    with pytest.raises(Misconfigured, match="pages"):
        rules(tmp_path, one + one)


@pytest.mark.parametrize(
    ("keep", "counted_from", "closed", "until"),
    [
        ("P90D", "closed", "2026-01-01T00:00:00+07:00", "2026-04-01T00:00:00+07:00"),
        ("P18M", "closed", "2024-08-31T10:00:00+07:00", "2026-02-28T10:00:00+07:00"),
        ("P1Y", "closed", "2024-02-29T10:00:00+07:00", "2025-02-28T10:00:00+07:00"),
        ("P20Y", "year_end", "2026-03-04T10:00:00+07:00", "2047-01-01T00:00:00+07:00"),
        # Already the new year in Việt Nam.
        ("P20Y", "year_end", "2026-12-31T18:00:00+00:00", "2048-01-01T00:00:00+07:00"),
    ],
)
def test_time_is_counted_by_the_calendar(
    keep: str, counted_from: str, closed: str, until: str
) -> None:
    found = rule(keep, counted_from).until(datetime.fromisoformat(closed))
    assert found == datetime.fromisoformat(until)


def test_nothing_that_is_kept_for_ever_has_an_end() -> None:
    assert rule(FOREVER).cutoff(NOW) is None
    assert rule(FOREVER).until(NOW) is None


@given(
    closed=st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    later=st.timedeltas(timedelta(), timedelta(days=15_000)),
    keep=st.sampled_from(["P1Y", "P5Y", "P18M", "P1M", "P30D"]),
    counted_from=st.sampled_from(["closed", "year_end"]),
)
def test_nothing_goes_before_its_time(
    closed: datetime, later: timedelta, keep: str, counted_from: str
) -> None:
    """What is older than the cutoff is past its end. (A month's end may make it a day late.)"""
    made, closed = rule(keep, counted_from), closed.replace(tzinfo=UTC)
    now = closed + later
    cutoff, until = made.cutoff(now), made.until(closed)
    assert cutoff is not None
    assert until is not None
    if closed < cutoff:
        assert now >= until
    if now >= until + timedelta(days=3):
        assert closed < cutoff or counted_from == "year_end"
