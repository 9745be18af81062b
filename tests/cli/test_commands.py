"""The commands that need no engine, each in this process on a folder of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dossier.errors import InvalidRequest, Misconfigured, NotFound
from dossier.forms.catalog import DEFINITIONS, catalog
from dossier.messages import StepKind
from dossier.store import dossiers, steps
from dossier.store.database import Database
from dossier.store.scope import EVERYWHERE
from dossier.store.settings import StoreSettings
from dossier.store.states import DossierState, StepState
from dossier.store.tables import StepRow


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_forms_are_listed_by_key() -> None:
    listed = _run("forms", "list")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(catalog())


@pytest.mark.parametrize("key", sorted(catalog()))
def test_a_form_is_shown_with_all_its_fields(key: str) -> None:
    shown = _run("forms", "show", key).stdout
    assert all(spec.key in shown for spec in catalog()[key].fields)


def test_sound_definitions_pass_and_others_say_why(tmp_path: Path) -> None:
    sound = DEFINITIONS / "birth_registration.toml"
    assert _run("forms", "check", sound).exit_code == 0
    unsound = tmp_path / "form.toml"
    unsound.write_text(sound.read_text(encoding="utf-8") + '\n[[field]]\nkey = "x"\nkinds = "y"\n')
    failed = _run("forms", "check", unsound).exception
    assert isinstance(failed, Misconfigured)
    assert "form.toml" in failed.detail


def test_keys_are_made_shown_once_and_revoked(tmp_path: Path) -> None:
    where = ("--data", tmp_path)
    made = _run("admin", "keys", "create", "--role", "dossier_system", "--name", "HTTT", *where)
    secret = made.stdout.strip()
    assert re.fullmatch(r"sk_\S{40,}", secret)
    listed = _run("admin", "keys", "list", *where).stdout
    key_id = listed.split()[0]
    assert "HTTT" in listed
    assert secret not in listed
    renewed = _run("admin", "keys", "renew", key_id, "--overlap-h", "2", *where)
    assert (renewed.exit_code, renewed.stdout[:3]) == (0, "sk_")
    assert "until" in _run("admin", "keys", "list", *where).stdout
    assert _run("admin", "keys", "revoke", key_id, *where).exit_code == 0
    assert "revoked" in _run("admin", "keys", "list", *where).stdout


def test_what_is_not_there_cannot_be_revoked_or_released(tmp_path: Path) -> None:
    for command in (("keys", "revoke", "key_none"), ("release", "step_none")):
        failed = _run("admin", *command, "--data", tmp_path).exception
        assert isinstance(failed, NotFound)


def test_what_the_operator_did_is_in_the_audit_log(tmp_path: Path) -> None:
    where = ("--data", tmp_path)
    for role in ("admin", "reviewer"):
        _run("admin", "keys", "create", "--role", role, "--name", "x", *where)
    whole = _run("audit", "verify", *where)
    assert whole.exit_code == 0
    head = whole.stdout.strip()
    assert re.fullmatch(r"2:[0-9a-f]{64}", head)
    assert _run("audit", "verify", "--expect", head, *where).exit_code == 0
    cut = _run("audit", "verify", "--expect", "3:" + "0" * 64, *where)
    assert (cut.exit_code, cut.stdout.strip()) == (4, head)
    assert _run("audit", "verify", "--expect", "x", *where).exit_code == 2


def test_the_operator_sees_what_waits_and_what_was_put_aside(tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path)
    database, now = Database.from_settings(settings), datetime.now(UTC)
    database.prepare_schema()
    with database.write() as session:
        dossiers.register(session, "H26-1", None, EVERYWHERE, now=now)
        steps.create_step(session, StepKind.ASSEMBLE_DOSSIER, "H26-1", now=now)
        held = session.query(StepRow).one()
        held.state, held.last_error = StepState.QUARANTINED, "model_missing: vi"
        row = dossiers.lock(session, "H26-1", EVERYWHERE)
        row.state, row.declared_pages, row.sealed_at = DossierState.FAILED, 2, now
        step_id = held.id
    database.dispose()
    where = ("--data", tmp_path)
    assert "assemble_dossier  quarantined  1" in _run("admin", "queues", *where).stdout
    shown = _run("admin", "quarantine", *where).stdout
    assert step_id in shown
    assert "model_missing: vi" in shown
    gap = _run("admin", "ledger", "--grace-h", "0", *where)
    assert (gap.exit_code, "!" in gap.stdout) == (4, True)
    assert _run("admin", "ledger", *where).exit_code == 0, "still on its way"
    assert _run("admin", "ledger", "--day", "x", *where).exit_code == 2
    assert _run("admin", "release", *where).exit_code == 2
    assert step_id in _run("admin", "release", "--all", *where).stdout
    assert _run("admin", "quarantine", *where).stdout == ""
    assert _run("admin", "redeliver", *where).stdout.startswith("0 ")


def test_a_scanner_needs_a_branch(tmp_path: Path) -> None:
    failed = _run(
        "admin", "keys", "create", "--role", "scanner", "--name", "q1", "--data", tmp_path
    ).exception
    assert isinstance(failed, InvalidRequest)


def test_the_tables_go_back_and_forth(tmp_path: Path) -> None:
    where = ("--data", tmp_path)
    made = _run("admin", "migrate", *where)
    assert re.fullmatch(r"phiên bản / version \d{4}\n", made.stdout)
    assert "version 0001" in _run("admin", "migrate", "--to", "0001", *where).stdout
    assert isinstance(_run("admin", "migrate", "--to", "0000", *where).exception, Misconfigured)
