"""Removing what has served its time: all of it, nothing else, told of, the same after a kill."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, Text, cast, func, or_, select, text
from sqlalchemy.exc import DatabaseError

from dossier.errors import Conflict
from dossier.lifecycle.rules import DataKind, Retention, load_retention
from dossier.lifecycle.statement import Statement, follow
from dossier.store import (
    condemned,
    holds,
    purging,
    removal,
    reprocess,
    retention,
    review,
)
from dossier.store.database import Database
from dossier.store.form_tables import FormSampleRow, FormVersionRow
from dossier.store.objects import FolderObjects
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import EVERYWHERE, Scope
from dossier.store.states import DossierState, JobState, StepState
from dossier.store.tables import (
    Base,
    DossierRow,
    FileRow,
    PageRow,
    RecordRow,
    ReviewActionRow,
    StepRow,
)
from tests.fakes.aged import FORM, store_aged
from tests.fakes.purges import LONG_AGO, SOURCE, faults, run, told


def rows_that_name(database: Database, word: str) -> set[str]:
    """Tables, but those that tell of the removal, in which a text holds `word`."""
    found = set()
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in {"purges", "audit", "condemned_objects", "outbox"}:
                continue
            texts = [cast(c, Text) for c in table.columns if isinstance(c.type, String | Text)]
            if texts and session.scalar(
                select(func.count())
                .select_from(table)
                .where(or_(*(column.contains(word) for column in texts)))
            ):
                found.add(table.name)
    return found


def test_a_dossier_goes_with_all_that_is_its_own(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - LONG_AGO
    gone = store_aged(database, objects, tmp_path, "A-GONE", closed=old)
    kept = store_aged(database, objects, tmp_path, "A-KEPT", closed=now)
    owned = {table.name for table in removal.owned_by_dossier()}
    assert rows_that_name(database, "A-GONE") >= {"dossiers", "files", "records", "steps"}
    with database.read() as session:
        empty = {n for n in owned if not session.scalar(text(f"SELECT count(*) FROM {n}"))}
    # A hold would keep it, the row of retention is made by the run.
    assert empty == {"legal_holds", "retention"}, "every table needs a row, or nothing is shown"

    done = run(database, objects, rules, now)

    assert done.removed == {"record": 1, "object": 1}
    assert rows_that_name(database, "A-GONE") == set()
    assert (objects.has(gone), objects.has(kept)) == (False, True)
    with database.read() as session:
        assert session.get(DossierRow, "A-KEPT") is not None
        for name in owned - empty:
            assert session.scalar(text(f"SELECT count(*) FROM {name}")) >= 1, name
    entry, original = told(database)
    assert (entry.what, entry.subject, entry.branch) == ("record", "A-GONE", "H26.01")
    assert entry.rule.startswith("record/* P20Y: Luật Lưu trữ")
    assert entry.confirmed == SOURCE
    assert entry.rows["records"] == 2
    assert entry.digests["original/1"] == gone == original.subject
    assert set(entry.digests) == {"submitted", "record/1", "record/2", "history", "original/1"}
    assert faults(database, objects) == ()
    again = run(database, objects, rules, now)
    assert (again.removed, len(told(database))) == ({}, 2)


def test_what_was_removed_is_told_without_a_value(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    store_aged(database, objects, tmp_path, "A-1", closed=now - LONG_AGO)
    run(database, objects, rules, now)
    said = Statement(made=now, entries=told(database)).model_dump_json(by_alias=True)
    assert "Hòa" not in said
    assert "001190012345" not in said


def test_parts_go_before_the_rest(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    """A birth is kept for ever; its text, corrections, lots and scans are not."""
    old = now - timedelta(days=365 * 12)
    gone = store_aged(database, objects, tmp_path, "A-1", closed=old, form=FORM)
    done = run(database, objects, rules, now)
    assert done.removed == {
        "quality": 1,
        "corrections": 1,
        "pages": 1,
        "originals": 1,
        "object": 1,
    }
    assert not objects.has(gone)
    with database.read() as session:
        assert session.query(SampleRow).count() == 0
        assert session.query(PageRow).one().reading is None
        assert session.query(FileRow).one().purged == now
        for record in session.query(RecordRow):
            assert "lines" not in record.body["pages"][0]
            assert record.body["documents"][0]["fields"]["father_name"]["value"] == "Trần Văn Nam"
        for action in session.query(ReviewActionRow):
            assert (action.value, action.typed, action.before) == (None, "", None)
            assert (action.actor, action.erased) == ("key_2", now)
        assert review.is_unbroken(session, "A-1")
    with database.write() as session, pytest.raises(Conflict):
        reprocess.read_again(session, "A-1", now=now)
    assert faults(database, objects) == ()
    assert run(database, objects, rules, now).removed == {}


def test_what_must_stay_stays(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - LONG_AGO
    for code in ("A-HELD", "A-WORKED", "A-UNDELIVERED", "A-UNFINISHED"):
        store_aged(
            database,
            objects,
            tmp_path,
            code,
            closed=old,
            delivered=code != "A-UNDELIVERED",
            state=DossierState.NEEDS_REVIEW if code == "A-UNFINISHED" else DossierState.COMPLETED,
        )
    with database.write() as session:
        hold = holds.place(
            session, "A-HELD", EVERYWHERE, reason="khiếu nại", by="key_1", now=now
        ).id
        session.query(StepRow).filter_by(subject="A-WORKED").update({"state": StepState.RUNNING})
    plan = retention.count_due
    done = run(database, objects, rules, now)
    # Text and lots go without delivery; what is held keeps everything.
    assert "record" not in done.removed
    assert "originals" not in done.removed
    assert done.stayed[retention.Obstacle.IN_HAND] > 0
    assert {entry.subject for entry in told(database)} == {"A-UNDELIVERED"}
    with database.read() as session:
        may_go, stays = plan(session, rules, DataKind.RECORD, EVERYWHERE, now=now)
        assert (may_go, stays) == (1, {"held": 1, "undelivered": 1})
    with database.write() as session:
        holds.release(session, hold, EVERYWHERE, reason="đã giải quyết", by="key_1", now=now)
        with pytest.raises(Conflict):
            holds.release(session, hold, EVERYWHERE, reason="lại", by="key_1", now=now)
    assert run(database, objects, rules, now).removed["record"] == 1
    with database.read() as session:
        assert session.get(DossierRow, "A-HELD") is None


def test_nothing_goes_by_rules_that_nobody_confirmed(
    database: Database, objects: FolderObjects, tmp_path: Path, now: datetime
) -> None:
    store_aged(database, objects, tmp_path, "A-1", closed=now - LONG_AGO)
    shipped = load_retention(tmp_path / "no.toml")
    with pytest.raises(Conflict, match="confirmed"):
        run(database, objects, shipped, now)
    purging.classify(database, shipped, lambda: now)
    with database.read() as session:
        due = retention.list_due(session, shipped, DataKind.RECORD, EVERYWHERE, now=now, limit=10)
    assert [one.subject for one in due] == ["A-1"]


def test_a_branch_removes_its_own_alone(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - LONG_AGO
    store_aged(database, objects, tmp_path, "A-1", closed=old, branch="H26.01")
    store_aged(database, objects, tmp_path, "A-2", closed=old, branch="H26.02")
    run(database, objects, rules, now, scope=Scope(branch="H26.02"))
    assert {e.subject for e in told(database) if e.what == "record"} == {"A-2"}
    with database.read() as session:
        assert list(purging.entries(session, Scope(branch="H26.01"))) == []


def test_an_original_that_others_refer_to_stays_until_the_last_goes(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old, shared = now - LONG_AGO, b"%PDF the same paper"
    sha256 = store_aged(database, objects, tmp_path, "A-1", closed=old, content=shared)
    store_aged(
        database,
        objects,
        tmp_path,
        "A-2",
        closed=now - timedelta(days=365 * 9),
        content=shared,
        form=FORM,
    )
    run(database, objects, rules, now)
    assert objects.has(sha256)
    run(database, objects, rules, now + timedelta(days=365 * 2))
    assert not objects.has(sha256)
    assert faults(database, objects) == ()


def test_dossiers_that_were_never_sealed_and_samples_go(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - timedelta(days=400)
    open_one = DossierState.OPEN
    store_aged(database, objects, tmp_path, "A-1", closed=old, state=open_one, delivered=False)
    store_aged(database, objects, tmp_path, "A-2", closed=old, state=open_one, delivered=False)
    with database.write() as session:
        session.query(FileRow).filter_by(dossier="A-2").update({"created": now})
        for name in ("fsm_1", "fsm_2"):
            sample = {"name": "x.pdf", "sha256": name[-1] * 64, "size": 1, "created": old}
            state = JobState.READY
            session.add(FormSampleRow(id=name, state=state, created_by="key_1", **sample))
        session.add(
            FormVersionRow(
                key="x",
                version=1,
                definition="",
                sample="fsm_2",
                withdrawn=False,
                created=old,
                created_by="key_1",
                created_by_name="",
            )
        )
    done = run(database, objects, rules, now)
    assert (done.removed["abandoned"], done.removed["form_samples"]) == (1, 1)
    with database.read() as session:
        assert session.get(DossierRow, "A-2") is not None
        assert [row.id for row in session.query(FormSampleRow)] == ["fsm_2"]


def test_a_statement_that_was_touched_does_not_hold(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    for code in ("A-1", "A-2"):
        store_aged(database, objects, tmp_path, code, closed=now - LONG_AGO)
    run(database, objects, rules, now)
    with pytest.raises(DatabaseError), database.write() as session:
        session.execute(text("UPDATE purges SET subject = 'A-3' WHERE seq = 1"))
    with pytest.raises(DatabaseError), database.write() as session:
        session.execute(text("DELETE FROM purges"))
    entries = told(database)
    changed = [entries[0].model_copy(update={"subject": "A-3"}), *entries[1:]]
    assert "changed: 1" in follow(changed).broken
    assert "missing: 2" in follow([entries[0], *entries[2:]]).broken
    other = entries[1].model_copy(update={"previous": "1" * 64})
    other = other.model_copy(update={"hash": other.digest()})
    assert "replaced: 2" in follow([entries[0], other, *entries[2:]]).broken
    assert follow([entries[0], *entries[2:]], whole=False).broken == ""


def test_what_is_still_there_is_found(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - LONG_AGO
    store_aged(database, objects, tmp_path, "A-1", closed=old)
    run(database, objects, rules, now)
    # Restored from a backup of before.
    store_aged(database, objects, tmp_path, "A-1", closed=old)
    later = now + timedelta(days=2)
    with database.write() as session:
        session.query(FileRow).update({"purged": later})
        condemned.forget_removed(session, now=later)
    found = " ".join(faults(database, objects))
    assert "dossier is still there: A-1" in found
    assert "original is still there" in found
