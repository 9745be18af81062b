"""Where a printed wording stands in a stream, allowing for misread, lost and extra characters.

Sellers' algorithm (edit distance with a free start), one NumPy row a pattern character. Letters
are compared without tone marks and case; a wrong or missing punctuation mark costs less than a
letter, since `:` and `.` are what scanners lose first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ocr.extract.stream import Stream, fold_char

LETTER_COST = 1.0
MARK_COST = 0.35
_LOOSE_START_COST = 1.0
"""For a match that begins inside a word: labels begin words, look-alikes inside values do not."""

_ROUNDING = 1e-6

_CONFUSABLE = (
    {"l", "i", "1", "t", "|"},
    {"o", "0"},
    {"h", "b"},
    {"n", "u"},
    {"c", "e"},
    {"5", "s"},
)


_Costs = npt.NDArray[np.float64]
_Rows = dict[int, _Costs]


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a wording may stand: glyphs `[start, end)` of the stream."""

    start: int
    end: int
    cost: float
    """Weighted edits; 0 is a perfect match."""
    weight: float
    """Cost of losing the whole wording; `cost / weight` is the share misread."""

    @property
    def similarity(self) -> float:
        return max(0.0, 1.0 - self.cost / self.weight)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording made ready for searching."""

    codes: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]

    @property
    def weight(self) -> float:
        return float(self.weights.sum())


@lru_cache(maxsize=4096)
def make_pattern(wording: str) -> Pattern:
    """`wording` ready for searching; the same wordings are looked for on every page."""
    codes = np.array([fold_char(c) for c in wording if not c.isspace()], dtype=np.int32)
    return Pattern(codes, _weights(codes))


def find_matches(
    stream: Stream, wording: str, *, tolerance: float = 0.3, limit: int = 16
) -> tuple[Match, ...]:
    """Places of `wording` with at most `tolerance` of its weight misread, best first."""
    pattern = make_pattern(wording)
    if not len(pattern.codes) or not len(stream.folded):
        return ()
    ceiling = tolerance * pattern.weight
    costs = _end_costs(pattern, stream, ceiling)
    ends = _local_minima(costs, ceiling)[: limit * 2]
    matches = {m.start: m for m in (_match_at(stream, pattern, int(e)) for e in ends[::-1])}
    fitting = [m for m in matches.values() if m.cost <= ceiling]
    return tuple(sorted(fitting, key=lambda m: (m.cost, m.start))[:limit])


def _weights(codes: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    kinds, places = np.unique(codes, return_inverse=True)
    costs = [LETTER_COST if chr(code).isalnum() else MARK_COST for code in kinds]
    return np.asarray(np.array(costs, dtype=np.float64)[places])


def _substitution(code: int, weight: float, text: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    row = np.full(len(text), weight)
    row[text == code] = 0.0
    for group in _CONFUSABLE:
        if chr(code) in group:
            for other in group - {chr(code)}:
                row[text == ord(other)] = weight / 2
    return row


def _end_costs(pattern: Pattern, stream: Stream, ceiling: float) -> _Costs:
    """Cheapest cost of the pattern ending just after each character; start anywhere. Where it is
    above `ceiling` everywhere, some costs above it."""
    weights, text = _text_weights(stream), stream.folded
    row = np.zeros(len(text) + 1)
    return _last_row(pattern, text, weights, stream.search_rows, row, ceiling=ceiling)[1:]


def _text_weights(stream: Stream) -> _Costs:
    return np.where(stream.alphanumeric, LETTER_COST, MARK_COST)


def _last_row(
    pattern: Pattern,
    text: npt.NDArray[np.int32],
    weights: _Costs,
    replaced: _Rows,
    row: _Costs | None = None,
    *,
    ceiling: float = np.inf,
) -> _Costs:
    """Costs of the pattern before and after every character of `text`, whose losses cost
    `weights`: of the whole pattern, or of so much of it as costs more than `ceiling` everywhere.

    `replaced`: rows of `_substitution` for `text`, by code; what is missing is put in. `row`: what
    it costs to begin there (written over); without it the pattern begins at the first character.
    """
    skips = np.concatenate(([0.0], np.cumsum(weights)))
    row = skips.copy() if row is None else row
    step, other = np.empty_like(row), np.empty(len(text))
    for code, weight in zip(pattern.codes.tolist(), pattern.weights.tolist(), strict=True):
        # The weight of a character is always the same, so its code is enough of a key.
        if code not in replaced:
            replaced[code] = _substitution(code, weight, text)
        np.add(row, weight, out=step)
        np.add(row[:-1], replaced[code], out=other)
        np.minimum(step[1:], other, out=step[1:])
        # Skipping stream characters: running minimum of "come from any earlier place".
        np.subtract(step, skips, out=step)
        np.minimum.accumulate(step, out=step)
        np.add(step, skips, out=row)
        # No row costs less than the one before, and most wordings stand on no page.
        if row.min() > ceiling + _ROUNDING:
            break
    return row


def _local_minima(costs: npt.NDArray[np.float64], ceiling: float) -> npt.NDArray[np.int64]:
    """Indices of minima under `ceiling`, cheapest first; of a flat stretch its first place."""
    padded = np.concatenate(([np.inf], costs, [np.inf]))
    is_minimum = (costs <= ceiling) & (costs < padded[:-2]) & (costs <= padded[2:])
    found = np.flatnonzero(is_minimum)
    return found[np.argsort(costs[found], kind="stable")]


def _match_at(stream: Stream, pattern: Pattern, end: int) -> Match:
    """The match that ends with compact character `end`, its start found by matching backwards."""
    reach = int(len(pattern.codes) * 1.4) + 4
    around = slice(max(0, end + 1 - reach), end + 1)
    window = stream.folded[around][::-1]
    backwards = Pattern(pattern.codes[::-1], pattern.weights[::-1])
    row = _last_row(backwards, window, _text_weights(stream)[around][::-1], {})
    starts = stream.compact[end + 1 - len(window) : end + 1][::-1]
    # The end of the word before may stand for a lost first letter at no other cost than this.
    totals = row[1:] + np.where(stream.word_starts[starts], 0.0, _LOOSE_START_COST)
    # Of equals the shortest: a figure at the end of the value before is not the label's number.
    start = int(np.argmin(np.round(totals, 6)))
    end_glyph = int(stream.compact[end]) + 1
    return Match(int(starts[start]), end_glyph, float(totals[start]), pattern.weight)
