"""What a form module hands over: the answers on the paper and a way to draw them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from samples.generator.chance import Share
from samples.generator.dates import DateStyle, write_date
from samples.generator.layout.pieces import Blank, Part
from samples.generator.layout.sheet import Sheet
from samples.generator.style import PageStyle
from samples.generator.vocabulary import Vocabulary

State = Literal["read", "blank"]
Row = dict[str, str]
Value = str | list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One field: `raw` as on paper, `value` normalised per contract; both empty if blank."""

    key: str
    raw: str = ""
    value: Value = ""

    @property
    def state(self) -> State:
        return "read" if self.raw else "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A QR code or machine-readable zone on the paper; its spot is marked as its `kind`."""

    kind: Literal["qr", "mrz"]
    text: str
    whole: bool = True
    """False where it is torn, smeared or written over so that no decoder can read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A filled document; `draw` sets it on a sheet and marks where each answer stands."""

    form: str
    edition: str
    answers: Mapping[str, Answer]
    draw: Callable[[Sheet], None]
    codes: tuple[PrintedCode, ...] = ()
    companion: FilledForm | None = None
    """A second document on the same sheets, set by the same `draw`; the spots of its answers are
    marked as `form.key`."""

    def spot_of(self, key: str, *, among: FilledForm) -> str:
        """Return the name under which the spot of `key` is marked on the sheet of `among`."""
        return key if self is among else f"{self.form}.{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a form is filled with: chance, words and the look of the page."""

    rng: random.Random
    share: Share
    words: Vocabulary
    style: PageStyle


FormMaker = Callable[[Desk], FilledForm]


def text_answer(key: str, raw: str) -> Answer:
    """Answer whose value is what the paper says."""
    return Answer(key=key, raw=raw, value=raw)


def date_answer(key: str, day: date, style: DateStyle) -> Answer:
    """Answer with a whole date."""
    return Answer(key=key, raw=write_date(day, style), value=day.isoformat())


def index_answers(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return `answers` by key."""
    return {answer.key: answer for answer in answers}


def blank_for(
    answer: Answer, *, width: float | None = None, lines: int = 1, centered: bool = False
) -> Blank:
    """Return the blank one answer is written in."""
    parts = (Part(text=answer.raw, key=answer.key),) if answer.raw else ()
    return Blank(parts=parts, width=width, lines=lines, keys=(answer.key,), centered=centered)
