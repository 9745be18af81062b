"""Every submitted field against the paper, and every read field against the submission. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from dossier.fields.kind import Comparison, FieldKind
from dossier.fields.registry import KINDS
from dossier.fields.tables import compare_tables
from dossier.record import (
    Crosscheck,
    CrosscheckVerdict,
    DocumentReading,
    FieldComparison,
    FieldReading,
    FieldState,
    Source,
    Verdict,
)
from dossier.submission import Submission, SubmittedValue
from dossier.text import fold

KindOf = Callable[[str, str], FieldKind | None]
"""(form key, field key) -> kind; a table's column is asked for as `field.column`."""

_FORM_ABSENT: Final = "hồ sơ không có giấy tờ này / the dossier has no such paper"
_NOT_ON_PAPER: Final = "trên giấy không ghi / not written on the paper"
_NOT_FOUND: Final = "không tìm thấy mục này trên giấy / the place was not found on the paper"
_NOT_SUBMITTED: Final = "bản điện tử không khai / not in the submission"
_PAPER_UNREADABLE: Final = "trên giấy có ghi nhưng không đọc được / written, but not readable"
_BOTH_EMPTY: Final = "hai bên đều để trống / empty on both sides"
_MRZ_PLAIN: Final = "dòng MRZ không có dấu / the machine-readable zone has no marks"

_DIFFERS: Final = frozenset({Verdict.TONES_ONLY, Verdict.CLOSE, Verdict.DIFFERENT})
_INCOMPLETE: Final = frozenset({Verdict.MISSING_ON_PAPER, Verdict.UNREADABLE})
_AGREES: Final = frozenset({Verdict.SAME, Verdict.EQUIVALENT})
_COLUMN_KINDS: Final = {"dob": "date", "relation_to_head": "relation", "copies": "number"}
"""Kinds of table columns whose key is not the name of a kind."""

_NOTHING: Final = FieldReading(state=FieldState.NOT_FOUND, confidence=0.0, review=True)


def crosscheck(
    documents: Sequence[DocumentReading], submission: Submission, kinds: KindOf
) -> Crosscheck:
    """Compare `submission` with the `documents` of the dossier.

    Of several documents of one form, the one that agrees best with the submission counts: a
    dossier may hold the cards of both parents.
    """
    if not any(submission.values()):
        return Crosscheck()
    fields: list[FieldComparison] = []
    complete = True
    for form, submitted in submission.items():
        candidates = [document for document in documents if document.form == form]
        compared = [_compare_form(form, submitted, doc.fields, kinds) for doc in candidates]
        if compared:
            fields += max(compared, key=_agreement)
        elif submitted:
            complete = False
            fields += _absent_form(form, submitted)
    return Crosscheck(verdict=_sum_up(fields, complete=complete), fields=fields)


def _compare_form(
    form: str,
    submitted: Mapping[str, SubmittedValue],
    fields: Mapping[str, FieldReading],
    kinds: KindOf,
) -> list[FieldComparison]:
    keys = dict.fromkeys([*submitted, *fields])
    compared = (
        _compare_field(form, key, submitted.get(key), fields.get(key, _NOTHING), kinds)
        for key in keys
    )
    return [comparison for comparison in compared if comparison is not None]


def _compare_field(
    form: str, key: str, submitted: SubmittedValue | None, reading: FieldReading, kinds: KindOf
) -> FieldComparison | None:
    """None where neither side says anything and nobody asked."""
    read = reading.value if reading.state is FieldState.READ else None
    if submitted and read:
        found = _compare_values(form, key, submitted, read, kinds)
        found = _allow_for_source(found, reading, submitted)
    elif (judged := _compare_states(submitted, reading)) is not None:
        found = judged
    else:
        return None
    return FieldComparison(
        field=f"{form}.{key}",
        submitted=submitted or None,
        read=read,
        verdict=found.verdict,
        level=found.level,
        detail=found.detail,
    )


def _compare_states(submitted: SubmittedValue | None, reading: FieldReading) -> Comparison | None:
    """The verdict where one side or both have no value."""
    match reading.state:
        case FieldState.READ:
            # A reading without value or a submission without value; both sides have been seen.
            missing = Verdict.MISSING_IN_SUBMISSION if reading.value else Verdict.MISSING_ON_PAPER
            detail = _NOT_SUBMITTED if reading.value else _NOT_ON_PAPER
            return Comparison(missing, detail) if submitted or reading.value else None
        case FieldState.UNREADABLE:
            asked = submitted is not None
            return Comparison(Verdict.UNREADABLE, _PAPER_UNREADABLE) if asked else None
        case FieldState.BLANK if submitted is not None and not submitted:
            return Comparison(Verdict.SAME, _BOTH_EMPTY)
        case FieldState.BLANK:
            return Comparison(Verdict.MISSING_ON_PAPER, _NOT_ON_PAPER) if submitted else None
        case FieldState.NOT_FOUND:
            return Comparison(Verdict.MISSING_ON_PAPER, _NOT_FOUND) if submitted else None


def _compare_values(
    form: str,
    key: str,
    submitted: SubmittedValue,
    read: SubmittedValue,
    kinds: KindOf,
) -> Comparison:
    if submitted == read:
        return Comparison(Verdict.SAME, "")
    if isinstance(submitted, list) and isinstance(read, list):
        return compare_tables(submitted, read, partial(_kind_of_column, form, key, kinds))
    if isinstance(submitted, str) and isinstance(read, str):
        return (kinds(form, key) or KINDS["text"]).compare(submitted, read)
    detail = "một bên là bảng, một bên là chữ / a table on one side, text on the other"
    return Comparison(Verdict.DIFFERENT, detail)


def _kind_of_column(form: str, key: str, kinds: KindOf, column: str) -> FieldKind | None:
    return kinds(form, f"{key}.{column}") or KINDS.get(_COLUMN_KINDS.get(column, column))


def _allow_for_source(
    found: Comparison, reading: FieldReading, submitted: SubmittedValue
) -> Comparison:
    """Marks cannot be missed where the source has none: the zone writes TRAN for TRẦN."""
    if (
        found.verdict is Verdict.TONES_ONLY
        and reading.source is Source.MRZ
        and isinstance(submitted, str)
        and isinstance(reading.value, str)
        and fold(submitted) == fold(reading.value)
    ):
        return Comparison(Verdict.EQUIVALENT, _MRZ_PLAIN)
    return found


def _absent_form(form: str, submitted: Mapping[str, SubmittedValue]) -> Iterator[FieldComparison]:
    for key, value in submitted.items():
        if value:
            yield FieldComparison(
                field=f"{form}.{key}",
                submitted=value,
                read=None,
                verdict=Verdict.MISSING_ON_PAPER,
                detail=_FORM_ABSENT,
            )


def _agreement(fields: Iterable[FieldComparison]) -> int:
    """How much speaks for this document being the one submitted."""
    return sum((f.verdict in _AGREES) - (f.verdict in _DIFFERS) for f in fields)


def _sum_up(fields: Sequence[FieldComparison], *, complete: bool) -> CrosscheckVerdict:
    verdicts = {field.verdict for field in fields}
    if verdicts & _DIFFERS:
        return CrosscheckVerdict.DIFFERS
    if verdicts & _INCOMPLETE or not complete:
        return CrosscheckVerdict.INCOMPLETE
    return CrosscheckVerdict.AGREES
