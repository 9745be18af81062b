"""Which of the printed options a person ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.forms.definition import TickSide
from dossier.geometry import PixelBox
from dossier.page import StruckText, TickBox, TickState
from dossier.text import fold, fold_each
from dossier.text.letters import CAPITAL, SMALL
from ocr.extract.regions import Region
from ocr.extract.search import find_matches
from ocr.extract.stream import Stream

_REACH = 2.5
"""Farthest distance from a word to its box, in heights of the word."""
_OVERLAP = 0.6
_SAME_ROW = 0.3
_STRUCK_OUT = 0.9
"""Confidence in the option left over: a stroke may also underline or be dirt."""
_CROSSED = 0.5
_LONG_WORDING = 8
_TOLERANCE = 0.2
_BOX_AS_TEXT = "[0oqdxvjluti]"
"""What a box comes out as where it is read together with its word: "Số 20", "CóD", "ICá nhân"."""
_BOX_AS_CAPITAL = re.compile(
    rf"(?<={SMALL}){CAPITAL}(?!\w)|(?<=\d){CAPITAL}(?!\w)|(?<!\w){CAPITAL}(?={CAPITAL}{SMALL})"
)
"""Any capital may be a box where no word has one: "Số 2F", "KhôngC", "CKhông"."""
_NEXT_WORD = re.compile(rf"{SMALL}(?={CAPITAL}{{1,2}}{SMALL})")
_MARK_IN_TEXT = re.compile(r"[xXvV✓✔☑☒×]")
_LONE_MARK = re.compile(r"(?<!\w)[xXvV✓✔☑☒×](?!\w)")
MARK_REACH = 4
"""Characters between a word and a mark that was read as a letter."""
_MARK_TRUST = 0.7
_SURER = 0.25
_DOUBTED = 0.4
"""Of two ticked boxes the surer by so much is taken, for a person to confirm."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome of reading one row of options."""

    value: str | None
    """None: nothing is ticked, or the ticks contradict each other (`clear` tells which)."""
    clear: bool
    confidence: float
    box: PixelBox | None


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    start: int
    end: int
    box: PixelBox


def read_choice(
    region: Region,
    options: Mapping[str, tuple[str, ...]],
    ticks: Sequence[TickBox],
    side: TickSide = TickSide.AFTER,
    struck: Sequence[StruckText] = (),
) -> Choice:
    """Assign the tick boxes of the region's page to the option words they stand beside.

    Without tick boxes, the one option that is not among the page's `struck` words is chosen.
    """
    found = _options_in(region, options)
    if not found:
        return Choice(None, False, 0.0, region.box())
    states = {o.value: _tick_beside(o, found, ticks, side) for o in found}
    if any(states.values()):
        choice = _from_ticks(states, _written_mark(found, states, region, side), region)
    else:
        choice = _from_struck(found, struck, region) or _from_text(found, region)
    if choice.value is None and len(found) < len(options):
        # The option that was not found may be the one that is ticked.
        return replace(choice, clear=False)
    return choice


def _options_in(region: Region, options: Mapping[str, tuple[str, ...]]) -> list[_Option]:
    found: list[_Option] = []
    # The longest first: "Có nhu cầu …" also stands inside "Không có nhu cầu …".
    wordings = [(wording, value) for value, words in options.items() for wording in words]
    for wording, value in sorted(wordings, key=lambda w: -len(w[0])):
        if any(option.value == value for option in found):
            continue
        span = _place_of(wording, region, found)
        boxes = [g.box for g in region.glyphs[slice(*span)] if g.box] if span else []
        if span and boxes:
            found.append(_Option(value, *span, PixelBox.around(boxes)))
    return sorted(found, key=lambda o: o.start)


def _place_of(wording: str, region: Region, taken: Sequence[_Option]) -> tuple[int, int] | None:
    """Where a word of the form stands in the region; a long one may be misread in places.

    Short words ("Có") are held to the letter: everything resembles them. Never inside `taken`.
    """
    raw = "".join(g.char for g in region.glyphs)
    text = fold_each(_BOX_AS_CAPITAL.sub(lambda box: "0" * len(box[0]), raw))
    exact = re.finditer(rf"(?<![^\W_]){_BOX_AS_TEXT}{{0,2}}({re.escape(fold(wording))})", text)
    spans = [hit.span(1) for hit in exact if _ends_word(raw, text, hit.end())]
    if len(wording) >= _LONG_WORDING:
        loose = find_matches(Stream(region.glyphs), wording, tolerance=_TOLERANCE)
        spans += [(match.start, match.end) for match in loose]
    free = (s for s in spans if all(s[1] <= o.start or o.end <= s[0] for o in taken))
    return next(free, None)


def _ends_word(raw: str, folded: str, end: int) -> bool:
    """Whether no word goes on at `end`: a box read as a letter may follow, or the next word where
    the box between them was not read at all ("Cá nhânCác thành viên")."""
    alone = re.compile(rf"{_BOX_AS_TEXT}?(?![^\W_])").match(folded, end)
    return alone is not None or _NEXT_WORD.match(raw, end - 1) is not None


def _tick_beside(
    option: _Option, options: Sequence[_Option], ticks: Sequence[TickBox], side: TickSide
) -> TickBox | None:
    """The tick box on the option's row, on the printed side, nearer to it than to any other."""
    reach = _REACH * option.box.height
    mine = [
        t
        for t in ticks
        if _on_row(t, option)
        and _gap(t, option, side) <= reach
        and all(_gap(t, option, side) <= _gap(t, o, side) for o in options if _on_row(t, o))
    ]
    return min(mine, key=lambda t: _gap(t, option, side)) if mine else None


def _on_row(tick: TickBox, option: _Option) -> bool:
    return tick.box.vertical_overlap(option.box) > _SAME_ROW


def _gap(tick: TickBox, option: _Option, side: TickSide) -> float:
    """Pixels from the word to the box on its printed side; infinite on the other side."""
    word, box = option.box, tick.box
    gap = box.left - word.right if side is TickSide.AFTER else word.left - box.right
    # A circle drawn around the box, or letters measured too wide, may overlap the word a little.
    return max(gap, 0.0) if gap >= -_OVERLAP * word.height else float("inf")


def _written_mark(
    found: Sequence[_Option], states: Mapping[str, TickBox | None], region: Region, side: TickSide
) -> str | None:
    """The one option whose box was not seen and beside which a mark was read as a letter.

    A cross that reaches over its box hides the box: "X Có nhu cầu …".
    """
    text = "".join(g.char for g in region.glyphs)
    marked = []
    for option in found:
        before = text[max(0, option.start - MARK_REACH) : option.start].split("\n")[-1]
        after = text[option.end : option.end + MARK_REACH].split("\n")[0]
        beside = after if side is TickSide.AFTER else before
        if states[option.value] is None and _LONE_MARK.search(beside):
            marked.append(option.value)
    return marked[0] if len(marked) == 1 else None


def _from_ticks(
    states: Mapping[str, TickBox | None], written: str | None, region: Region
) -> Choice:
    ticked = [v for v, t in states.items() if t is not None and t.state is TickState.TICKED]
    if not ticked and written is not None:
        return Choice(written, True, _MARK_TRUST, region.box())
    unclear = any(t is None or t.state is TickState.UNCLEAR for t in states.values())
    sure = min((t.confidence for t in states.values() if t is not None), default=0.0)
    if len(ticked) == 2 and (clear := _clearly_ticked(states)) is not None:
        return Choice(clear, True, _DOUBTED, region.box())
    if len(ticked) == 1:
        return Choice(ticked[0], True, sure * (0.8 if unclear else 1.0), region.box())
    return Choice(None, not ticked and not unclear, sure, region.box())


def _clearly_ticked(states: Mapping[str, TickBox | None]) -> str | None:
    """Of two ticked boxes the one that surely is, where the other may hold a speck."""
    ticked = {v: t.confidence for v, t in states.items() if t and t.state is TickState.TICKED}
    *_, second, first = sorted(ticked, key=lambda value: ticked[value])
    return first if ticked[first] - ticked[second] >= _SURER else None


def _from_struck(
    found: Sequence[_Option], struck: Sequence[StruckText], region: Region
) -> Choice | None:
    """The one option left where a person crossed the others out; None where none is."""
    left = [o.value for o in found if not any(_is_struck(o, words) for words in struck)]
    if len(left) == len(found):
        return None
    chosen = left[0] if len(left) == 1 else None
    return Choice(chosen, chosen is not None, _STRUCK_OUT, region.box())


def _is_struck(option: _Option, words: StruckText) -> bool:
    box, line = option.box, words.box
    shared = min(box.right, line.right) - max(box.left, line.left)
    return line.vertical_overlap(box) > _SAME_ROW and shared > _CROSSED * box.width


def _from_text(found: Sequence[_Option], region: Region) -> Choice:
    """No tick box was seen: a mark may stand in the text after its word ("Có x, Không □")."""
    text = "".join(g.char for g in region.glyphs)
    marked = []
    for option, following in zip(found, [*found[1:], None], strict=True):
        between = text[option.end : following.start if following else len(text)]
        if _MARK_IN_TEXT.search(between[:6]):
            marked.append(option.value)
    if len(marked) == 1:
        return Choice(marked[0], True, 0.7, region.box())
    # The boxes that the form prints were not seen: whether one is ticked nobody can tell.
    return Choice(None, False, 0.5, region.box())
