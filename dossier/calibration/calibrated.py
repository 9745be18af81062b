"""Documents as a calibration has them: confidences scaled, and who must be looked at told anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from dossier.calibration.model import Calibration
from dossier.calibration.sample import group_of
from dossier.decision import needs_review
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.record import DocumentReading, FieldReading, Source


def calibrated(
    documents: Sequence[DocumentReading],
    forms: Mapping[str, FormDefinition],
    calibration: Calibration,
) -> list[DocumentReading]:
    """`documents` as they were read, by the scales and floors of `calibration`.

    Fields of forms that are not in `forms` stay as they are. What a reviewer has settled stays.
    """
    return [
        _calibrated(document, forms[document.form], calibration)
        if document.form in forms
        else document
        for document in documents
    ]


def _calibrated(
    document: DocumentReading, form: FormDefinition, calibration: Calibration
) -> DocumentReading:
    specs = {spec.key: spec for spec in form.fields}
    fields = {
        key: _field(reading, specs[key], calibration, may_lack=form.may_lack(key))
        if key in specs and reading.source is not Source.REVIEWER
        else reading
        for key, reading in document.fields.items()
    }
    return document.model_copy(update={"fields": fields})


def _field(
    reading: FieldReading, spec: FieldSpec, calibration: Calibration, *, may_lack: bool
) -> FieldReading:
    scale = calibration.scales.get(group_of(spec.kind, reading))
    # Rounded down: only what is proven is sure.
    sure = reading.confidence if scale is None else floor(scale(reading.confidence) * 1e4) / 1e4
    scaled = reading.model_copy(update={"confidence": sure})
    review = needs_review(
        spec, scaled, scaled.checks, may_be_absent=may_lack, floors=calibration.floors
    )
    return scaled.model_copy(update={"review": review})
