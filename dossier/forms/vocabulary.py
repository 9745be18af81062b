"""The printed labels of the forms that are declared already: their kinds and their names.

The same words ask for the same thing on most papers ("Nơi cư trú:" is an address on eleven), so a
new form starts from what the catalogue knows, and its records use the catalogue's names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from dossier.forms.definition import FieldSpec, FormDefinition, Label, Reader
from dossier.forms.naming import bare_label
from dossier.text import fold

_ALIKE: Final = 93.0
"""Similarity 0..100 from which a label counts as a known one misread or worded a little otherwise;
"người cha" and "người con" of an otherwise equal label are at 91."""
_SHORTEST: Final = 2
"""Letters of a wording that says something."""
_NAME: Final = "_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownField:
    """A field as the catalogue has it."""

    key: str
    """With the person it belongs to: `mother_address`."""
    name: str
    """Without: `address`."""
    kind: str
    part: str
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLabel:
    """A wording and what it introduces in one form."""

    reader: Reader
    section: bool
    fields: tuple[KnownField, ...]

    @property
    def shape(self) -> tuple[Reader, tuple[tuple[str, str, str], ...]]:
        """What two forms must share to agree: how it is read, and names and kinds."""
        return self.reader, tuple((f.part, f.kind, f.name) for f in self.fields)


class Vocabulary:
    """Wordings of `forms`, looked up without marks, case, numbers and brackets."""

    def __init__(self, forms: Mapping[str, FormDefinition]) -> None:
        self._known: dict[str, list[KnownLabel]] = {}
        for form in forms.values():
            for label in form.labels:
                for wording in label.text:
                    bare = fold(bare_label(wording))
                    if len(bare) >= _SHORTEST:
                        self._known.setdefault(bare, []).append(_known_label(form, label))

    def find(self, text: str) -> KnownLabel | None:
        """What most forms mean by a label of these words; None when no form prints it."""
        entries = self._entries(text)
        if not entries:
            return None
        several = [entry for entry in entries if len(entry.fields) > 1]
        # One form takes all that stands on an identity line, another only its number.
        shapes = Counter(entry.shape for entry in several or entries)
        usual = shapes.most_common(1)[0][0]
        return _without_persons([entry for entry in entries if entry.shape == usual])

    def wordings(self) -> Iterable[str]:
        """All known wordings, folded."""
        return self._known.keys()

    def _entries(self, text: str) -> list[KnownLabel]:
        bare = fold(bare_label(text))
        if bare in self._known:
            return self._known[bare]
        found = process.extractOne(bare, self._known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._known[found[2]] if found else []


def _without_persons(entries: Sequence[KnownLabel]) -> KnownLabel:
    """The first entry; where another has the field for another person, for nobody in particular.

    "Họ và tên:" is a child's on one form and a dead person's on another.
    """
    keys = [{entry.fields[n].key for entry in entries} for n in range(len(entries[0].fields))]
    fields = [
        field if len(found) == 1 else replace(field, key=field.name)
        for field, found in zip(entries[0].fields, keys, strict=True)
    ]
    return replace(entries[0], fields=tuple(fields))


def _known_label(form: FormDefinition, label: Label) -> KnownLabel:
    parts = label.parts.items() if label.parts else [("", key) for key in label.field_keys]
    # A row's parts are the columns of its own table, which another form does not have.
    plain = label.reader is not Reader.ROW
    fields = [_known_field(form, form.field(key), part if plain else "") for part, key in parts]
    return KnownLabel(
        reader=label.reader if plain else Reader.PLAIN,
        section=label.section,
        fields=tuple(fields if plain else fields[:1]),
    )


def _known_field(form: FormDefinition, spec: FieldSpec, part: str) -> KnownField:
    return KnownField(
        key=spec.key,
        name=spec.key.removeprefix(_person_of(form, spec.key)),
        kind=spec.kind,
        part=part,
        critical=spec.critical,
    )


def _person_of(form: FormDefinition, key: str) -> str:
    """The longest `person_` that begins `key`: one with a name and more on the form."""
    keys = [f.key for f in form.fields]
    people = [k.removesuffix(_NAME) + "_" for k in keys if k.endswith(_NAME)]
    people = [p for p in people if sum(k.startswith(p) for k in keys) > 1]
    return max((p for p in people if key.startswith(p)), key=len, default="")
