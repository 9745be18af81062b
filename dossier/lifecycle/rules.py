"""How long each kind of data is kept, as data: the shipped rules, and those of this office.

`retention.toml` in the data folder is the office's own rule of processing: it names the decision
that it stands on (`confirmed`), and its rules replace the shipped ones of the same kind and
procedure. What ships was not held against the law by a lawyer, so that nothing is ever removed by
it until an office has confirmed it; a dry run shows all the same what would go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from dossier.errors import Misconfigured
from dossier.procedures.catalog import procedures
from dossier.toml_files import read_toml
from dossier.vietnam_time import VIETNAM

FOREVER: Final = "forever"
EVERY: Final = "*"
"""A rule for all procedures that have none of their own."""
_TELLING: Final = frozenset(
    {"name", "id_number", "party_number", "phone", "email", "address", "table"}
)
"""Kinds of fields that name a person."""
_DURATION: Final = re.compile(r"P(\d{1,3})([YMD])")


class DataKind(StrEnum):
    """What a rule speaks of."""

    RECORD = "record"
    """The whole dossier: rows, records, originals, corrections, history."""
    ORIGINALS = "originals"
    """The scans, where they go before the record."""
    PAGES = "pages"
    """The text that was read off the pages, line by line; the fields of the record stay."""
    CORRECTIONS = "corrections"
    """Values, reasons and comments that people typed at the desk. The record has what came of
    them; who did what when stays."""
    QUALITY = "quality"
    """Fields that were drawn by lot to be keyed again."""
    ABANDONED = "abandoned"
    """Dossiers that were never sealed: all of them."""
    FORM_SAMPLES = "form_samples"
    """Samples of the form studio that no form stands on."""
    TRAINING = "training"
    """Corrections that may leave for calibration and training: older ones are not given out."""
    AUDIT = "audit"
    """Who saw and changed what. A chain cannot lose its beginning: kept for ever."""


PARTS: Final = (DataKind.QUALITY, DataKind.CORRECTIONS, DataKind.PAGES, DataKind.ORIGINALS)
"""What of a finished dossier may go before the rest of it."""
OF_DOSSIER: Final = (DataKind.RECORD, *PARTS)
_FOR_ALL_ALIKE: Final = frozenset(
    {DataKind.ABANDONED, DataKind.FORM_SAMPLES, DataKind.TRAINING, DataKind.AUDIT}
)


def _known_duration(text: str) -> str:
    if text != FOREVER and not _DURATION.fullmatch(text):
        raise ValueError(f"{FOREVER}, P5Y, P18M or P90D")
    return text


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Strict):
    """How long one kind of data of one procedure is kept, and by what right."""

    kind: DataKind
    procedure: str = EVERY
    """Code of the procedure."""
    keep: Annotated[str, AfterValidator(_known_duration)]
    """ISO 8601: `P5Y`, `P18M`, `P90D`; or `forever`."""
    counted_from: Literal["closed", "year_end"] = Field(default="closed", alias="from")
    """The day on which the dossier was finished (or last touched), or the end of that year."""
    source: str = Field(min_length=10)
    """The law, circular or decision, with its article where there is one."""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.kind in _FOR_ALL_ALIKE and self.procedure != EVERY:
            raise ValueError(f"{self.kind}: knows no procedures")
        if self.kind is DataKind.AUDIT and self.keep != FOREVER:
            raise ValueError("audit: a chain of hashes cannot lose its beginning; keep = forever")
        return self

    @property
    def key(self) -> str:
        """`record/1.001193`: the rule by name."""
        return f"{self.kind}/{self.procedure}"

    def cutoff(self, now: datetime) -> datetime | None:
        """What was closed before this has served its time; None: nothing ever has."""
        if self.keep == FOREVER:
            return None
        count, unit = _parts(self.keep)
        then = _back(now.astimezone(VIETNAM), count, unit)
        if self.counted_from == "year_end":
            # The years begin with the first of January after the closing.
            then = then.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        return then

    def until(self, closed: datetime) -> datetime | None:
        """The first moment at which what was closed then may go; None: never."""
        if self.keep == FOREVER:
            return None
        start = closed.astimezone(VIETNAM)
        if self.counted_from == "year_end":
            start = start.replace(
                year=start.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0
            )
        count, unit = _parts(self.keep)
        return _back(start, -count, unit)


class Schedule(_Strict):
    """The run that the keeper starts by itself."""

    on: bool = False
    hour: int = Field(default=2, ge=0, le=23)
    """Of the day in Việt Nam."""
    limit: int = Field(default=2000, ge=1)
    """Dossiers a run, at most: a wrong rule is noticed before it has done all its harm."""


class AllowedField(_Strict):
    """A field that may leave with the corrections although its kind may not."""

    field: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")
    """`form.field`"""
    source: str = Field(min_length=10)


class Training(_Strict):
    """What of the corrections may leave for training, beside the kinds that tell of nobody."""

    kinds: tuple[str, ...] = ()
    """Kinds of fields, instead of the shipped ones. Never `name`, `id_number`, `phone`, `address`
    or `table`: those need a rule for each field."""
    allow: tuple[AllowedField, ...] = ()

    @model_validator(mode="after")
    def _names_nobody(self) -> Self:
        telling = sorted(_TELLING & set(self.kinds))
        if telling:
            raise ValueError(f"{', '.join(telling)}: name each field under [[training.allow]]")
        return self


class RuleFile(_Strict):
    """`rules.toml`, or `retention.toml` of an office."""

    confirmed: str = ""
    """The office's decision that these rules (and those that ship) are its own."""
    schedule: Schedule = Schedule()
    training: Training = Training()
    rules: tuple[Rule, ...] = Field(default=(), alias="rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The rules of an installation."""

    confirmed: str
    schedule: Schedule
    training: Training
    rules: Mapping[tuple[DataKind, str], Rule]

    def of(self, kind: DataKind, procedures: Iterable[str] = ()) -> Rule | None:
        """The rule for one kind, the longest of those that may apply; None: it goes with its
        dossier."""
        found = [self.rules[kind, code] for code in procedures if (kind, code) in self.rules]
        if found:
            return max(found, key=_length)
        return self.rules.get((kind, EVERY))

    @property
    def codes(self) -> frozenset[str]:
        """Procedures that some rule names."""
        return frozenset(code for _, code in self.rules if code != EVERY)

    def in_order(self) -> Sequence[Rule]:
        return [self.rules[key] for key in sorted(self.rules)]


def load_retention(path: Path) -> Retention:
    """The shipped rules under those of `path`, which need not be there. Raises Misconfigured."""
    own = read_toml(path, RuleFile) if path.exists() else RuleFile()
    rules = {**_by_key(_shipped(), "rules.toml"), **_by_key(own.rules, path.name)}
    if own.schedule.on and not own.confirmed:
        raise Misconfigured(
            f"{path.name}: lịch chạy cần `confirmed` / a schedule needs the decision it stands on"
        )
    unknown = {rule.procedure for rule in own.rules} - {EVERY, *procedures()}
    if unknown:
        listed = ", ".join(sorted(unknown))
        raise Misconfigured(f"{path.name}: không có thủ tục / no such procedure: {listed}")
    return Retention(
        confirmed=own.confirmed, schedule=own.schedule, training=own.training, rules=rules
    )


@cache
def _shipped() -> tuple[Rule, ...]:
    return read_toml(Path(__file__).with_name("rules.toml"), RuleFile).rules


def _by_key(rules: Iterable[Rule], name: str) -> dict[tuple[DataKind, str], Rule]:
    found: dict[tuple[DataKind, str], Rule] = {}
    for rule in rules:
        if (rule.kind, rule.procedure) in found:
            raise Misconfigured(f"{name}: hai quy tắc / two rules: {rule.key}")
        found[rule.kind, rule.procedure] = rule
    return found


def _length(rule: Rule) -> timedelta:
    if rule.keep == FOREVER:
        return timedelta.max
    count, unit = _parts(rule.keep)
    return timedelta(days=count * {"Y": 366, "M": 31, "D": 1}[unit])


def _parts(keep: str) -> tuple[int, str]:
    found = _DURATION.fullmatch(keep)
    assert found is not None, keep
    return int(found[1]), found[2]


def _back(moment: datetime, count: int, unit: str) -> datetime:
    """So many years, months or days before `moment`; 29 February is 28 where there is none."""
    if unit == "D":
        return moment - timedelta(days=count)
    months = moment.year * 12 + moment.month - 1 - (count if unit == "M" else 12 * count)
    year, month = divmod(months, 12)
    first = moment.replace(year=year, month=month + 1, day=1)
    longest = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(moment.day, longest.day))
