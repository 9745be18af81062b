"""What becomes of a record once everything is known: of each paper, of the dossier, what is first.

Pure and deterministic: the same record, findings and floors give the same decisions, reasons and
order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossier.advice import advise
from dossier.decision import FORM_SURE, decide, told_of_difference, told_of_state
from dossier.evidence import flag_disputed
from dossier.forms.catalog import catalog, field_title, form_title
from dossier.record import (
    Decision,
    DocumentReading,
    DossierFinding,
    FieldComparison,
    FieldReading,
    FindingPlace,
    PageState,
    Record,
    RecordPage,
)


def conclude(record: Record) -> Record:
    """`record` with its decision, that of every document, and the field to look at first."""
    flagged = flag_disputed(record.documents, record.findings)
    decision, reasons = decide(
        record.pages, flagged, record.crosscheck, record.problems, record.findings
    )
    documents = [
        _decided(number, document, record) for number, document in enumerate(flagged, start=1)
    ]
    return record.model_copy(
        update={
            "documents": documents,
            "decision": decision,
            "reasons": reasons,
            "look_first": _look_first(documents, record.findings),
        }
    )


def _decided(number: int, document: DocumentReading, record: Record) -> DocumentReading:
    rescan = list(_rescan_reasons(document, record.pages))
    review = list(_review_reasons(number, document, record))
    decision = Decision.RESCAN if rescan else Decision.REVIEW if review else Decision.ACCEPT
    return document.model_copy(update={"decision": decision, "reasons": [*rescan, *review]})


def _rescan_reasons(document: DocumentReading, pages: Sequence[RecordPage]) -> Iterator[str]:
    for page in pages:
        bad = page.state is PageState.READ and page.quality.verdict == "bad"
        if bad and page.page in document.pages:
            why = advise(page.quality.reasons)
            yield f"trang {page.page}: ảnh xấu / page {page.page}: bad image ({why})"


def _review_reasons(number: int, document: DocumentReading, record: Record) -> Iterator[str]:
    """The gravest first: what paper it is, what papers say against each other, what is unsure."""
    if document.form == "unknown":
        yield "chưa rõ giấy tờ gì / an unknown paper"
    elif document.confidence < FORM_SURE:
        title = form_title(document.form)
        yield f"chưa chắc là {title} / perhaps not {title}"
    for finding in record.findings:
        if finding.severity == "error" and any(p.document == number for p in finding.places):
            keys = [p.field for p in finding.places if p.document == number and p.field]
            fields = ", ".join(field_title(document.form, key) for key in keys)
            yield f"{fields or form_title(document.form)}: mâu thuẫn / contradicted"
    for key in _flagged(document):
        title = field_title(document.form, key)
        yield f"{title}: {told_of_state(document.fields[key].state)}"
    for compared in _unlike_submission(document, record.crosscheck.fields):
        key = compared.field.partition(".")[2]
        yield f"{field_title(document.form, key)}: {told_of_difference(compared.verdict)}"


def _flagged(document: DocumentReading) -> list[str]:
    """Keys of the fields to look at, those whose error harms somebody first."""
    form = catalog().get(document.form)
    critical = {spec.key for spec in form.fields if spec.critical} if form else set()
    keys = [key for key, reading in document.fields.items() if reading.review]
    return sorted(keys, key=lambda key: key not in critical)


def _unlike_submission(
    document: DocumentReading, compared: Sequence[FieldComparison]
) -> Iterator[FieldComparison]:
    for field in compared:
        form, _, key = field.field.partition(".")
        if form == document.form and key in document.fields and told_of_difference(field.verdict):
            yield field


def _look_first(
    documents: Sequence[DocumentReading], findings: Sequence[DossierFinding]
) -> FindingPlace | None:
    """Where a reviewer begins: at an error, its worse evidence; else at the gravest doubt."""
    for finding in findings:
        if finding.severity != "error":
            continue
        for place in reversed(finding.places):
            number = place.document
            if number is not None and place.field in documents[number - 1].fields:
                return place
    flagged = [
        (number, key)
        for number, document in enumerate(documents, start=1)
        for key in _flagged(document)
    ]
    critical = [(n, key) for n, key in flagged if _is_critical(documents[n - 1], key)]
    for number, key in (*critical, *flagged):
        return _place(number, documents[number - 1], key, documents[number - 1].fields[key])
    return None


def _is_critical(document: DocumentReading, key: str) -> bool:
    form = catalog().get(document.form)
    return form is not None and any(s.key == key and s.critical for s in form.fields)


def _place(number: int, document: DocumentReading, key: str, reading: FieldReading) -> FindingPlace:
    return FindingPlace(
        document=number, form=document.form, field=key, page=reading.page, box=reading.box
    )
