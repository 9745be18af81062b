"""What the calls do that give personal data out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Final

from api.context import Context
from api.services import corrections_export, person_export
from api.services.person_export import Asked
from api.services.privacy import rules_of
from api.wire.privacy_exports import WantedPerson
from dossier.errors import InvalidRequest
from dossier.lifecycle.incident import IncidentPack
from dossier.lifecycle.person import Wanted
from dossier.store import incident
from dossier.store.incident import Question
from dossier.store.keys import KeyInfo

LONGEST: Final = timedelta(days=366)
_PIECE: Final = 1 << 16
_IN_MEMORY: Final = 8 << 20
"""Bytes; a larger archive is written to a file that has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    size: int
    pieces: Iterator[bytes]


def export_person(context: Context, who: KeyInfo, body: WantedPerson) -> Archive:
    """Raises InvalidRequest, NotFound when nothing is held, StorageUnavailable."""
    asked = Asked(
        wanted=Wanted.parse(id_number=body.id_number, name=body.name, dob=body.dob),
        scope=who.scope,
        actor=who.id,
        branch=who.branch,
        with_pages=body.with_pages,
    )
    return _archive(
        lambda target: person_export.write_archive(
            context.database, context.objects, asked, target, now=context.clock()
        )
    )


def export_corrections(context: Context, who: KeyInfo) -> Archive:
    """Raises Conflict where the rules are not confirmed, StorageUnavailable."""
    rules, now = rules_of(context), context.clock()
    return _archive(
        lambda target: corrections_export.write_archive(
            context.database, context.objects, rules, who.scope, target, now=now
        )
    )


def incident_pack(
    context: Context,
    who: KeyInfo,
    *,
    since: datetime,
    until: datetime,
    keys: list[str],
    branch: str | None,
) -> IncidentPack:
    """Raises InvalidRequest when the time is none."""
    if since.tzinfo is None or until.tzinfo is None:
        raise InvalidRequest("Thời gian cần múi giờ / a time needs its zone: 2026-11-22T08:00:00Z")
    # No log is older, and the ends of the calendar cannot be turned into UTC.
    if since.year < 2000 or until.year > 9000 or not timedelta() < until - since <= LONGEST:
        raise InvalidRequest("Khoảng thời gian không hợp lệ / since < until, at most 366 days")
    question = Question(since=since, until=until, keys=keys, branch=branch)
    with context.database.read() as session:
        return incident.make_pack(session, question, who.scope, now=context.clock())


def _archive(write: Callable[[IO[bytes]], object]) -> Archive:
    """Written as a whole before the answer begins: what fails is an error, not a torn archive."""
    held = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `pieces`
    try:
        write(held)
    except BaseException:
        held.close()
        raise
    size = held.tell()
    held.seek(0)

    def pieces() -> Iterator[bytes]:
        with held:
            while piece := held.read(_PIECE):
                yield piece

    return Archive(size=size, pieces=pieces())
