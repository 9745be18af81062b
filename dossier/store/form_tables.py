"""Tables of the form studio: samples, trials on them, and the forms that came of it.

A filled sample is a citizen's paper, so what was read of it is kept as a dossier's pages are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID, SHA256
from dossier.store.sealed import SealedJson, SealedText
from dossier.store.states import JobState
from dossier.store.tables import SERIAL, Base, Json


class FormSampleRow(Base):
    """A blank form or a filled sample, and the draft that was made of it."""

    __tablename__ = "form_samples"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(SealedText("form_samples.name"))
    sha256: Mapped[str] = mapped_column(SHA256)
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[JobState]
    pages: Mapped[list[Any] | None] = mapped_column(SealedJson("form_samples.pages"), deferred=True)
    """`dossier.forms.sample.SamplePage`s. Large: loaded only to try a form."""
    page_facts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of each page what a picture of it needs: size and rotation."""
    draft: Mapped[Json | None] = mapped_column(SealedJson("form_samples.draft"))
    """A `dossier.forms.draft.DraftForm`."""
    problem: Mapped[Json | None] = mapped_column(SealedJson("form_samples.problem"))
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ID)
    """Id of the API key."""


class FormTrialRow(Base):
    """A declaration read from a sample once, to see what it gives."""

    __tablename__ = "form_trials"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sample: Mapped[str] = mapped_column(ForeignKey("form_samples.id"), index=True)
    definition: Mapped[str] = mapped_column(Text)
    """TOML."""
    state: Mapped[JobState]
    result: Mapped[Json | None] = mapped_column(SealedJson("form_trials.result"))
    """A `dossier.forms.sample.Trial`."""
    problem: Mapped[Json | None]
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ID)


class FormVersionRow(Base):
    """One version of a form of this office. Rows are only added; the newest of a key counts."""

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    """From 1."""
    definition: Mapped[str] = mapped_column(Text)
    """TOML."""
    draft: Mapped[Json | None] = mapped_column(SealedJson("form_versions.draft"))
    """As the studio showed it, to go on from."""
    sample: Mapped[str | None] = mapped_column(ID)
    """Whose picture the draft stands on."""
    withdrawn: Mapped[bool]
    """From this version on no new paper is taken for the form."""
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ID)
    created_by_name: Mapped[str] = mapped_column(String(200))
