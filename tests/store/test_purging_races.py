"""A purge that is killed anywhere, and one that meets people who bring the same content again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from dossier.lifecycle.rules import Retention
from dossier.lifecycle.statement import follow
from dossier.store import condemned, dossiers
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import FolderObjects, ObjectRef, measure
from dossier.store.scope import EVERYWHERE
from tests.fakes.aged import FORM, store_aged
from tests.fakes.purges import LONG_AGO, faults, run, told


class Killed(BaseException):
    """The process ends here."""


class DyingObjects(FolderObjects):
    """Dies at the n-th removal, before or after it."""

    def __init__(self, root: Path, *, at: int, after: bool) -> None:
        super().__init__(root)
        self._left, self._after = at, after

    def remove(self, sha256: str) -> bool:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Killed
        found = super().remove(sha256)
        if self._left == 0:
            raise Killed
        return found


def dying_clock(now: datetime, at: int) -> Callable[[], datetime]:
    """Every step of the run asks for the time: die at the n-th."""
    left = [at]

    def clock() -> datetime:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return now

    return clock


def test_killed_anywhere_the_next_run_ends_the_same(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    old = now - LONG_AGO
    shared = b"%PDF shared"
    for number in range(4):
        content = shared if number in (1, 2) else b""
        store_aged(database, objects, tmp_path, f"A-{number}", closed=old, content=content)
    store_aged(database, objects, tmp_path, "A-9", closed=old + timedelta(days=365 * 18), form=FORM)
    killed = 0
    for at in range(1, 200):
        try:
            run(database, objects, rules, now, clock=dying_clock(now, at))
            break
        except Killed:
            killed += 1
        for after in (False, True):
            with suppress(Killed):
                dying = DyingObjects(tmp_path / "objects", at=1, after=after)
                run(database, dying, rules, now, clock=dying_clock(now, at + 1))
    assert killed >= 2
    run(database, objects, rules, now)
    entries = told(database)
    assert follow(entries).broken == ""
    whole = [entry.subject for entry in entries if entry.what == "record"]
    assert sorted(whole) == ["A-0", "A-1", "A-2", "A-3"], "each of them once"
    parts = [entry.what for entry in entries if entry.subject == "A-9"]
    assert sorted(parts) == ["corrections", "originals", "pages", "quality"]
    originals = [entry.subject for entry in entries if entry.what == "object"]
    assert len(originals) == len(set(originals)) == 4
    assert [p for p in (tmp_path / "objects" / "sha256").rglob("*") if p.is_file()] == []
    assert faults(database, objects) == ()


def test_content_that_comes_again_while_it_is_removed_is_there(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    """The bytes are put, the old ones removed, and only then the row is written."""
    content = b"%PDF comes again"
    sha256 = store_aged(database, objects, tmp_path, "A-1", closed=now - LONG_AGO, content=content)
    source = tmp_path / "again"
    source.write_bytes(content)
    assert objects.put(source, measure(source)) is False
    run(database, objects, rules, now)
    assert not objects.has(sha256)
    add_again(database, objects, source, "B-1", now)
    assert objects.has(sha256)
    assert run(database, objects, rules, now).removed == {}
    assert faults(database, objects) == ()


def test_who_removes_and_who_refers_take_turns(
    database: Database, objects: FolderObjects, rules: Retention, tmp_path: Path, now: datetime
) -> None:
    content = b"%PDF at the same time"
    store_aged(database, objects, tmp_path, "A-1", closed=now - LONG_AGO, content=content)
    source = tmp_path / "again"
    source.write_bytes(content)
    start = threading.Barrier(2)

    class Meeting(FolderObjects):
        def remove(self, sha256: str) -> bool:
            start.wait(10)
            return super().remove(sha256)

    def refer() -> None:
        objects.put(source, measure(source))
        start.wait(10)
        add_again(database, objects, source, "B-1", now)

    other = threading.Thread(target=refer)
    other.start()
    run(database, Meeting(tmp_path / "objects"), rules, now)
    other.join()
    assert objects.has(measure(source).sha256)
    assert faults(database, objects) == ()


def add_again(
    database: Database, objects: FolderObjects, source: Path, code: str, now: datetime
) -> None:
    """As `api.services.intake` does it."""
    content: ObjectRef = measure(source)
    new = NewFile(name="b.pdf", content=content, media_type="x", uploaded_by=None)
    with database.write() as session:
        dossiers.register(session, code, None, EVERYWHERE, now=now)
        condemned.keep_for_row(session, objects, source, content)
        dossiers.add_file(session, code, new, EVERYWHERE, problem=None, now=now)
