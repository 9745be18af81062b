"""Which people on the papers are one person, and where two people stand in each other's place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from dossier.evidence.sources import Mention, Rank
from dossier.fields.identity import read_structure
from dossier.fields.partial_date import PartialDate
from dossier.text import canonical_tones, fold, fold_iy

SURE: Final = 3.0
"""Likeness from which two mentions are one person: two of name, number and birth date agree, or
the number does and nothing speaks against it."""
_VERY_SURE: Final = 4.0
_NEAR_NAME: Final = 2


@dataclass(slots=True)
class Group:
    """One person: everyone who was found to be them."""

    slots: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)

    def likeness(self, mention: Mention) -> float:
        return max((likeness(mention, other) for other in self.mentions), default=-1.0)


@dataclass(frozen=True, slots=True)
class Swap:
    """Two people of one paper who stand in each other's place."""

    first: Mention
    second: Mention
    proof: tuple[Mention, ...]
    """Other papers that say so; empty where the numbers on the paper itself do."""


def likeness(first: Mention, second: Mention) -> float:
    """How much speaks for two mentions being one person; below 0: they are two."""
    return (
        _alike_numbers(first, second)
        + _alike_names(first.value("name"), second.value("name"))
        + _alike_dates(first.value("dob"), second.value("dob"))
    )


def link(mentions: Sequence[Mention]) -> tuple[list[Group], list[Swap]]:
    """The persons of a dossier, and the swaps that were seen through in finding them."""
    swaps = find_swaps(mentions)
    swapped = {id(m) for swap in swaps for m in (swap.first, swap.second)}
    groups = _by_slot(mentions, swapped, mentions)
    cards = [m for m in mentions if not m.role.slot and m.role.card]
    others = [m for m in mentions if not m.role.slot and not m.role.card]
    for mention in (*cards, *others):
        _join(groups, mention)
    merged = _merge(groups)
    order = {id(mention): at for at, mention in enumerate(mentions)}
    for group in merged:
        group.mentions.sort(key=lambda mention: order[id(mention)])
    return merged, swaps


def find_swaps(mentions: Sequence[Mention]) -> list[Swap]:
    """Papers on which a pair printed side by side stands the wrong way round."""
    pairs = [
        (m, other)
        for m in mentions
        for other in mentions
        if m.document == other.document
        and m.role.opposite == other.role.role
        and m.role.role < other.role.role
    ]
    swaps = [swap for a, b in pairs if (swap := _swapped_by_sex(a, b, mentions))]
    known = {swap.first.document for swap in swaps}
    for a, b in pairs:
        if a.document not in known and (swap := _swapped_by_papers(a, b, pairs, known)):
            swaps.append(swap)
            known.add(a.document)
    return swaps


def _swapped_by_sex(a: Mention, b: Mention, mentions: Sequence[Mention]) -> Swap | None:
    """Both are of the sex that the other's place is for."""
    if not (a.role.sex and b.role.sex):
        return None
    (sex_a, proof_a), (sex_b, proof_b) = _sex_of(a, mentions), _sex_of(b, mentions)
    if (sex_a, sex_b) != (b.role.sex, a.role.sex):
        return None
    return Swap(a, b, tuple(p for p in (proof_a, proof_b) if p is not None))


def _swapped_by_papers(
    a: Mention, b: Mention, pairs: Iterable[tuple[Mention, Mention]], known: set[int]
) -> Swap | None:
    """Another paper, better evidence or as good, has the same two people the other way round."""
    for c, d in pairs:
        if c.document == a.document or c.document in known:
            continue
        if {c.role.slot, d.role.slot} != {a.role.slot, b.role.slot}:
            continue
        if c.role.slot != a.role.slot:
            c, d = d, c
        crossed = min(likeness(a, d), likeness(b, c))
        straight = max(likeness(a, c), likeness(b, d))
        if crossed > 0 > straight and (_trust(c), c.document) <= (_trust(a), a.document):
            return Swap(a, b, (c, d))
    return None


def _trust(mention: Mention) -> Rank:
    """The rank of the worst of what it says: a filled form against an issued paper."""
    return max((e[0].rank for e in mention.evidence.values()), default=Rank.HANDWRITTEN)


def _sex_of(mention: Mention, mentions: Sequence[Mention]) -> tuple[str, Mention | None]:
    """('male', 'female' or '', the card that says so where the paper itself does not)."""
    structure = read_structure(mention.value("id_number"))
    if structure is not None:
        return structure.sex, None
    for card in mentions:
        if card.role.card and card.value("sex") and likeness(mention, card) >= SURE:
            return card.value("sex"), card
    return "", None


def _by_slot(
    mentions: Sequence[Mention], swapped: set[int], everyone: Sequence[Mention]
) -> list[Group]:
    groups: dict[str, Group] = {}
    for mention in mentions:
        slot = mention.role.slot
        if slot and id(mention) in swapped:
            slot = next(
                other.role.slot
                for other in everyone
                if other.document == mention.document and other.role.role == mention.role.opposite
            )
        if slot:
            groups.setdefault(slot, Group(slots={slot})).add(mention)
    return list(groups.values())


def _join(groups: list[Group], mention: Mention) -> None:
    best = max(groups, key=lambda group: group.likeness(mention), default=None)
    if best is not None and best.likeness(mention) >= SURE:
        best.add(mention)
    else:
        groups.append(Group(mentions=[mention]))


def _merge(groups: list[Group]) -> list[Group]:
    """Groups of different slots that are one person: who is authorised is who requests."""
    merged: list[Group] = []
    for group in groups:
        for kept in merged:
            if not _may_be_one(kept, group):
                continue
            if max(map(kept.likeness, group.mentions), default=0.0) >= _VERY_SURE:
                kept.slots |= group.slots
                kept.mentions += group.mentions
                break
        else:
            merged.append(group)
    return merged


def _may_be_one(first: Group, second: Group) -> bool:
    """Not where one paper prints them as two people with the same name or number."""
    shared = {m.document for m in first.mentions if m.role.slot} & {
        m.document for m in second.mentions if m.role.slot
    }
    return not shared


def _alike_numbers(first: Mention, second: Mention) -> float:
    a, b = first.value("id_number"), second.value("id_number")
    if not a or not b:
        return 0.0
    if a == b:
        return 4.0
    if len(a) != len(b):
        return 3.0 if first.old_number == b or second.old_number == a else 0.0
    # Whoever bears one name and one birth date in one dossier is one person with two numbers.
    return 2.0 if OSA.distance(a, b, score_cutoff=1) <= 1 else -1.0


def _alike_names(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    (spelled_a, a), (spelled_b, b) = _name_keys(first), _name_keys(second)
    if spelled_a == spelled_b:
        return 2.0
    if a == b:
        return 1.5
    return 0.5 if OSA.distance(a, b, score_cutoff=_NEAR_NAME) <= _NEAR_NAME else -3.0


def _alike_dates(first: str, second: str) -> float:
    a, b = _day(first), _day(second)
    if a is None or b is None:
        return 0.0
    if not a.agrees_with(b):
        return 0.0 if OSA.distance(first, second, score_cutoff=2) <= 2 else -1.5
    return 2.0 if a.day is not None and b.day is not None else 1.0


# A dossier has few names and dates, and every pair of mentions is compared.
@lru_cache(maxsize=512)
def _day(value: str) -> PartialDate | None:
    return PartialDate.from_iso(value[:10])


@lru_cache(maxsize=512)
def _name_keys(name: str) -> tuple[str, str]:
    spelled = canonical_tones(fold_iy(name)).casefold()
    return spelled, fold(spelled)
