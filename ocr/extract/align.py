"""The labels of a form laid over a page jointly and in order.

Each label may stand in several places ("Nơi cư trú:" stands three times on a birth registration)
and may be misread. The whole form decides: dynamic programming picks, for every label, one of its
places or none, so that places follow each other in the form's order and as much of the printed
wording as possible is explained. One misread label moves nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.forms.definition import FormDefinition, Label, ValueSide
from ocr.extract.search import Match, find_matches
from ocr.extract.stream import Stream

_EDIT_FACTOR = 2.2
"""How much more a misread character costs than an explained one earns."""
_SKIP_REQUIRED = 0.25
_SKIP_OPTIONAL = 0.03
_ROW_START_BONUS = 0.4
_DISTANCE_COST = 1e-4
"""Per glyph from the stream's start: of equal places the earlier one wins."""
_TOLERANCE = 0.3
_SHORT_TOLERANCE = 0.2
_LONG_TOLERANCE, _FEW_LETTERS = 0.15, 3.0
_CLEAR = 0.9
"""A label this well read ends where it ends: another of its wordings right after it is a value
("Giấy tờ tùy thân: Căn cước công dân số …")."""
_SHORT = 5.0
"""Labels lighter than this ("Số:", "tại") match by accident and get less leeway."""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    label: Label
    match: Match | None
    """None when the label was not found on the paper."""


@dataclass(frozen=True, slots=True)
class Alignment:
    labels: tuple[PlacedLabel, ...]
    """In the form's order, all that the edition prints whose list fits the page best."""
    score: float
    coverage: float
    """0..1: explained share of the wording of all required labels."""

    def end_of_value(self, index: int, stream_end: int) -> int:
        """Glyph where the value of label `index` must end: the next label found."""
        for placed in self.labels[index + 1 :]:
            if placed.match is not None and placed.label.side is not ValueSide.ABOVE:
                return placed.match.start
        return stream_end


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: Match
    gain: float


def align(form: FormDefinition, stream: Stream) -> Alignment:
    """Lay the labels of `form` over `stream`; labels not found have no match.

    Where editions print the labels in different orders, the order that explains the page best.
    """
    fitted = (_align_list(labels, stream) for labels in form.label_lists())
    return max(fitted, key=lambda alignment: alignment.score)


def _align_list(labels: Sequence[Label], stream: Stream) -> Alignment:
    ordered = [i for i, label in enumerate(labels) if label.side is not ValueSide.ABOVE]
    candidates = [_candidates(labels[i], stream) for i in ordered]
    skips = [_skip_cost(labels[i]) for i in ordered]
    chosen, score = _best_chain(candidates, skips)
    matches: dict[int, Match | None] = dict(zip(ordered, chosen, strict=True))
    for i, label in enumerate(labels):
        if i not in matches:
            matches[i] = _best_alone(label, stream)
    placed = tuple(PlacedLabel(label, matches[i]) for i, label in enumerate(labels))
    return Alignment(placed, score, _coverage(placed))


def _weight(label: Label) -> float:
    return float(len("".join(label.text[0].split())))


def _skip_cost(label: Label) -> float:
    return _weight(label) * (_SKIP_REQUIRED if label.required else _SKIP_OPTIONAL)


def _candidates(label: Label, stream: Stream) -> list[_Candidate]:
    best: dict[int, _Candidate] = {}
    for wording in label.text:
        tolerance = _SHORT_TOLERANCE if len(wording) < _SHORT else _tolerance(wording)
        for match in find_matches(stream, wording, tolerance=tolerance):
            if len(wording) < _SHORT and stream.goes_on(match.end):
                continue
            gain = match.weight - _EDIT_FACTOR * match.cost - _DISTANCE_COST * match.start
            if stream.starts_row(match.start):
                gain += _ROW_START_BONUS
            if match.start not in best or gain > best[match.start].gain:
                best[match.start] = _Candidate(match, gain)
    ends = {
        _next_letter(stream, c.match.end) for c in best.values() if c.match.similarity >= _CLEAR
    }
    fitting = (c for c in best.values() if c.match.start not in ends)
    return sorted(fitting, key=lambda c: c.match.end)


def _tolerance(wording: str) -> float:
    """Share of a wording that may be misread: letters here and there, never half a long label."""
    letters = len("".join(wording.split()))
    return min(_TOLERANCE, _LONG_TOLERANCE + _FEW_LETTERS / letters)


def _next_letter(stream: Stream, index: int) -> int:
    """The first letter or digit from glyph `index` on in its row; where the row ends without."""
    while index < len(stream.glyphs) and not stream.text[index].isalnum():
        if stream.text[index] == "\n":
            break
        index += 1
    return index


def _best_chain(
    candidates: Sequence[Sequence[_Candidate]], skips: Sequence[float]
) -> tuple[list[Match | None], float]:
    """Choose one candidate or none per label, in order and without overlap; maximise the gain."""
    # A state is (end glyph, score, back link); only states not beaten by an earlier end survive.
    states: list[tuple[int, float, _Link | None]] = [(0, 0.0, None)]
    for index, (places, skip) in enumerate(zip(candidates, skips, strict=True)):
        grown = [(end, score - skip, link) for end, score, link in states]
        for place in places:
            before = _best_before(states, place.match.start)
            if before is not None:
                _, score, link = before
                grown.append((place.match.end, score + place.gain, _Link(index, place.match, link)))
        states = _undominated(grown)
    _, score, link = max(states, key=lambda s: s[1])
    chosen: list[Match | None] = [None] * len(candidates)
    while link is not None:
        chosen[link.index] = link.match
        link = link.before
    return chosen, score


@dataclass(frozen=True, slots=True)
class _Link:
    index: int
    match: Match
    before: _Link | None


def _best_before(
    states: Sequence[tuple[int, float, _Link | None]], start: int
) -> tuple[int, float, _Link | None] | None:
    # `states` rise in end and in score, so the last one that fits is the best one that fits.
    best = None
    for state in states:
        if state[0] > start:
            break
        best = state
    return best


def _undominated(
    states: list[tuple[int, float, _Link | None]],
) -> list[tuple[int, float, _Link | None]]:
    kept: list[tuple[int, float, _Link | None]] = []
    for state in sorted(states, key=lambda s: (s[0], -s[1])):
        if not kept or state[1] > kept[-1][1]:
            kept.append(state)
    return kept


def _best_alone(label: Label, stream: Stream) -> Match | None:
    """The best place of a label outside the order; the last of equals (signatures close a form)."""
    found = [m for wording in label.text for m in find_matches(stream, wording)]
    return min(found, key=lambda m: (m.cost / m.weight, -m.start)) if found else None


def _coverage(placed: Sequence[PlacedLabel]) -> float:
    required = [p for p in placed if p.label.required]
    total = sum(_weight(p.label) for p in required)
    explained = sum(_weight(p.label) * p.match.similarity for p in required if p.match)
    return explained / total if total else 0.0
