"""What the form studio keeps of a sample, and what a form read from it on trial."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dossier.geometry import PixelBox
from dossier.page import PageReading
from dossier.record import DocumentReading


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SamplePage(_Frozen):
    """One page of a blank form or a filled one. Kept, so that a form can be tried on it at once."""

    reading: PageReading
    blanks: tuple[PixelBox, ...] = ()
    """Leaders and rules to write on, upright pixels."""


class Trial(_Frozen):
    """What a declaration read from a sample."""

    recognised_as: str
    """Key of the form whose title is on the sample, among all forms and this one; '' for none."""
    document: DocumentReading
    """Every field, found or not, as a record would have it."""
    missing_labels: tuple[str, ...]
    """Labels of the declaration that stand nowhere on the sample."""
    coverage: float
    """0..1: how much of the wording of its labels was found."""
