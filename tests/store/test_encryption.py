"""What tells of a citizen is unreadable at rest, and readable through every change of keys."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text, update

from dossier.errors import Misconfigured
from dossier.messages import EventKind
from dossier.store import dossiers, rotation, webhooks
from dossier.store.database import Database
from dossier.store.keyring import KeyMissing, Keyring, Tampered, add_to_key_file, parse_keys
from dossier.store.object_cipher import CHUNK_BYTES, HEADER_BYTES, MAGIC, ObjectCipher, sealed_size
from dossier.store.objects import FolderObjects, ObjectRef, ObjectStore, object_name, open_objects
from dossier.store.scope import EVERYWHERE
from dossier.store.settings import StoreSettings
from dossier.store.tables import Base, DossierRow, FileRow, WebhookRow
from tests.fakes.databases import BACKENDS, bare_database, database_settings

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(hours=1)
NAME = "TRAN NGUYEN BAO NGOC"
SUBMITTED = {"birth_registration": {"child_name": NAME, "note": "x" * 600}}


def key(key_id: str) -> str:
    return f"{key_id}:{base64.b64encode(hashlib.sha256(key_id.encode()).digest()).decode()}"


def keyring(*ids: str) -> Keyring:
    return Keyring(parse_keys(" ".join(map(key, ids))))


@pytest.fixture(params=BACKENDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreSettings]:
    with database_settings(request.param, tmp_path) as names:
        yield StoreSettings(**names)  # type: ignore[arg-type]


def in_clear(settings: StoreSettings) -> StoreSettings:
    return settings.model_copy(update={"encryption_keys": SecretStr("off")})


def prepared(settings: StoreSettings) -> Database:
    database = Database.from_settings(settings)
    try:
        database.prepare_schema()
    except KeyMissing:
        database.dispose()
        raise
    return database


def keep(database: Database, objects: ObjectStore, folder: Path, count: int = 1) -> list[str]:
    """Dossiers, each with an original, and one webhook. Returns the originals' SHA-256."""
    kept = []
    for number in range(count):
        content = f"%PDF-1.7 {NAME} {number}".encode()
        source = folder / "source"
        source.write_bytes(content)
        ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        objects.put(source, ref)
        kept.append(ref.sha256)
        new = dossiers.NewFile(name="a.pdf", content=ref, media_type="x", uploaded_by=None)
        with database.write() as session:
            dossiers.register(session, f"A-{number:04}", SUBMITTED, EVERYWHERE, now=NOW)
            dossiers.add_file(session, f"A-{number:04}", new, EVERYWHERE, problem=None, now=NOW)
    with database.write() as session:
        webhooks.create(session, "https://a.example/", [EventKind.READ], EVERYWHERE, now=NOW)
    return kept


def raw(database: Database, column: str, table: str) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text(f"SELECT CAST({column} AS TEXT) FROM {table} ORDER BY 1")))


def seen(database: Database) -> tuple[object, str]:
    with database.read() as session:
        secret = session.query(WebhookRow).one().secret
        return session.get_one(DossierRow, "A-0000").submitted, secret


def test_nothing_of_a_citizen_stands_in_clear(settings: StoreSettings, tmp_path: Path) -> None:
    database, objects = prepared(settings), open_objects(settings)
    (sha256,) = keep(database, objects, tmp_path)
    submitted, secret = seen(database)
    assert (submitted, secret[:6]) == (SUBMITTED, "whsec_")
    assert raw(database, "submitted", "dossiers")[0].startswith('"$sealed:k')
    assert raw(database, "secret", "webhooks")[0].startswith("$sealed:k")
    stored = (settings.objects_folder / object_name(sha256)).read_bytes()
    assert stored.startswith(MAGIC)
    assert len(stored) == sealed_size(len(f"%PDF-1.7 {NAME} 0".encode()))
    with objects.open(sha256) as handle:
        assert handle.read() == f"%PDF-1.7 {NAME} 0".encode()
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    database.dispose()
    if settings.database_url is None:
        files = [path for path in settings.data.rglob("*") if path.is_file()]
        assert not [
            p.name for p in files if p != tmp_path / "source" and NAME.encode() in p.read_bytes()
        ]


def test_every_column_that_may_tell_of_a_citizen_is_sealed() -> None:
    """A JSON or long text column is sealed, or stands here with the reason why not."""
    open_columns = {
        "accounts.password_hash": "argon2id: nothing leads back",
        "pages.summary": "measures",
        "purges.rule": "a rule's own wording",
        "purges.confirmed": "an office's decision",
        "purges.rows": "counts",
        "purges.digests": "digests",
        "steps.last_error": "a reason",
        "outbox.payload": "ids",
        "events.payload": "ids and reasons",
        "webhooks.kinds": "names of events",
        "rotations.after": "ids",
        "calibrations.body": "numbers",
        "form_samples.page_facts": "sizes",
        "form_trials.definition": "a form's own wording",
        "form_trials.problem": "a reason",
        "form_versions.definition": "a form's own wording",
        "spots.area": "a place on a page",
        "spots.problem": "a reason",
    }
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ in {"JSON", "Text"}
    }
    assert found <= set(open_columns)


def test_what_looks_sealed_but_was_typed_comes_back(settings: StoreSettings) -> None:
    for chosen in (in_clear(settings), settings):
        database = prepared(chosen)
        for typed in ("$sealed:a:AAAA", "$clear:x", "$sealed:"):
            with database.write() as session:
                row = webhooks.create(session, "https://a/", [EventKind.READ], EVERYWHERE, now=NOW)
                row.secret = typed
            with database.read() as session:
                assert session.get_one(WebhookRow, row.id).secret == typed
        database.dispose()


def test_a_value_moved_to_another_column_does_not_open(settings: StoreSettings) -> None:
    database = prepared(settings)
    with database.write() as session:
        row = webhooks.create(session, "https://a/", [EventKind.READ], EVERYWHERE, now=NOW)
        session.execute(text("UPDATE webhooks SET old_secret = secret"))
    with pytest.raises(Tampered), database.read() as session:
        _ = session.get_one(WebhookRow, row.id).old_secret
    database.dispose()


@pytest.mark.parametrize("cut", ["flipped", "shortened", "swapped"])
def test_a_changed_original_does_not_open(tmp_path: Path, cut: str) -> None:
    cipher = ObjectCipher(keyring("a"))
    objects = FolderObjects(tmp_path / "objects", cipher)
    refs = []
    for letter in (b"a", b"b"):
        source = tmp_path / "source"
        source.write_bytes(letter * (CHUNK_BYTES * 2 + 5))
        refs.append(ObjectRef(sha256=hashlib.sha256(source.read_bytes()).hexdigest(), size=1))
        objects.put(source, refs[-1])
    paths = [tmp_path / "objects" / object_name(ref.sha256) for ref in refs]
    stored = paths[0].read_bytes()
    changed = {
        "flipped": stored[:-1] + bytes([stored[-1] ^ 1]),
        "shortened": stored[: HEADER_BYTES + CHUNK_BYTES + 16],
        "swapped": paths[1].read_bytes(),
    }[cut]
    paths[0].unlink()
    paths[0].write_bytes(changed)
    with pytest.raises(Tampered), objects.path(refs[0].sha256):
        pass


def test_an_original_that_looks_encrypted_is_kept_as_it_is(tmp_path: Path) -> None:
    content = MAGIC + b"x".ljust(200)
    source = tmp_path / "source"
    for cipher in (ObjectCipher(Keyring({}, in_clear=True)), ObjectCipher(keyring("a"))):
        objects = FolderObjects(tmp_path / "objects", cipher)
        source.write_bytes(content)
        ref = ObjectRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        objects.put(source, ref)
        with objects.open(ref.sha256) as handle:
            assert handle.read() == content
        assert objects.reseal(ref.sha256) is (cipher.key_id is not None)


def test_a_process_without_the_keys_does_not_start(settings: StoreSettings) -> None:
    prepared(settings).dispose()
    kept = settings.key_file.read_text()
    settings.key_file.unlink()
    with pytest.raises(KeyMissing):
        prepared(settings)
    assert not settings.key_file.exists(), "a new key would hide that the old one is lost"
    (key_id, _, _) = kept.partition(":")
    settings.key_file.write_text(f"{key_id}:{base64.b64encode(os.urandom(32)).decode()}\n")
    with pytest.raises(KeyMissing, match="another key"):
        prepared(settings)
    settings.key_file.write_text(kept)
    prepared(settings).dispose()


@pytest.mark.parametrize(
    "told", ["only-an-id", "a:tooshort", key("a") + " " + key("a"), "A:" + "A" * 43 + "="]
)
def test_keys_that_are_none_are_refused_without_being_shown(tmp_path: Path, told: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        Database.from_settings(StoreSettings(data=tmp_path, encryption_keys=told))  # type: ignore[arg-type]
    assert told not in str(refused.value)


def turn(settings: StoreSettings) -> rotation.Rotated:
    database = prepared(settings)
    done = rotation.rotate(
        database, open_objects(settings), now=lambda: LATER, progress=lambda *_: None
    )
    database.dispose()
    return done


def test_keys_are_rotated_while_others_read_and_write(
    settings: StoreSettings, tmp_path: Path
) -> None:
    service, objects = prepared(settings), open_objects(settings)
    names = keep(service, objects, tmp_path, count=3)
    before, (old, _, _) = seen(service), settings.key_file.read_text().partition(":")
    add_to_key_file(settings.key_file, "new")
    rotated = turn(settings)
    assert (rotated.done, rotated.retired) == (True, (old,))
    assert rotated.changed == 3 + 3 + 1 + 3, "dossiers, files, the webhook, originals"
    # The process that was there before has never heard of the key, and reads all the same.
    assert seen(service) == before
    for sha256 in names:
        with objects.open(sha256) as handle:
            assert hashlib.sha256(handle.read()).hexdigest() == sha256
    assert turn(settings).changed == 0
    settings.key_file.write_text(settings.key_file.read_text().splitlines()[0])
    alone = prepared(settings)
    assert seen(alone) == before
    for database in (service, alone):
        database.dispose()


def test_a_rotation_that_was_stopped_goes_on(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_BATCH", 2)
    database = prepared(settings)
    objects = open_objects(settings)
    keep(database, objects, tmp_path, count=5)
    add_to_key_file(settings.key_file, "new")
    rotating = prepared(settings)

    def stop(part: str, changed: int) -> None:
        if (part, changed) == ("dossiers", 4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(rotating, open_objects(settings), now=lambda: LATER, progress=stop)
    done = [value.startswith('"$sealed:new:') for value in raw(rotating, "submitted", "dossiers")]
    assert sorted(done) == [False, True, True, True, True]
    parts: list[tuple[str, int]] = []
    rotated = rotation.rotate(
        rotating,
        open_objects(settings),
        now=lambda: LATER,
        progress=lambda part, changed: parts.append((part, changed)),
    )
    assert ("dossiers", 1) in parts
    assert (rotated.done, rotated.changed) == (True, 1 + 5 + 1 + 5)
    for opened in (database, rotating):
        opened.dispose()


def test_old_keys_stay_while_somebody_may_write_with_them(
    settings: StoreSettings, tmp_path: Path
) -> None:
    database = prepared(settings)
    keep(database, open_objects(settings), tmp_path)
    database.dispose()
    add_to_key_file(settings.key_file, "new")
    rotating = prepared(settings)
    rotated = rotation.rotate(
        rotating,
        open_objects(settings),
        now=lambda: datetime.now(UTC),
        progress=lambda *_: None,
    )
    assert (rotated.done, rotated.retired) == (False, ())
    rotating.dispose()


def test_to_clear_text_and_back_by_choice(settings: StoreSettings, tmp_path: Path) -> None:
    database = prepared(settings)
    names = keep(database, open_objects(settings), tmp_path)
    before = seen(database)
    off = in_clear(settings)
    assert turn(off).changed == 4
    assert NAME in raw(database, "submitted", "dossiers")[0]
    assert (settings.objects_folder / object_name(names[0])).read_bytes().startswith(b"%PDF")
    assert turn(settings).changed == 4
    assert raw(database, "submitted", "dossiers")[0].startswith('"$sealed:k')
    assert seen(database) == before
    database.dispose()


def test_rows_from_before_are_read_and_rotated(settings: StoreSettings, tmp_path: Path) -> None:
    database = prepared(in_clear(settings))
    keep(database, open_objects(in_clear(settings)), tmp_path)
    before = seen(database)
    database.dispose()
    now = prepared(settings)
    assert seen(now) == before
    with now.write() as session:
        session.execute(update(FileRow).values(name="b.pdf"))
    assert turn(settings).changed == 3
    assert seen(now) == before
    now.dispose()


def test_file_names_are_sealed_and_so_are_those_of_before(tmp_path: Path) -> None:
    for backend in BACKENDS:
        folder = tmp_path / backend
        folder.mkdir()
        with bare_database(backend, folder) as names:
            settings = StoreSettings(**names)  # type: ignore[arg-type]
            settings.make_data_folder()
            add_to_key_file(settings.key_file, "k1")
            before = Database.from_settings(settings)
            before.migrate("0013")
            _insert_file_in_clear(before)
            before.migrate()
            before.dispose()
            database = prepared(settings)
            (stored,) = raw(database, "name", "files")
            assert stored.startswith("$sealed:k1:")
            (problem,) = raw(database, "problem", "files")
            assert problem.startswith('"$sealed:k1:')
            with database.read() as session:
                row = session.query(FileRow).one()
                assert (row.name, row.problem) == ("Tờ khai của Hòa.pdf", {"file": "Hòa"})
            with pytest.raises(Misconfigured, match="decrypt first"):
                database.migrate("0013")
            database.dispose()


def _insert_file_in_clear(database: Database) -> None:
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO dossiers (code, state, created, updated)"
                " VALUES ('A-1', 'open', :now, :now)"
            ),
            {"now": NOW},
        )
        session.execute(
            text(
                "INSERT INTO files (id, dossier, position, name, sha256, size, media_type, state,"
                " problem, created) VALUES ('fil_1', 'A-1', 1, 'Tờ khai của Hòa.pdf', :hash, 1,"
                " 'application/pdf', 'split', :problem, :now)"
            ),
            {"now": NOW, "hash": "ab" * 32, "problem": '{"file": "Hòa"}'},
        )
