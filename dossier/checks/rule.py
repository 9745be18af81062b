"""What a rule is: a pure function over some fields of one document, with named parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


@dataclass(frozen=True, slots=True)
class Param:
    kind: ParamKind = ParamKind.FIELD
    required: bool = True


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One use of a rule in a form definition."""

    rule: str
    params: Mapping[str, str] = field(default_factory=dict)
    """Parameter of the rule -> field key (or keys, or a word: see the rule)."""
    severity: str = "error"
    """`error` sends the fields to review, `warning` is only shown."""
    legal_basis: str = ""
    """The article that the rule comes from, shown with a failure."""


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
