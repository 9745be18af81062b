"""What a form definition may say. One TOML file a form; anything unknown in it stops the start.

A definition lists the printed labels of the form **in reading order**. A label may carry a field
(the value stands between it and the next label found), several fields (one handwritten line gives
an ID number, its issuer and its date), or none (printed text that only marks where a value ends).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ValueSide(StrEnum):
    """Where a value stands, seen from its label."""

    AFTER = "after"
    ABOVE = "above"
    """Over the label in the same column (dates over a signature)."""


class TickSide(StrEnum):
    """On which side of its word a tick box is printed."""

    AFTER = "after"
    BEFORE = "before"


class Reader(StrEnum):
    """How the text of a region becomes the values of its fields."""

    PLAIN = "plain"
    ID_LINE = "id_line"
    """"Căn cước công dân số … do … cấp ngày …": parts number, issuer, issued_on."""
    PLACE_DATE = "place_date"
    """"Hà Nội, ngày 05 tháng 12 năm 2025": parts place, date."""
    AMOUNT = "amount"
    """"50.000.000 đồng (Bằng chữ: năm mươi triệu đồng)": parts figures, words."""
    ROW = "row"
    """One row of a ruled table whose first column is printed: parts, one a column of the form's
    `columns`."""


class Column(_Strict):
    """One column of a table field."""

    key: str
    label: tuple[str, ...]
    """Wordings of the header cell, any edition."""
    kind: str = "text"
    cells: str = ""
    """For a printed column whose cells hold several values ("Từ tháng, năm đến tháng, năm"): a
    pattern of one cell, over letters without marks and case; its named groups are columns."""


class FieldSpec(_Strict):
    """One field of the form."""

    key: str
    kind: str
    title: str = ""
    """For people: the label as printed."""
    required: bool = False
    """A legal form cannot leave it empty: blank goes to review."""
    critical: bool = False
    """A wrong value harms somebody: stricter review threshold."""
    digit_boxes: int = 0
    """Printed one-character boxes that hold the value; 0: written freely."""
    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """For `choice`: value -> the words printed at its tick box."""
    implied_by: str = ""
    """Key of a number that, when above 0, stands for `implied_value` where no tick is clear."""
    implied_value: str = ""
    tick_side: TickSide = TickSide.AFTER
    columns: tuple[Column, ...] = ()
    """For `table`."""
    items: str = ""
    """For `table`: a pattern of one numbered item, for prints that list the rows instead of ruling
    a table ("1. Tờ khai (01 bản)"), over letters without marks and case; its named groups are
    columns."""
    joint: str = ""
    """Set where several labels lead to the field, and written between their values (an address
    over three labelled lines)."""
    shown: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """For a `choice` that no label leads to: value -> printed or stamped words that prove it."""
    not_shown: str = ""
    """The value of such a choice where none of the words is seen."""

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Self:
        if self.kind == "table" and not self.columns:
            raise ValueError(f"{self.key}: a table needs columns")
        if self.kind == "choice" and bool(self.options) == bool(self.shown):
            raise ValueError(f"{self.key}: a choice needs options, or words that show it")
        if self.items and _groups(self.items, self.key) - {c.key for c in self.columns}:
            raise ValueError(f"{self.key}: the groups of `items` are columns")
        keys = {column.key for column in self.columns if not column.cells}
        for column in self.columns:
            if column.cells and not _groups(column.cells, column.key) <= keys:
                raise ValueError(f"{self.key}: the groups of `{column.key}` are columns")
        return self


def _groups(pattern: str, key: str) -> set[str]:
    """Names of the groups of a pattern. Raises ValueError where it is none."""
    try:
        return set(re.compile(pattern).groupindex)
    except (re.error, OverflowError, RecursionError) as exc:
        # What `re` says quotes the pattern; whoever wrote it sees it anyway.
        raise ValueError(f"{key}: not a pattern: {exc}") from exc


class Label(_Strict):
    """One printed label, in reading order."""

    text: tuple[str, ...]
    """Wordings in any edition, with their colon, without footnote marks or leaders."""
    field: str = ""
    """Key of the field whose value it introduces; empty: printed text only."""
    parts: dict[str, str] = Field(default_factory=dict)
    """For readers that give several values: part -> field key."""
    reader: Reader = Reader.PLAIN
    side: ValueSide = ValueSide.AFTER
    required: bool = True
    """Stands in every edition; leaving it out in the alignment costs more."""
    section: bool = False
    """A whole printed sentence that separates blocks; never part of a value."""
    editions: tuple[str, ...] = ()
    """Ids of the editions that print it in this place; empty: all of them."""

    @model_validator(mode="after")
    def _one_way_of_carrying(self) -> Self:
        if self.field and self.parts:
            raise ValueError(f"label {self.text[0]!r}: field or parts, not both")
        if (self.reader is Reader.PLAIN) == bool(self.parts):
            raise ValueError(f"label {self.text[0]!r}: parts go with a reader of several values")
        return self

    @property
    def field_keys(self) -> tuple[str, ...]:
        return (self.field,) if self.field else tuple(self.parts.values())


class Edition(_Strict):
    """One issue of the form. Old editions stay: citizens bring old prints."""

    id: str
    """The day it came into force, ISO."""
    circular: str = ""
    markers: tuple[str, ...] = ()
    """Printed text that only this edition has; several editions: most markers found wins."""
    marker_fields: tuple[str, ...] = ()
    """Fields whose label only this edition has."""


class SideBySide(_Strict):
    """Two blocks printed beside each other without rules, the left one read before the right."""

    left: tuple[str, ...]
    """First label of the left block, any wording."""
    right: tuple[str, ...]
    """First label of the right block; both stand on one row."""
    until: tuple[str, ...]
    """What is printed under both blocks, over the whole width."""


class CheckUse(_Strict):
    """A rule across the fields of one document."""

    rule: str
    params: dict[str, str] = Field(default_factory=dict)
    severity: str = "error"
    legal_basis: str = ""
    id: str = ""
    """Name of this use of the rule, unique in its file."""
    message: str = ""
    """What a failure means on this form, Vietnamese / English, without any value."""


class FormDefinition(_Strict):
    key: str
    title: str
    name_en: str = ""
    titles: tuple[str, ...]
    """Printed titles that announce the form, any edition."""
    not_titles: tuple[str, ...] = ()
    """Titles of other papers that contain or resemble one of `titles`."""
    layout: str = "labels"
    """`labels`: aligned by its labels. `letterhead`: laid out by Nghị định 30/2020."""
    editions: tuple[Edition, ...] = Field(alias="edition")
    fields: tuple[FieldSpec, ...] = Field(alias="field")
    labels: tuple[Label, ...] = Field(default=(), alias="label")
    columns: tuple[Column, ...] = Field(default=(), alias="column")
    """The columns of the table whose rows are labels, by their headings."""
    side_by_side: tuple[SideBySide, ...] = ()
    printed: tuple[str, ...] = ()
    """Instructions printed anywhere on the form; never part of a value."""
    ends_at: tuple[str, ...] = ()
    """Headings after which everything is printed notes ("Chú thích:")."""
    checks: tuple[CheckUse, ...] = Field(default=(), alias="check")

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        keys = [f.key for f in self.fields]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"{self.key}: a field key stands twice: {twice}")
        used = [k for label in self.labels for k in label.field_keys]
        used += [f.implied_by for f in self.fields if f.implied_by]
        unknown = sorted(set(used) - set(keys))
        if unknown:
            raise ValueError(f"{self.key}: labels name unknown fields {unknown}")
        if self.layout == "labels":
            unread = sorted({f.key for f in self.fields if not f.shown} - set(used))
            if unread:
                raise ValueError(f"{self.key}: no label leads to {unread}")
        return self

    @model_validator(mode="after")
    def _labels_fit_the_form(self) -> Self:
        editions = {e for label in self.labels for e in label.editions}
        if unknown := sorted(editions - {e.id for e in self.editions}):
            raise ValueError(f"{self.key}: labels name unknown editions {unknown}")
        cells = {p for label in self.labels if label.reader is Reader.ROW for p in label.parts}
        if unknown := sorted(cells - {c.key for c in self.columns}):
            raise ValueError(f"{self.key}: labels name unknown columns {unknown}")
        return self

    def label_lists(self) -> tuple[tuple[Label, ...], ...]:
        """The labels in reading order as the editions print them, each different list once."""
        lists: list[tuple[Label, ...]] = []
        for edition in self.editions:
            labels = self.labels_of(edition.id)
            if labels not in lists:
                lists.append(labels)
        return tuple(lists)

    def labels_of(self, edition: str) -> tuple[Label, ...]:
        """The labels of one edition by its id, in reading order."""
        return tuple(x for x in self.labels if not x.editions or edition in x.editions)

    def may_lack(self, key: str) -> bool:
        """Whether some editions do not print the label of that field, or no paper need have it."""
        if not self.labels:
            return not self.field(key).required
        lists = self.label_lists()
        if any(not any(key in x.field_keys for x in labels) for labels in lists):
            return True
        return any(not label.required for label in self.labels if key in label.field_keys)

    def field(self, key: str) -> FieldSpec:
        """The field of that key. Raises KeyError."""
        for spec in self.fields:
            if spec.key == key:
                return spec
        raise KeyError(key)
