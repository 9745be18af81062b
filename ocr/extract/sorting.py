"""A pile of pages becomes documents with their pages in order.

Titles, letterheads and the wording of cards begin documents; every other page of a run between two
separator sheets is held against every document of that run, and the strongest bond is tied first.
A page that lies right behind a document needs less to belong to it; which way is behind the pile
itself says, since a stack that was fed face up comes out backwards. Pages that were swapped or went
astray find home by what they show alone. A page that belongs nowhere stays by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from dossier.forms.definition import FormDefinition
from dossier.page import PageReading
from ocr.extract.belonging import POSSIBLE, belonging
from ocr.extract.drafts import Draft, Opening
from ocr.extract.openings import find_cards, find_opening, find_opening_by_labels
from ocr.extract.page_signs import read_signs
from ocr.extract.separators import is_separator

_BEHIND: Final = 8.0
_BESIDE: Final = 4.0
"""Letters of wording that lying right behind a document, or at one of its pages, counts for."""
_CLEARLY: Final = 4.0
"""By so much a pile must read better from its end to be taken for turned over."""
UNKNOWN: Final = Opening(None, 0.0, "")

Numbered = tuple[int, PageReading]
"""A page with its number in the dossier, from 1."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """A page and what it begins."""

    at: int
    """Place in the run, from 0."""
    number: int
    page: PageReading
    opening: Opening | None
    cards: tuple[tuple[Opening, PageReading], ...]


@dataclass(slots=True)
class _Laid:
    """The documents of a run when its pages are walked over in one direction."""

    drafts: list[Draft]
    homeless: list[_Sight] = field(default_factory=list)
    bonds: float = 0.0
    """What spoke for all pages that were joined, letters of wording."""


def sort_pages(pages: Sequence[Numbered], forms: Mapping[str, FormDefinition]) -> list[Draft]:
    """The documents of `pages`, by the first place where each of them lies.

    Separator sheets belong to none, and nothing is joined across them.
    """
    drafts = [draft for run in _runs(pages) for draft in _Run(run, forms).documents()]
    return sorted(drafts, key=lambda draft: min(draft.pages))


def _runs(pages: Sequence[Numbered]) -> list[list[Numbered]]:
    runs: list[list[Numbered]] = [[]]
    for number, page in pages:
        if is_separator(page):
            runs.append([])
        else:
            runs[-1].append((number, page))
    return runs


class _Run:
    """The pages between two separator sheets, each looked at once."""

    def __init__(self, run: Sequence[Numbered], forms: Mapping[str, FormDefinition]) -> None:
        self._forms = forms
        self._sights = [_look(at, number, page, forms) for at, (number, page) in enumerate(run)]
        self._places = {sight.number: sight.at for sight in self._sights}
        begun = {s.opening.form.key for s in self._sights if s.opening and s.opening.form}
        labelled = [forms[key] for key in sorted(begun) if forms[key].layout == "labels"]
        # Cards are found by their own wording and are no page of a form.
        self._signs = {s.number: read_signs(s.page, labelled) for s in self._sights if not s.cards}
        self._known: dict[tuple[tuple[int, ...], int, bool], float] = {}

    def documents(self) -> list[Draft]:
        """The documents of the run; a page that belongs to none is one of its own."""
        step, laid, turned = 1, self._lay(1), self._lay(-1)
        if turned.bonds > laid.bonds + _CLEARLY:
            step, laid = -1, turned
        for sight in laid.homeless:
            opening = find_opening_by_labels(sight.page, self._forms) or UNKNOWN
            laid.drafts.append(Draft(opening, [sight.number], [sight.page]))
        return [self._in_order(draft, step) for draft in laid.drafts]

    def _lay(self, step: int) -> _Laid:
        """Join every page without an opening to the document it belongs to, strongest bond first.

        What a document has got already no other page can bring. `step`: where the next page of a
        paper lies, 1 behind it and -1 before it.
        """
        laid = _Laid([
            Draft(opening, [sight.number], [page])
            for sight in self._sights
            for opening, page in sight.cards or ([(sight.opening, sight.page)] if sight.opening
                                                 else [])
        ])  # fmt: skip
        laid.homeless = [s for s in self._sights if s.opening is None and not s.cards]
        while laid.homeless and laid.drafts:
            bonds = [
                (self._bond(draft, sight, step), at, sight)
                for at, draft in enumerate(laid.drafts)
                for sight in laid.homeless
            ]
            bond, at, sight = max(bonds, key=lambda found: found[0])
            if not bond:
                break
            laid.drafts[at].add(sight.number, sight.page)
            laid.homeless.remove(sight)
            # A turned pile is told by what its pages show, not by papers that might run on.
            laid.bonds += bond if bond > POSSIBLE + _BEHIND else 0.0
        return laid

    def _bond(self, draft: Draft, sight: _Sight, step: int) -> float:
        if draft.form is None or draft.pages[0] not in self._signs:
            return 0.0
        pages = draft.pages
        if draft.form.layout == "letterhead":
            # Its end may have been tied to it before the pages between, which run on from those
            # before them.
            laid = sorted(pages, key=lambda number: step * self._places[number])
            pages = [n for n in laid if (sight.at - self._places[n]) * step > 0] or pages
        follows = self._places[pages[-1]] + step == sight.at
        key = (tuple(pages), sight.number, follows)
        if key not in self._known:
            own = [self._signs[number] for number in pages]
            page = self._signs[sight.number]
            self._known[key] = belonging(draft.form, own, page, follows=follows)
        bond = self._known[key]
        beside = any(abs(self._places[number] - sight.at) == 1 for number in draft.pages)
        near = _BEHIND if follows else _BESIDE if beside else 0.0
        return bond + near if bond else 0.0

    def _in_order(self, draft: Draft, step: int) -> Draft:
        """The titled page first, the others by their printed numbers, or as the form runs on, or as
        they lie."""
        first, *rest = zip(draft.pages, draft.readings, strict=True)
        if len(rest) < 2:
            return draft
        signs = [self._signs[number] for number, _ in rest]
        printed = [s.number.number for s in signs if s.number is not None]
        if len(set(printed)) == len(rest):
            order = dict(zip((n for n, _ in rest), map(float, printed), strict=True))
        elif draft.opening.is_labelled and draft.form is not None:
            # Notes close a form, though they name its labels from the first page on.
            places = [
                inf if s.closes(draft.form) or not s.shown[draft.form.key].labels
                else s.shown[draft.form.key].place
                for s in signs
            ]  # fmt: skip
            order = dict(zip((n for n, _ in rest), places, strict=True))
        else:
            order = {number: float(step * self._places[number]) for number, _ in rest}
        pages = [first, *sorted(rest, key=lambda page: order[page[0]])]
        return Draft(draft.opening, [n for n, _ in pages], [page for _, page in pages])


def _look(at: int, number: int, page: PageReading, forms: Mapping[str, FormDefinition]) -> _Sight:
    opening = find_opening(page, forms)
    cards = () if opening and opening.is_labelled else tuple(find_cards(page, forms))
    return _Sight(at, number, page, opening, cards)
