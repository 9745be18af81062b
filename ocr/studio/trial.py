"""A declaration tried on a sample: the reading that a dossier's pages get, and what it missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dossier.forms.definition import FormDefinition
from dossier.forms.sample import SamplePage, Trial
from dossier.record import DocumentReading
from ocr.extract.align import align
from ocr.extract.classify import find_title
from ocr.extract.columns import part_columns
from ocr.extract.documents import UNKNOWN, read_documents
from ocr.extract.regions import cut_notes
from ocr.extract.stream import build_stream


def try_form(
    form: FormDefinition, pages: Sequence[SamplePage], forms: Mapping[str, FormDefinition]
) -> Trial:
    """What `form` reads from `pages`, and whether it would be chosen for them among `forms`."""
    readings = [page.reading for page in pages]
    among = {**forms, form.key: form}
    titles = (find_title(build_stream([reading]), among) for reading in readings)
    title = next((found for found in titles if found is not None), None)
    documents = read_documents(list(enumerate(readings, start=1)), among, forced=form)
    stream = part_columns(form, cut_notes(form, build_stream(readings)))
    alignment = align(form, stream)
    return Trial(
        recognised_as=title.form.key if title else "",
        document=documents[0]
        if documents
        else DocumentReading(form=UNKNOWN, confidence=0.0, pages=[]),
        missing_labels=tuple(p.label.text[0] for p in alignment.labels if p.match is None),
        coverage=round(alignment.coverage, 3),
    )
