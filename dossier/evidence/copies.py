"""Papers that say of themselves to be more than they show: a certification without its seal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dossier.record import (
    CopyType,
    DocumentReading,
    DossierFinding,
    FieldState,
    FindingPlace,
    RecordPage,
    Severity,
)

_BASIS: Final = "Nghị định 23/2015/NĐ-CP, điều 3"
_IS_COPY: Final = "is_copy"


def find_copy_conflicts(
    documents: Sequence[DocumentReading], pages: Sequence[RecordPage]
) -> Iterator[DossierFinding]:
    """A finding for every paper whose words and seals tell different kinds of copy.

    Never an error: who scans without colour loses every seal.
    """
    sealed = {page.page for page in pages if page.sealed}
    for number, document in enumerate(documents, start=1):
        has_seal = any(page in sealed for page in document.pages)
        match document.copy_type:
            case CopyType.CERTIFIED if not has_seal:
                yield _finding(
                    number,
                    document,
                    "warning",
                    "có lời chứng thực nhưng không thấy dấu đỏ: có thể là bản chụp của bản sao "
                    "chứng thực / certified in words, but no red seal is seen: perhaps a "
                    "photocopy of the certified copy",
                )
            case CopyType.PHOTOCOPY if _says_original(document):
                yield _finding(
                    number,
                    document,
                    "note",
                    "không ghi là bản sao nhưng không thấy dấu đỏ: bản chụp, hoặc quét không màu "
                    "/ not marked as a copy, but no red seal is seen: a photocopy, or scanned "
                    "without colour",
                )
            case _:
                continue


def _says_original(document: DocumentReading) -> bool:
    """No mark of a copy was read where the form has a place for it."""
    mark = document.fields.get(_IS_COPY)
    return mark is None or (mark.state is FieldState.READ and mark.value == "no")


def _finding(
    number: int, document: DocumentReading, severity: Severity, detail: str
) -> DossierFinding:
    mark = document.fields.get(_IS_COPY)
    page = document.pages[0] if document.pages else None
    place = FindingPlace(
        document=number,
        form=document.form,
        field=_IS_COPY if mark is not None else "",
        page=page,
    )
    return DossierFinding(
        rule="copy_type_conflict",
        severity=severity,
        detail=detail,
        legal_basis=_BASIS,
        places=[place],
    )
