"""`table`: rows compared one by one, found by name or by place, summed up in one verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dossier.fields.kind import Comparison, FieldKind
from dossier.fields.ladder import RANK, compare_texts
from dossier.record import Verdict

Row = Mapping[str, str]
KindOfColumn = Callable[[str], FieldKind | None]

_ANCHORS: Final = ("id_number", "name", "code")
"""Columns by which a row is known again, the surest first."""


def compare_tables(
    submitted: Sequence[Row], read: Sequence[Row], kind_of_column: KindOfColumn
) -> Comparison:
    """Compare two tables; the detail lists rows (from 1, of the submission) and columns."""
    pairs, lost, extra = _match_rows(submitted, read)
    notes: list[str] = []
    worst = Verdict.SAME
    for first, second in pairs:
        for column, cell in _compare_rows(submitted[first], read[second], kind_of_column):
            worst = max(worst, cell.verdict, key=RANK.index)
            if cell.verdict is not Verdict.SAME:
                notes.append(f"dòng {first + 1}, {column}: {cell.detail}")
    for names, rows, where in (
        ("trên giấy không có dòng", lost, "row not on the paper"),
        ("trên giấy có thêm dòng", extra, "more rows on the paper"),
    ):
        if rows:
            worst = Verdict.DIFFERENT
            listed = ", ".join(str(row + 1) for row in rows)
            notes.append(f"{names} {listed} / {where}: {listed}")
    return Comparison(worst, "; ".join(notes))


def _compare_rows(
    submitted: Row, read: Row, kind_of_column: KindOfColumn
) -> list[tuple[str, Comparison]]:
    """Cells that the submission speaks of; what it does not say is not held against it."""
    cells = []
    for column, first in submitted.items():
        second = read.get(column, "")
        if not first and not second:
            continue
        if not first or not second:
            detail = "một bên để trống / one side is empty"
            cells.append((column, Comparison(Verdict.DIFFERENT, detail)))
            continue
        kind = kind_of_column(column)
        compare = compare_texts if kind is None else kind.compare
        cells.append((column, compare(first, second)))
    return cells


def _match_rows(
    submitted: Sequence[Row], read: Sequence[Row]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """(pairs of row numbers, rows only submitted, rows only read): by anchors, then by place."""
    free = list(range(len(read)))
    partner: dict[int, int] = {}
    for accepted in (RANK[:2], RANK[:4]):
        for column in _ANCHORS:
            for at, row in enumerate(submitted):
                if at in partner or not row.get(column):
                    continue
                found = _find_row(row[column], column, read, free, accepted)
                if found is not None:
                    partner[at] = found
                    free.remove(found)
    left = [at for at in range(len(submitted)) if at not in partner]
    for at, found in zip(list(left), list(free), strict=False):
        if not _anchored(submitted[at], read[found]):
            partner[at] = found
            left.remove(at)
            free.remove(found)
    return sorted(partner.items()), left, free


def _find_row(
    value: str, column: str, read: Sequence[Row], free: Sequence[int], accepted: Sequence[Verdict]
) -> int | None:
    for at in free:
        other = read[at].get(column, "")
        if other and compare_texts(value, other).verdict in accepted:
            return at
    return None


def _anchored(first: Row, second: Row) -> bool:
    """Whether both rows carry an anchor and so would have met if they were the same."""
    return any(first.get(column) and second.get(column) for column in _ANCHORS)
