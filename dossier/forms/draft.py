"""A form on its way to a declaration: what the form studio proposes and a person corrects.

A draft is a declaration (`dossier.forms.definition`) told label by label, each with its place on
the sample, so that it can be drawn over the picture. `definition_of` gives the declaration itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dossier.forms.definition import (
    CheckUse,
    Column,
    Edition,
    FieldSpec,
    FormDefinition,
    Label,
    Reader,
    SideBySide,
    TickSide,
    ValueSide,
)
from dossier.record import BoxList


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DraftField(_Strict):
    """One field of a label; what is not said is as in `FieldSpec`."""

    key: str
    kind: str
    title: str = ""
    part: str = ""
    """Which part of its label's reader it takes ('number' of an identity line); '' for plain."""
    required: bool = False
    critical: bool = False
    digit_boxes: int = Field(default=0, ge=0, le=64)
    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    tick_side: TickSide = TickSide.AFTER
    columns: tuple[Column, ...] = ()


class DraftLabel(_Strict):
    """One printed label in reading order, with the fields it introduces; none: printed text."""

    text: str
    """As printed on the sample."""
    page: int = Field(ge=1)
    """Of the sample, from 1."""
    box: BoxList
    """Of the printed words, fractions 0..1 of the page as scanned."""
    value_box: BoxList | None = None
    """Of the place to write in, where the sample shows one."""
    reader: Reader = Reader.PLAIN
    side: ValueSide = ValueSide.AFTER
    required: bool = True
    fields: tuple[DraftField, ...] = ()

    @model_validator(mode="after")
    def _parts_and_reader_agree(self) -> Self:
        if self.reader is Reader.PLAIN:
            if len(self.fields) > 1 or any(f.part for f in self.fields):
                raise ValueError(f"{self.text!r}: a plain label has one field and no parts")
        elif not self.fields or len({f.part for f in self.fields} - {""}) != len(self.fields):
            raise ValueError(f"{self.text!r}: each field needs a part of its own")
        return self


class DraftForm(_Strict):
    """The whole proposal."""

    key: str
    title: str
    name_en: str = ""
    titles: tuple[str, ...]
    not_titles: tuple[str, ...] = ()
    edition: str
    """The day it came into force, ISO."""
    circular: str = ""
    markers: tuple[str, ...] = ()
    labels: tuple[DraftLabel, ...]
    columns: tuple[Column, ...] = ()
    """Of the table whose rows are labels."""
    printed: tuple[str, ...] = ()
    ends_at: tuple[str, ...] = ()
    side_by_side: tuple[SideBySide, ...] = ()
    checks: tuple[CheckUse, ...] = ()

    def fields(self) -> Iterator[DraftField]:
        for label in self.labels:
            yield from label.fields


def definition_of(draft: DraftForm) -> FormDefinition:
    """The declaration that `draft` stands for. Raises ValidationError where it is unsound."""
    return FormDefinition(
        key=draft.key,
        title=draft.title,
        name_en=draft.name_en,
        titles=draft.titles,
        not_titles=draft.not_titles,
        edition=(Edition(id=draft.edition, circular=draft.circular, markers=draft.markers),),
        field=tuple(_spec(field) for field in draft.fields()),
        label=tuple(_label(label) for label in draft.labels),
        column=draft.columns,
        side_by_side=draft.side_by_side,
        printed=draft.printed,
        ends_at=draft.ends_at,
        check=draft.checks,
    )


def _spec(field: DraftField) -> FieldSpec:
    return FieldSpec(**{n: v for n, v in field if n in FieldSpec.model_fields})


def _label(label: DraftLabel) -> Label:
    plain = label.reader is Reader.PLAIN
    return Label(
        text=(label.text,),
        field=label.fields[0].key if plain and label.fields else "",
        parts={} if plain else {f.part: f.key for f in label.fields},
        reader=label.reader,
        side=label.side,
        required=label.required,
        section=not label.fields,
    )
