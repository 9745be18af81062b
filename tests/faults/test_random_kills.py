"""Many pages through API, workers, keeper, PostgreSQL, RabbitMQ and S3 while everything is killed.

Afterwards the ledger is, to the last letter, the one that nothing but reading the pages gives.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select, update

from dossier.messages import EventKind
from dossier.store import pages, webhooks
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DeliveryState, DossierState, FileState, StepState
from dossier.store.tables import (
    DeliveryRow,
    DossierRow,
    EventRow,
    FileRow,
    Json,
    OutboxRow,
    PageRow,
    RecordRow,
    StepRow,
    WebhookRow,
)
from tests.fakes.receiver import receiver
from tests.faults.branch import Branch, calls_for
from tests.faults.installation import (
    PATIENCE_S,
    RABBITMQ,
    Installation,
    installation,
    wait_until,
    wait_while_moving,
)
from tests.faults.made_dossiers import (
    Ledger,
    MadeDossier,
    MadePages,
    digest,
    make_replaying_reader,
)
from tests.faults.random_kills import Mortal, dying_at_random

SEED: Final = 20261122
_PATIENCE_S: Final = 1800.0
"""Of a branch whose files stand in a queue of thousands, and reads slowly."""
TOLD: Final = {
    "lease_s": 6.0,
    "rate_per_s": 1e6,
    "rate_burst": 10**6,
    "webhook_targets": "127.0.0.0/8",
}
_DECISIONS: Final = {
    DossierState.COMPLETED: "accept",
    DossierState.NEEDS_REVIEW: "review",
    DossierState.RESCAN: "rescan",
    DossierState.FAILED: "not one",
}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_sixty_pages_under_random_kills(tmp_path: Path) -> None:
    chance, truth = random.Random(SEED), MadePages(10, tmp_path)
    made = [truth.dossier(f"H26-{n:05}", (7, 5), chance) for n in range(5)]
    assert sum(dossier.page_count for dossier in made) >= 60
    mortals = [
        Mortal(role="api", boundaries=4, cpu_s=0.3),
        Mortal(role="worker", boundaries=25, cpu_s=1),
        Mortal(role="worker", boundaries=25, cpu_s=1),
        Mortal(role="keep", boundaries=40, cpu_s=1),
    ]
    read_while_dying(tmp_path, truth, made, mortals)


@pytest.mark.long
@pytest.mark.timeout(10_800)
def test_ten_thousand_pages_under_random_kills(tmp_path: Path) -> None:
    chance, truth = random.Random(SEED), MadePages(100, tmp_path)
    made = [truth.dossier(f"H26-{n:05}", (50, 30, 20), chance) for n in range(100)]
    assert sum(dossier.page_count for dossier in made) >= 10_000
    mortals = [
        Mortal(role="api", boundaries=300, cpu_s=10),
        Mortal(role="worker", boundaries=2000, cpu_s=15),
        Mortal(role="worker", boundaries=2000, cpu_s=15),
        Mortal(role="keep", boundaries=600, cpu_s=12),
    ]
    read_while_dying(tmp_path, truth, made, mortals)


def read_while_dying(
    folder: Path, truth: MadePages, made: Sequence[MadeDossier], mortals: Sequence[Mortal]
) -> None:
    """Let branches bring the dossiers while `mortals` die; hold what is left against the truth."""
    started = time.monotonic()
    make_reader = make_replaying_reader(truth.recording)
    with receiver() as heard, installation(RABBITMQ, folder, make_reader, **TOLD) as it:
        branch = Branch(it, patience_s=_PATIENCE_S)
        with it.database.write() as session:
            kinds = list(EventKind)
            webhooks.create(session, heard.url, kinds, EVERYWHERE, now=it.clock())
        placed = [replace(m, port=branch.port if m.role == "api" else 0) for m in mortals]
        with dying_at_random(it, placed, SEED) as killed, ThreadPoolExecutor(6) as branches:
            brought = [branches.submit(bring, branch, dossier) for dossier in made]
            wait_while_moving(lambda: count_done(it), of_all(made), patience_s=PATIENCE_S)
            for one in brought:
                one.result()
            wait_until(lambda: nothing_is_left(it))
            deaths = dict(killed)
        print(f"{len(made)} dossiers, {time.monotonic() - started:.0f} s, killed: {deaths}")
        assert {mortal.role for mortal in mortals} <= set(deaths), deaths
        assert sum(deaths.values()) >= 2 * len(mortals), deaths
        for dossier in made:
            found, expected = ledger_of(it, dossier.code), truth.ledger(dossier)
            assert {k: v for k, v in found.items() if v != expected[k]} == {
                k: v for k, v in expected.items() if v != found[k]
            }, dossier.code
        require_nothing_else(it, made)
        with it.database.read() as session:
            assert set(heard.ids) == set(session.scalars(select(EventRow.id)))


def bring(branch: Branch, dossier: MadeDossier) -> None:
    files = [(file.name, file.content) for file in dossier.files]
    for method, path, told in calls_for(dossier.code, dossier.page_count, *files):
        assert branch.say(method, path, **told)


def of_all(made: Sequence[MadeDossier]) -> int:
    """How many steps there are: one a file that is not empty, one a page, one a record."""
    files = [file for dossier in made for file in dossier.files if file.content]
    return len(files) + sum(dossier.page_count for dossier in made) + len(made)


def count_done(it: Installation) -> int:
    return it.count(StepRow.state == StepState.DONE)


def nothing_is_left(it: Installation) -> bool:
    """No step, message or delivery waits. Nobody needs to sit out the pause before another try."""
    with it.database.write() as session:
        waiting = update(DeliveryRow).where(DeliveryRow.state == DeliveryState.PENDING)
        session.execute(waiting.values(next_at=it.clock()))
        session.execute(update(WebhookRow).values(paused_until=None))
    return not (
        it.count(StepRow.state != StepState.DONE)
        or it.count(OutboxRow.sent_at.is_(None))
        or it.count(DeliveryRow.state != DeliveryState.DELIVERED)
    )


def ledger_of(it: Installation, code: str) -> Ledger:
    """What is kept of a dossier, without ids and times."""
    with it.database.read() as session:
        state = session.get_one(DossierRow, code).state
        files = session.scalars(
            select(FileRow).where(FileRow.dossier == code).order_by(FileRow.position)
        )
        kept_files = [(row.name, row.sha256, row.state is FileState.SPLIT) for row in files]
        kept_pages = [
            (name, row.file_page, digest(row.reading))
            for row, name, _ in pages.pages_with_readings(session, code)
        ]
        records = session.scalars(select(RecordRow).where(RecordRow.dossier == code))
        kept_records = [(row.version, digest(row.body)) for row in records]
        told = session.scalars(
            select(EventRow).where(EventRow.dossier == code).order_by(EventRow.seq)
        )
        kept_events = [(row.kind.value, _without_state(row.payload)) for row in told]
    return {
        "decision": _DECISIONS[state],
        "files": kept_files,
        "pages": kept_pages,
        "records": kept_records,
        "events": kept_events,
    }


def require_nothing_else(it: Installation, made: Sequence[MadeDossier]) -> None:
    """Nothing doubled anywhere: as many rows as there are things, and the originals as sent."""
    files = [file for dossier in made for file in dossier.files]
    total = sum(dossier.page_count for dossier in made)
    whole = [file for file in files if file.pictures]
    assert it.count(DossierRow.code.is_not(None)) == len(made)
    assert it.count(FileRow.id.is_not(None)) == len(files)
    assert it.count(PageRow.id.is_not(None)) == total
    assert it.count(StepRow.id.is_not(None)) == of_all(made)
    assert it.count(DeliveryRow.id.is_not(None)) == 2 * len(made)
    assert len(whole) == len({file.sha256 for file in whole})
    for sha256 in {file.sha256 for file in files}:
        with it.objects.path(sha256) as path:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _without_state(payload: Json) -> Json:
    return {key: value for key, value in payload.items() if key != "state"}
