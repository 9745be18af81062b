"""Which form a page begins, by its printed title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dossier.forms.definition import FormDefinition
from ocr.extract.headings import SEARCHED_ROWS, contradicts, heading_of, same_words
from ocr.extract.search import Match, find_matches
from ocr.extract.stream import Stream

_TOLERANCE = 0.25
_CAPITALS = 0.6
_TITLE_SHARE_OF_ROW = 0.6


@dataclass(frozen=True, slots=True)
class Title:
    form: FormDefinition
    similarity: float
    """0..1 of the printed title."""
    text: str
    """As read."""


def find_title(stream: Stream, forms: Mapping[str, FormDefinition]) -> Title | None:
    """The title of a known form on this page; None when there is none."""
    head = _head(stream)
    heading = heading_of(head.text)
    found: list[tuple[float, float, Title]] = []
    for form in forms.values():
        # A label in capitals may name a card: "SỐ CĂN CƯỚC CÔNG DÂN".
        if form.layout == "card" and contradicts(heading, form):
            continue
        for wording in form.titles:
            for match in find_matches(head, wording, tolerance=_TOLERANCE, limit=4):
                text = " ".join(head.text[match.start : match.end].split())
                if (
                    _is_title(head, match)
                    and same_words(wording, text)
                    and not _is_other_title(head, form, match)
                ):
                    found.append(
                        (match.similarity, match.weight, Title(form, match.similarity, text))
                    )
    return max(found, key=lambda f: (round(f[0], 2), f[1]))[2] if found else None


def bears_other_title(stream: Stream, form: FormDefinition) -> bool:
    """Whether a page bears the title of a paper that may resemble `form` and is none."""
    head = _head(stream)
    if contradicts(heading_of(head.text), form):
        return True
    others = [w for w in form.not_titles if not any(w in title for title in form.titles)]
    own = max((_best_title(head, wording) for wording in form.titles), default=0.0)
    return any(_best_title(head, wording) > max(own, 1 - _TOLERANCE / 2) for wording in others)


def _best_title(head: Stream, wording: str) -> float:
    """Similarity of the likeliest place that is set as a title; 0 where there is none."""
    matches = find_matches(head, wording, tolerance=_TOLERANCE, limit=4)
    return max((match.similarity for match in matches if _is_title(head, match)), default=0.0)


def _head(stream: Stream) -> Stream:
    rows = 0
    for index, glyph in enumerate(stream.glyphs):
        rows += glyph.char == "\n"
        if rows >= SEARCHED_ROWS:
            return stream.up_to(index)
    return stream


def _is_title(stream: Stream, match: Match) -> bool:
    """A title is set in capitals and stands on rows of its own."""
    letters = [c for c in stream.text[match.start : match.end] if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) / max(len(letters), 1)
    first = stream.text.rfind("\n", 0, match.start) + 1
    last = stream.text.find("\n", match.end)
    row = stream.text[first : last if last >= 0 else len(stream.text)]
    share = (match.end - match.start) / max(len(row.strip()), 1)
    return capitals >= _CAPITALS and share >= _TITLE_SHARE_OF_ROW


def _is_other_title(stream: Stream, form: FormDefinition, match: Match) -> bool:
    """Whether the title of another paper fits the place as well or better."""
    return any(
        other.start < match.end
        and match.start < other.end
        and other.similarity >= match.similarity
        and not _holds(match, other)
        for wording in form.not_titles
        for other in find_matches(stream, wording, tolerance=_TOLERANCE, limit=4)
    )


def _holds(match: Match, other: Match) -> bool:
    """Whether `match` is longer and most of what it has more is there: a request names the paper
    that it asks for ("Tờ khai cấp Giấy xác nhận …", "Giấy xác nhận …")."""
    longer = match.weight - other.weight
    more = (match.weight - match.cost) - (other.weight - other.cost)
    return longer > 0 and 2 * more > longer


def find_edition(form: FormDefinition, stream: Stream, found_fields: frozenset[str]) -> str:
    """The id of the edition whose markers are seen most; the oldest when none is seen."""
    scored = [
        (_marks(e.markers, e.marker_fields, stream, found_fields), e.id) for e in form.editions
    ]
    best = max(score for score, _ in scored)
    if best > 0:
        return max(i for score, i in scored if score == best)
    unmarked = [e.id for e in form.editions if not e.markers and not e.marker_fields]
    return max(unmarked) if unmarked else max(e.id for e in form.editions)


def _marks(
    markers: tuple[str, ...], fields: tuple[str, ...], stream: Stream, found: frozenset[str]
) -> float:
    seen = [
        max((m.similarity for m in find_matches(stream, w, tolerance=0.12)), default=0.0)
        for w in markers
    ]
    return sum(seen) + len(set(fields) & found)
