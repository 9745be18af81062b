"""Who asked for what, when: an append-only log whose entries hold on to each other.

Each entry carries the SHA-256 of itself and of the one before, and the numbers have no gap. So an
entry that was changed, removed or put in shows at `verify`. Whoever can rewrite the whole table
could also compute it anew from some entry on; against that the newest hash is written to the
service's own log every hour, and `verify` takes one that was kept elsewhere (`expected`).

The entry is committed before the answer is given: nothing is seen or changed without it.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dossier.store.database import Turn, table_of, take_turn
from dossier.store.tables import AuditRow

_FIRST: Final = "0" * 64
"""What the first entry holds on to."""
_AT_ONCE: Final = 1000


class AuditOutcome(StrEnum):
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An entry by its number and hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    entries: int
    head: Head | None
    """The last entry that holds; None when there is none."""
    broken: str
    """Empty, or what is wrong with the entry after it, in Vietnamese and English."""


def append(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str,
    branch: str | None,
    now: datetime,
    outcome: AuditOutcome = AuditOutcome.ALLOWED,
) -> None:
    """Add an entry of ids and names, never of a citizen's values.

    Others wait until this transaction ends: append late in it, or in one of its own.
    """
    take_turn(session, Turn.AUDIT)
    before = head(session)
    row = AuditRow(
        seq=1 if before is None else before.seq + 1,
        at=now,
        actor=actor[:100],
        branch=branch,
        action=action[:100],
        subject=subject[:100],
        outcome=outcome.value,
        previous=_FIRST if before is None else before.hash,
    )
    row.hash = _hash(row)
    table = table_of(AuditRow)
    session.execute(insert(table), {c.name: getattr(row, c.name) for c in table.columns})


def head(session: Session) -> Head | None:
    """The newest entry."""
    row = session.execute(
        select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
    ).first()
    return None if row is None else Head(seq=row.seq, hash=row.hash)


def verify(session: Session, *, expected: Head | None = None) -> Verdict:
    """Look at every entry in order; stops at the first that does not hold.

    `expected` is one that was noted earlier: it must still be there, the same.
    """
    last = Head(seq=0, hash=_FIRST)
    met = expected is None
    entries = select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=_AT_ONCE)
    with closing(session.scalars(entries)) as rows:
        for row in rows:
            broken = _judge(row, last, expected)
            if broken:
                return _verdict(last, broken)
            met = met or (expected is not None and row.seq == expected.seq)
            last = Head(seq=row.seq, hash=row.hash)
    return _verdict(last, "" if met else "thiếu phần cuối / the end is missing")


def _judge(row: AuditRow, last: Head, expected: Head | None) -> str:
    if row.seq != last.seq + 1:
        return f"thiếu mục / entries are missing: {last.seq + 1} .. {row.seq - 1}"
    if row.previous != last.hash or row.hash != _hash(row):
        return f"mục bị sửa / the entry was changed: {row.seq}"
    if expected is not None and row.seq == expected.seq and row.hash != expected.hash:
        return f"chuỗi bị viết lại / the chain was rewritten before {row.seq}"
    return ""


def _verdict(last: Head, broken: str) -> Verdict:
    return Verdict(entries=last.seq, head=last if last.seq else None, broken=broken)


def _hash(row: AuditRow) -> str:
    at = row.at.astimezone(UTC).isoformat()
    told = [row.seq, at, row.actor, row.branch, row.action, row.subject, row.outcome]
    text = json.dumps([*told, row.previous], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
