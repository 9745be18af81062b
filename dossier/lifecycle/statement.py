"""The proof of what was removed: entries that hold on to each other, with no value in them.

An entry names what went (a dossier, a kind of its data, an original by its SHA-256), when, on whose
word, by which rule and on which source, how many rows of which table, and digests by which somebody
who still has a copy can prove that it is the one that was removed here. Each carries the SHA-256 of
itself and of the one before, and the numbers have no gap.

    sohoa.purge/v1    what is handed over: entries in order
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FIRST: Final = "0" * 64
"""What the first entry holds on to."""


class Purged(BaseModel):
    """One thing that was removed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int = Field(ge=1)
    at: datetime
    actor: str
    """Id of a key, `operator:` and a login, or `schedule`."""
    what: str
    """A kind of data (`rules.DataKind`); `object`: an original; `object_kept`: one that somebody
    else refers to by now."""
    subject: str
    """Code of the dossier, id of the sample, or SHA-256 of the original."""
    branch: str | None
    rule: str
    """By name, period and source; empty for an original, which goes with its dossier."""
    confirmed: str
    """The office's decision that the rules are its own."""
    rows: dict[str, int]
    """Table -> rows that were removed or emptied."""
    digests: dict[str, str]
    """Name -> SHA-256."""
    previous: str
    hash: str

    def digest(self) -> str:
        """What `hash` must be."""
        told = self.model_dump(mode="json", exclude={"hash"})
        told["at"] = self.at.astimezone(UTC).isoformat()
        text = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Statement(BaseModel):
    """Entries as they are handed over."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    schema_: Literal["sohoa.purge/v1"] = Field(default="sohoa.purge/v1", alias="schema")
    made: datetime
    branch: str | None = None
    """Whose entries these are; None: every branch's, without a gap."""
    entries: list[Purged]

    def totals(self) -> dict[str, int]:
        """How many of each were removed."""
        counts: dict[str, int] = {}
        for entry in self.entries:
            counts[entry.what] = counts.get(entry.what, 0) + 1
        return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What came of looking at entries in order."""

    entries: int
    head: str
    """Hash of the last that holds."""
    broken: str
    """Empty, or what is wrong with the one after it, in Vietnamese and English."""


def sealed(entry: dict[str, Any], before: Purged | None) -> Purged:
    """An entry that comes after `before`, numbered and hashed."""
    number = 1 if before is None else before.seq + 1
    previous = FIRST if before is None else before.hash
    open_entry = Purged.model_validate({**entry, "seq": number, "previous": previous, "hash": ""})
    return open_entry.model_copy(update={"hash": open_entry.digest()})


def follow(entries: Iterable[Purged], *, whole: bool = True) -> Chain:
    """Look at every entry in order, up to the first that does not hold.

    `whole`: numbers have no gap. Those of one branch alone have gaps: then each entry is held
    against its own hash only. The first of a part may hold on to anything.
    """
    count, last = 0, None
    for entry in entries:
        broken = _judge(entry, last, whole=whole)
        if broken:
            return Chain(entries=count, head=last.hash if last else "", broken=broken)
        count, last = count + 1, entry
    return Chain(entries=count, head=last.hash if last else "", broken="")


def digest_of(value: object) -> str:
    """SHA-256 of a JSON value, however its keys are ordered."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def removed_subjects(entries: Sequence[Purged], what: str) -> list[Purged]:
    return [entry for entry in entries if entry.what == what]


def _judge(entry: Purged, last: Purged | None, *, whole: bool) -> str:
    if entry.hash != entry.digest():
        return f"mục bị sửa / the entry was changed: {entry.seq}"
    if not whole:
        return ""
    if last is None:
        first = entry.seq == 1
        return (
            f"đầu chuỗi sai / a wrong beginning: {entry.seq}"
            if (first and entry.previous != FIRST)
            else ""
        )
    if entry.seq != last.seq + 1:
        return f"thiếu mục / entries are missing: {last.seq + 1} .. {entry.seq - 1}"
    if entry.previous != last.hash:
        return f"mục bị thay / the entry before was replaced: {entry.seq}"
    return ""
