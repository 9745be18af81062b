"""Values as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dossier.fields.sex import FEMALE, MALE
from dossier.forms.definition import FieldSpec
from dossier.submission import SubmittedValue

_SEX: Final[Mapping[str, str]] = {MALE: "Nam", FEMALE: "Nữ"}
_YES_NO: Final[Mapping[str, str]] = {"yes": "Có", "no": "Không"}


def shown(spec: FieldSpec | None, value: SubmittedValue | None) -> str:
    """A value as people write it: 05/12/2024, Nam, Có. Tables have no one line: ''."""
    if value is None or isinstance(value, list):
        return ""
    if spec is None:
        return value
    if spec.kind == "date":
        return "/".join(reversed(value.split("-")))
    return words_of(spec).get(value, value)


def words_of(spec: FieldSpec) -> Mapping[str, str]:
    """The closed set of values of a field and the word for each; empty where it is open."""
    if spec.kind == "sex":
        return _SEX
    if spec.kind != "choice":
        return {}
    return {value: _YES_NO.get(value, words[0]) for value, words in spec.options.items()} or _YES_NO
