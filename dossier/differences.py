"""What one record of a dossier says otherwise than another, as newer models read it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dossier.carry import same_documents
from dossier.record import FieldReading, Record


class ChangeKind(StrEnum):
    VALUE = "value"
    STATE = "state"
    """Read, blank, unreadable or not found: another of these than before."""
    REVIEW = "review"
    """The same value, but a person must look at it now, or need not any more."""
    DOCUMENT_GONE = "document_gone"
    DOCUMENT_NEW = "document_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: ChangeKind
    form: str
    field: str = ""
    before: FieldReading | None = None
    after: FieldReading | None = None


def differences(before: Record, after: Record) -> Iterator[Change]:
    """Changes in the order of `after`; documents are the same by form and scanned sheets."""
    pairs = {new: old for old, new in same_documents(before, after).items()}
    for number, document in enumerate(after.documents, start=1):
        if number not in pairs:
            yield Change(kind=ChangeKind.DOCUMENT_NEW, form=document.form)
            continue
        earlier = before.documents[pairs[number] - 1].fields
        for key in dict.fromkeys([*document.fields, *earlier]):
            old, new = earlier.get(key), document.fields.get(key)
            kind = _judge(old, new)
            if kind is not None:
                yield Change(kind=kind, form=document.form, field=key, before=old, after=new)
    for number, document in enumerate(before.documents, start=1):
        if number not in pairs.values():
            yield Change(kind=ChangeKind.DOCUMENT_GONE, form=document.form)


def _judge(old: FieldReading | None, new: FieldReading | None) -> ChangeKind | None:
    if old is None or new is None or old.state is not new.state:
        return ChangeKind.STATE
    if old.value != new.value:
        return ChangeKind.VALUE
    return ChangeKind.REVIEW if old.review != new.review else None
