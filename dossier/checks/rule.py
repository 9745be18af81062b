"""What a rule is: a pure function over some fields of one document, with named parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.record import FieldReading, FieldState


class ParamKind(StrEnum):
    FIELD = "field"
    """The key of one field."""
    FIELDS = "fields"
    """Keys of several fields, parted by commas or spaces."""
    WORD = "word"
    """A text of the definition itself."""
    NUMBER = "number"
    """A whole number of the definition itself."""
    PATTERN = "pattern"
    """A regular expression of the definition itself."""


@dataclass(frozen=True, slots=True)
class Param:
    kind: ParamKind = ParamKind.FIELD
    required: bool = True
    among: tuple[str, ...] = ()
    """The only words there are; empty: any."""
    needs: str = ""
    """A parameter that must be given beside this one."""


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One use of a rule in a form definition."""

    rule: str
    params: Mapping[str, str] = field(default_factory=dict)
    """Parameter of the rule -> field key (or keys, or a word: see the rule)."""
    severity: str = "error"
    """`error` sends the fields to review; `warning` is shown and doubts the reading; `note` is only
    shown: a term that has passed says nothing about how well the date was read."""
    legal_basis: str = ""
    """The article that the rule comes from, shown with a failure."""
    id: str = ""
    """Name of this use, for whoever quotes it; '' where the definition gives none."""
    message: str = ""
    """What a failure means here, Vietnamese / English; '' leaves it to the rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found."""

    ok: bool
    detail: str = ""
    """Vietnamese / English, without any field's value."""
    fields: tuple[str, ...] = ()
    """Keys that the finding concerns; empty: every field that the rule was given."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The fields of one document as a rule sees them: by parameter."""

    readings: Mapping[str, FieldReading]
    keys: Mapping[str, tuple[str, ...]]
    """Parameter -> field keys."""
    words: Mapping[str, str]

    def reading(self, param: str) -> FieldReading | None:
        """The one field that `param` names, None when it was not given or is not there."""
        keys = self.keys.get(param, ())
        return self.readings.get(keys[0]) if keys else None

    def value(self, param: str) -> str | None:
        """Its value where one was read."""
        reading = self.reading(param)
        if reading is None or reading.state is not FieldState.READ:
            return None
        return reading.value if isinstance(reading.value, str) and reading.value else None

    def values(self, param: str) -> Mapping[str, str]:
        """Field key -> value of the fields that `param` names, those that were read."""
        found = ((key, self.readings.get(key)) for key in self.keys.get(param, ()))
        return {
            key: reading.value
            for key, reading in found
            if reading is not None
            and reading.state is FieldState.READ
            and isinstance(reading.value, str)
            and reading.value
        }

    def rows(self, param: str) -> Sequence[Mapping[str, str]]:
        """Rows of the table that `param` names; () where none was read."""
        reading = self.reading(param)
        if reading is None or reading.state is not FieldState.READ:
            return ()
        return reading.value if isinstance(reading.value, list) else ()

    def is_blank(self, param: str) -> bool:
        reading = self.reading(param)
        return reading is not None and reading.state is FieldState.BLANK

    def blank_keys(self, param: str) -> tuple[str, ...]:
        """Which of the fields that `param` names are blank on the paper."""
        found = ((key, self.readings.get(key)) for key in self.keys.get(param, ()))
        return tuple(k for k, r in found if r is not None and r.state is FieldState.BLANK)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it takes and how it judges."""

    params: Mapping[str, Param]
    judge: Callable[[Facts], Finding | None]
    """None where an input is missing: a rule that cannot be held says nothing."""
    one_of: tuple[str, ...] = ()
    """Optional parameters of which exactly one must be given."""
