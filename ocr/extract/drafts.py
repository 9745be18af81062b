"""Documents while they are being put together from pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.forms.definition import FormDefinition
from dossier.page import PageReading
from ocr.extract.cards import LAYOUT, CardEvidence, evidence_of
from ocr.extract.found import DocumentPages


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first page of a document says it is."""

    form: FormDefinition | None
    """None for a paper that is no form."""
    confidence: float
    title: str

    @property
    def is_labelled(self) -> bool:
        """Whether this is a form with a title and labels of its own."""
        return self.form is not None and self.form.layout == "labels"


@dataclass(slots=True)
class Draft:
    """A document being collected, page by page, the first page first."""

    opening: Opening
    pages: list[int] = field(default_factory=list)
    """Numbers in the dossier, from 1."""
    readings: list[PageReading] = field(default_factory=list)

    @property
    def form(self) -> FormDefinition | None:
        return self.opening.form

    def add(self, number: int, reading: PageReading) -> None:
        self.pages.append(number)
        self.readings.append(reading)

    def frozen_pages(self) -> DocumentPages:
        return DocumentPages(tuple(self.readings), tuple(self.pages))

    def card_evidence(self) -> list[CardEvidence]:
        """What the codes prove, where this is a side of an identity card."""
        if self.form is None or self.form.layout != LAYOUT:
            return []
        pages = zip(self.pages, self.readings, strict=True)
        return [proof for number, page in pages for proof in evidence_of(number, page)]
