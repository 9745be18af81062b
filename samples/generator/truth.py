"""What is true of a made dossier, in the shape `truth.json` has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samples.generator.forms.filled import State, Value

Fractions = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions 0..1 of the page image as it is in the file."""

Corner = tuple[float, float]
Quad = tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTruth:
    """One field; `page` counts from 1 in the dossier."""

    value: Value
    raw: str
    state: State
    page: int
    box: Fractions

    def to_json(self) -> dict[str, Any]:
        box = [round(v, 5) for v in self.box]
        shown = {"value": self.value, "raw": self.raw, "state": self.state}
        return {**shown, "page": self.page, "box": box}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTruth:
    """One code; `whole` is False where no decoder can read it, however good the picture."""

    kind: str
    text: str
    whole: bool
    page: int
    box: Fractions

    def to_json(self) -> dict[str, Any]:
        box = [round(v, 5) for v in self.box]
        shown = {"kind": self.kind, "text": self.text, "whole": self.whole}
        return {**shown, "page": self.page, "box": box}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTruth:
    """One document; `pages` count from 1 in the dossier."""

    form: str
    edition: str
    pages: tuple[int, ...]
    fields: dict[str, FieldTruth]
    codes: tuple[CodeTruth, ...] = ()

    def to_json(self) -> dict[str, Any]:
        fields = {key: field.to_json() for key, field in self.fields.items()}
        head = {"form": self.form, "edition": self.edition, "pages": list(self.pages)}
        codes = {"codes": [code.to_json() for code in self.codes]} if self.codes else {}
        return {**head, "fields": fields, **codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTruth:
    """One printed or filled line: its text, each leader as one `…`, and where it stands.

    `quad`: top-left, top-right, bottom-right and bottom-left of the line as it reads, as fractions
    of the page image as it is in the file; a box would cover the neighbours on a tilted page.
    `boxed`: a row of boxes with one character each, joined without spaces.
    """

    text: str
    quad: Quad
    boxed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTruth:
    """How one page arrived.

    `rotation`: degrees the content must be turned clockwise to stand upright (0, 90, 180, 270).
    `skew_deg`: degrees the upright content is still turned clockwise.
    `lines`: all that stands on it but seals and signatures; for measuring, so not in `truth.json`.
    """

    page: int
    rotation: int
    skew_deg: float
    level: str
    filling: str
    lines: tuple[LineTruth, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "rotation": self.rotation,
            "skew_deg": round(self.skew_deg, 2),
            "level": self.level,
            "filling": self.filling,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field submitted otherwise than on paper; `kind` says how, `verdict` what is expected."""

    field: str
    kind: str
    submitted: str
    paper: str
    verdict: str

    def to_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTruth:
    """All that is true of one dossier."""

    dossier: str
    seed: int
    share: str
    documents: tuple[DocumentTruth, ...]
    pages: tuple[PageTruth, ...]
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "dossier": self.dossier,
            "seed": self.seed,
            "share": self.share,
            "documents": [document.to_json() for document in self.documents],
            "pages": [page.to_json() for page in self.pages],
            "differences": [difference.to_json() for difference in self.differences],
        }
