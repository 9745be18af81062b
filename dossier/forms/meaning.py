"""What the labels of a form mean, one after another: whose the next address is, which key is free.

A form speaks of one person at a time: after "Họ, chữ đệm, tên người mẹ" the birth date and the
address are the mother's until the next name. Keys follow the catalogue's way: `mother_address`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dossier.forms.definition import Column, Reader, TickSide
from dossier.forms.draft import DraftField
from dossier.forms.naming import bare_label, slug, unused
from dossier.forms.vocabulary import KnownField, KnownLabel, Vocabulary
from dossier.forms.wording import Wording, kind_of_value, wording_of
from dossier.text import fold

_PARTS: Final[Mapping[Reader, tuple[tuple[str, str, str, str], ...]]] = {
    # part, kind, name, title
    Reader.ID_LINE: (
        ("number", "id_number", "id_number", "Số giấy tờ tùy thân"),
        ("issuer", "text", "id_issuer", "Nơi cấp giấy tờ tùy thân"),
        ("issued_on", "date", "id_issued_on", "Ngày cấp giấy tờ tùy thân"),
    ),
    Reader.PLACE_DATE: (
        ("place", "text", "declared_place", "Nơi làm giấy"),
        ("date", "date", "declared_on", "Ngày làm giấy"),
    ),
}
"""What readers of several values give, by the catalogue's names."""
_VAGUE: Final = 3
"""Letters of a label that other forms print for other things too."""

_NAME_WORDS: Final = re.compile(
    r"^(?:(?:toi|ong|ba)\b.*|(?:ho\b,? ?)?(?:va )?(?:chu dem\b,? ?)?(?:va )?(?:ten\b)? ?"
    r"(?:(?:cua|la|toi la)\b)?) *"
)
"""What a label says around the person whose name it asks for."""
_PERSONAL: Final = frozenset(
    {
        *("dob", "sex", "ethnicity", "nationality", "address", "origin", "id_number", "phone"),
        *("id_issuer", "id_issued_on", "email", "fax", "permanent_address", "temporary_address"),
        *("birth_place", "relation", "dob_words"),
    }
)
"""Names that belong to a person, so that they take the person's prefix."""


class Meaning:
    """Reads the labels of one form in their order; remembers the person and the keys taken."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._keys: set[str] = set()
        self._person = ""
        self._last_kind = ""
        self._last_label = ""

    def is_section(self, text: str) -> bool:
        """Whether other forms print this as a sentence that introduces nothing."""
        known = self._vocabulary.find(text)
        return known is not None and known.section

    def is_label(self, text: str) -> bool:
        """Whether these words ask for something, by another form or by what they say."""
        known = self._vocabulary.find(text)
        return (known is not None and bool(known.fields)) or wording_of(text).whole

    def says_kind(self, text: str) -> bool:
        """Whether the words tell more than that some text is wanted."""
        return self.is_label(text) or wording_of(text).kind != "text"

    def fields_of(self, text: str, value: str = "") -> tuple[Reader, tuple[DraftField, ...]]:
        """How the value behind a label is read, and the fields that it gives.

        `value` is what stands behind it on a filled sample.
        """
        known = None if self._is_vague(text) else self._vocabulary.find(text)
        wording = self._with_value(self._wording(text), value)
        self._last_label = text
        if known is not None and self._fits(known):
            reader, fields = known.reader, self._known_fields(known, text)
        elif wording.reader in _PARTS:
            reader, fields = wording.reader, self.parts_of(wording.reader)
        else:
            reader, fields = Reader.PLAIN, (self._worded_field(wording, text),)
        self._last_kind = fields[-1].kind
        return reader, fields

    def parts_of(self, reader: Reader) -> tuple[DraftField, ...]:
        """The fields of a label whose reader gives several values."""
        return tuple(
            DraftField(
                key=self._take(self._of_person(name)),
                kind=kind,
                title=title,
                part=part,
                critical=kind == "id_number",
            )
            for part, kind, name, title in _PARTS[reader]
        )

    def row_fields(self, text: str, columns: Sequence[Column]) -> tuple[DraftField, ...]:
        """One field for each column of a table whose row is labelled `text`."""
        known = self._vocabulary.find(text)
        wording = wording_of(text)
        one = known.fields[0] if known and len(known.fields) == 1 else None
        name = one.name if one else (wording.name if wording.whole else "") or slug(text)
        kind = one.kind if one and one.kind not in ("table", "choice") else wording.kind
        return tuple(
            DraftField(
                key=self._take(f"{column.key}_{name}"),
                kind=kind,
                title=f"{bare_label(text)}, {column.label[0]}",
                part=column.key,
                critical=kind == "id_number",
            )
            for column in columns
        )

    def choice_field(
        self, text: str, options: Mapping[str, tuple[str, ...]], side: TickSide
    ) -> DraftField:
        """A choice among printed options."""
        known = self._vocabulary.find(text)
        same = known.fields[0] if known and known.fields else None
        key = same.key if same and same.kind == "choice" else slug(text)
        self._last_kind = "choice"
        return DraftField(
            key=self._take(key),
            kind="choice",
            title=bare_label(text),
            options=dict(options),
            tick_side=side,
        )

    def boxed_field(self, text: str, boxes: int) -> DraftField:
        """A field written one character a box."""
        _, fields = self.fields_of(text)
        kind = fields[0].kind
        if kind == "text":
            kind = "id_number" if boxes in (9, 12) else "number"
        return fields[0].model_copy(
            update={"kind": kind, "digit_boxes": boxes, "part": "", "critical": kind == "id_number"}
        )

    def table_field(self, text: str, columns: tuple[Column, ...]) -> DraftField:
        """A list of rows under a label."""
        known = self._vocabulary.find(text)
        same = known.fields[0] if known and known.fields else None
        key = same.key if same and same.kind == "table" else slug(text)
        self._last_kind = "table"
        return DraftField(
            key=self._take(key), kind="table", title=bare_label(text), columns=columns
        )

    def claimed(self, field: DraftField) -> DraftField:
        """`field` under a key that no other has."""
        self._last_kind = field.kind
        return field.model_copy(update={"key": self._take(field.key)})

    def forget(self, fields: Sequence[DraftField]) -> None:
        """Give back the keys of fields that became something else."""
        self._keys -= {f.key for f in fields}

    def _is_vague(self, text: str) -> bool:
        """ "Số:", "Tại:" say nothing by themselves: what stands before them does."""
        return len(bare_label(text)) <= _VAGUE

    def _wording(self, text: str) -> Wording:
        wording = wording_of(text, after=self._last_kind)
        about_paper = wording_of(self._last_label).kind == "id_number"
        if self._is_vague(text) and about_paper and fold(bare_label(text)) == "so":
            return replace(wording, kind="id_number", name="id_number", whole=True)
        return wording

    @staticmethod
    def _with_value(wording: Wording, value: str) -> Wording:
        if wording.kind != "text" or wording.whole or not value:
            return wording
        return replace(wording, kind=kind_of_value(value))

    def _fits(self, known: KnownLabel) -> bool:
        """A known wording counts for what one label alone can give: no table, no choice."""
        kinds = {f.kind for f in known.fields}
        return bool(kinds) and not kinds & {"table", "choice"}

    def _known_fields(self, known: KnownLabel, text: str) -> tuple[DraftField, ...]:
        return tuple(self._known_field(f, text) for f in known.fields)

    def _known_field(self, known: KnownField, text: str) -> DraftField:
        wording = wording_of(text)
        if known.kind == "name":
            if known.name == "name" or wording.whole:
                self._person = known.key.removesuffix("name").rstrip("_")
            key = known.key
        elif known.name in _PERSONAL:
            key = self._of_person(known.name)
        elif wording.whole and wording.name in _PERSONAL:
            key = self._of_person(wording.name)
        else:
            key = known.key
        return DraftField(
            key=self._take(key),
            kind=known.kind,
            title=bare_label(text),
            part=known.part,
            critical=known.critical,
        )

    def _worded_field(self, wording: Wording, text: str) -> DraftField:
        return DraftField(
            key=self._take(self._worded_key(wording, text)),
            kind=wording.kind,
            title=bare_label(text),
            critical=wording.kind == "id_number",
        )

    def _worded_key(self, wording: Wording, text: str) -> str:
        bare = fold(bare_label(text))
        if wording.kind == "name":
            person = slug(_NAME_WORDS.sub("", bare), empty="")
            if wording.whole:
                self._person = person
            return f"{person}_name".strip("_")
        if wording.kind == "date_words":
            return self._of_person("dob_words")
        if wording.whole and wording.name:
            return self._of_person(wording.name)
        return slug(text)

    def _of_person(self, name: str) -> str:
        return f"{self._person}_{name}" if self._person and name in _PERSONAL else name

    def _take(self, key: str) -> str:
        taken = unused(key, self._keys)
        self._keys.add(taken)
        return taken
