"""Pages that a paper says it has and that were not scanned: numbered 1/3 and 3/3, without the 2.

A missing page is easy to get while the citizen is at the counter, and costs a second visit later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dossier.page import PageReading
from dossier.record import DocumentReading, DossierFinding, FindingPlace, Severity
from ocr.extract.page_numbers import PageNumber, find_page_number

RULE: Final = "pages_missing"
_UNKNOWN: Final = "unknown"

Numbers = list[PageNumber | None]
"""What the pages of a paper say, in their order."""


def find_missing_pages(
    documents: Sequence[DocumentReading], pages: Mapping[int, PageReading]
) -> list[DossierFinding]:
    """A finding for every paper that lacks pages by its own numbers; `pages` by their number.

    A paper that says how many pages it has ("3/3") is an error. One whose numbers have a gap is a
    warning: a lone figure at the foot of a page may be none.
    """
    known = [(number, document) for number, document in enumerate(documents, 1) if document.pages]
    found = [
        _finding(number, document, lacking, numbers)
        for number, document in known
        if document.form != _UNKNOWN
        and (lacking := lacking_of(numbers := [_number(pages, p) for p in document.pages]))
    ]
    return [*found, *_among_unknown([k for k in known if k[1].form == _UNKNOWN], pages)]


def lacking_of(numbers: Numbers) -> list[int]:
    """The page numbers that are missing; [] where the numbers tell of none, or of too many.

    A page without a number is taken for the one after the page before it.
    """
    printed = {n.number for n in numbers if n is not None}
    if not printed:
        return []
    stated = [n.of for n in numbers if n is not None and n.of is not None]
    last = max([*printed, *stated])
    taken: set[int] = set()
    before = 0
    for number in numbers:
        before = number.number if number is not None else before + 1
        if number is None and before in printed:
            continue
        taken.add(before)
    lacking = [n for n in range(1, last + 1) if n not in taken]
    # More pages are here than the numbers leave room for: some are no numbers of this paper.
    if len(numbers) >= last or (not stated and len(lacking) > len(numbers)):
        return []
    return lacking


def _number(pages: Mapping[int, PageReading], page: int) -> PageNumber | None:
    reading = pages.get(page)
    return find_page_number(reading) if reading is not None else None


def _among_unknown(
    unknown: Sequence[tuple[int, DocumentReading]], pages: Mapping[int, PageReading]
) -> Iterator[DossierFinding]:
    """Pages of no known form stand alone, so those that state the same count are one paper."""
    papers: dict[int, list[tuple[int, DocumentReading, PageNumber]]] = defaultdict(list)
    for number, document in unknown:
        for page in document.pages:
            printed = _number(pages, page)
            if printed is not None and printed.of is not None:
                papers[printed.of].append((number, document, printed))
    for paper in papers.values():
        numbers = sorted({printed.number for _, _, printed in paper})
        lacking = lacking_of([PageNumber(n, paper[0][2].of) for n in numbers])
        if lacking:
            number, document, printed = paper[0]
            yield _finding(number, document, lacking, [printed])


def _finding(
    number: int, document: DocumentReading, lacking: Sequence[int], numbers: Numbers
) -> DossierFinding:
    of = max((n.of for n in numbers if n is not None and n.of is not None), default=None)
    severity: Severity = "error" if of is not None else "warning"
    listed = ", ".join(map(str, lacking))
    total = (f" trong {of} trang", f" of {of}") if of is not None else ("", "")
    return DossierFinding(
        rule=RULE,
        severity=severity,
        detail=f"thiếu trang {listed}{total[0]} / page {listed}{total[1]} is missing",
        places=[FindingPlace(document=number, form=document.form, page=document.pages[0])],
    )
