"""The rules by the names that form definitions use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dossier.checks import agreement, persons
from dossier.checks.cards import CARDS
from dossier.checks.codes import CODES
from dossier.checks.operators import OPERATORS
from dossier.checks.rule import Param, ParamKind, Rule

_FIELD: Final = Param()
_OPTIONAL: Final = Param(required=False)
_FIELDS: Final = Param(ParamKind.FIELDS)
_WORD: Final = Param(ParamKind.WORD)
_NUMBER: Final = Param(ParamKind.NUMBER)
_WHEN: Final = Param(required=False, needs="is")
_OPTIONAL_WORD: Final = Param(ParamKind.WORD, required=False)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "id_matches_birth_date": Rule(
            {"id_number": _FIELD, "date": _FIELD}, persons.id_matches_birth_date
        ),
        "id_matches_sex": Rule({"id_number": _FIELD, "sex": _FIELD}, persons.id_matches_sex),
        "id_is_of_sex": Rule({"id_number": _FIELD, "is": _WORD}, persons.id_is_of_sex),
        "surname_from_parents": Rule(
            {"child": _FIELD, "mother": _FIELD, "father": _FIELD}, persons.surname_from_parents
        ),
        "parent_age": Rule({"child": _FIELD, "parent": _FIELD}, persons.parent_age),
        "age_at_least": Rule(
            {"born": _FIELD, "on": _FIELD, "years": _NUMBER}, persons.age_at_least
        ),
        "id_or_block_complete": Rule(
            {"id_number": _FIELD, "block": _FIELDS, "person": _OPTIONAL},
            persons.id_or_block_complete,
        ),
        "date_matches_words": Rule({"date": _FIELD, "words": _FIELD}, agreement.date_matches_words),
        "date_not_after": Rule({"earlier": _FIELD, "later": _FIELD}, agreement.date_not_after),
        "copies_agree": Rule({"requested": _FIELD, "count": _FIELD}, agreement.copies_agree),
        "number_matches_words": Rule(
            {"number": _FIELD, "words": _FIELD}, agreement.number_matches_words
        ),
        "same_value": Rule(
            {"first": _FIELD, "second": _FIELD, "when": _WHEN, "is": _OPTIONAL_WORD},
            agreement.same_value,
        ),
        **OPERATORS,
        **CODES,
        **CARDS,
    }
)
