"""Labels that a print has and the form's known editions lack: another edition, or words added.

Such a label ends the value before it, and what follows it belongs to nobody. Where it stands in the
place of a label that was not found, that field may well be on the paper under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dossier.forms.definition import ValueSide
from dossier.record import Check, FieldState
from dossier.text import fold, fold_each
from ocr.extract.align import Alignment
from ocr.extract.found import RawField
from ocr.extract.regions import Region
from ocr.extract.stream import Glyph, Stream

_LABEL: Final = re.compile(
    r"(?:\(?\d{1,2}[.)/]|[a-zđ]\)|[-+•])?[ ]*(?P<words>[^\W\d_][^\n:;…|]{1,58}?)"
    r"(?:\([^()\n]{0,60}\))?[ ]*:(?!\d)"
)
"""Some words at the head of a row and a colon; no hour such as "Lúc 8:30"."""
_OF_IDENTITY: Final = re.compile(
    r"\b(?:cap|can cuoc|cccd|cmnd|cmt|ho chieu|dinh danh|so|tai|do)\b|^(?:ngay|co quan)\b"
)
"""What people write themselves behind "Giấy tờ tùy thân"."""
_OF_AMOUNT: Final = re.compile(r"\bchu\b")
"""What a sum is led on by: "Bằng chữ:"."""
_NAME: Final = "name"
_MOST_WORDS: Final = 9
_SHORTEST: Final = 5
"""Letters of a label that is looked for anywhere."""
_WRAPPED: Final = frozenset({"text", "address"})
_FULL: Final = 0.9
"""Of the page's text: a row that reaches so far goes on in the next."""
_LEFT_NUMBER: Final = re.compile(r"\n[\s.…]*(?:\(?\d{1,2}[.)/]|[a-zđ]\)|[IVX]{1,4}[.)])\s*$")
"""The number of the next item, which was printed otherwise than in known editions."""
_IN_ITS_PLACE: Final = Check(
    rule="label_in_place",
    ok=False,
    severity="error",
    detail="bản in có mục ghi khác các mẫu đã biết ở chỗ này / "
    "the print has an item here that no known edition has",
)


def own_part(region: Region, kind: str, stream: Stream) -> Region:
    """`region` up to the first row that begins with a label of its own, or with the number of the
    next item.

    `kind` of the field, or the reader of a line that has several.
    """
    if not region.glyphs:
        return region
    text = "".join(glyph.char for glyph in region.glyphs)
    cut = len(text)
    for start in _row_starts(text):
        # Free text that stands below its label may begin so itself.
        own = kind in _WRAPPED and (not start or _is_full(region.glyphs[:start], stream))
        beside = not start and not _is_below(region, stream)
        if not own and not beside and _is_label(text, start, kind):
            cut = start
            break
    number = _LEFT_NUMBER.search(text[:cut])
    return region.part(0, len(text[: number.start() if number else cut].rstrip()))


def may_be_strange(region: Region, stream: Stream) -> bool:
    """Whether all that stands in a region may be another label and what it asks for."""
    text = "".join(glyph.char for glyph in region.glyphs)
    return bool(text) and _is_below(region, stream) and _is_label(text, 0, "")


def _is_below(region: Region, stream: Stream) -> bool:
    """Whether a value begins in another row than its label ends in."""
    if region.label.match is None:
        return False
    return _row_of(region.glyphs[0]) != _row_of(stream.glyphs[region.label.match.end - 1])


def _row_of(glyph: Glyph) -> tuple[int, int]:
    return glyph.page, glyph.row


def _is_full(above: Sequence[Glyph], stream: Stream) -> bool:
    """Whether the last row of `above` ends where the page's rows end, so that its text goes on."""
    last = next((g for g in reversed(above) if g.box is not None and g.char.isalnum()), None)
    if last is None or last.box is None:
        return False
    rights = [g.box.right for g in stream.glyphs if g.box is not None and g.page == last.page]
    return last.box.right >= _FULL * max(rights)


def _row_starts(text: str) -> Iterator[int]:
    yield 0
    for found in re.finditer(r"\n[\s.…]*", text):
        yield found.end()


def _is_label(text: str, start: int, kind: str) -> bool:
    """Whether a label begins at `start`, and none that belongs to a value of `kind`."""
    found = _LABEL.match(text, start)
    if found is None:
        return False
    words = fold(found["words"])
    named = {"id_line": _OF_IDENTITY, "id_number": _OF_IDENTITY, "amount": _OF_AMOUNT}.get(kind)
    is_own = named is not None and named.search(words) is not None
    return found["words"][0].isupper() and len(words.split()) <= _MOST_WORDS and not is_own


def doubted_for_strangers(
    alignment: Alignment, stream: Stream, fields: dict[str, RawField]
) -> dict[str, RawField]:
    """`fields` with a failed check on those whose label was not found where an unknown one stands,
    or stands where no known edition has it, and on all of a person whose name was not found so:
    they may be another's.

    Unless the field was found by another label.
    """
    lost = {key for key in _out_of_place(alignment, stream.text) if _is_lost(fields[key])} | {
        key
        for labels, start, end in _gaps(alignment, len(stream.glyphs))
        if any(_is_label(stream.text, at, "") for at in _starts_between(stream.text, start, end))
        for at in labels
        for key in alignment.labels[at].label.field_keys
        if _is_lost(fields[key])
    }
    people = tuple(key.removesuffix(_NAME) for key in lost if key.endswith(f"_{_NAME}"))
    return {
        key: doubted(field) if key in lost or key.startswith(people) else field
        for key, field in fields.items()
    }


def _is_lost(field: RawField) -> bool:
    return field.reading.state is FieldState.NOT_FOUND


def _out_of_place(alignment: Alignment, text: str) -> Iterator[str]:
    """Fields of labels that were not found and yet stand in `text`, once more than others of the
    same words were."""
    folded = fold_each(text)
    found = [folded[p.match.start : p.match.end] for p in alignment.labels if p.match]
    for placed in alignment.labels:
        wordings = [fold(wording) for wording in placed.label.text if wording.endswith(":")]
        if placed.match is None and any(
            len(words) > _SHORTEST and folded.count(words) > sum(words in one for one in found)
            for words in wordings
        ):
            yield from placed.label.field_keys


def doubted(field: RawField) -> RawField:
    """`field` with the failed check that its print has an item that no known edition has."""
    checks = [*field.reading.checks, _IN_ITS_PLACE]
    return replace(field, reading=field.reading.model_copy(update={"checks": checks}))


def _starts_between(text: str, start: int, end: int) -> Iterator[int]:
    for found in re.finditer(r"\n[\s.…]*", text[:end]):
        if start < found.end() < end:
            yield found.end()


def _gaps(alignment: Alignment, end: int) -> Iterator[tuple[Sequence[int], int, int]]:
    """Labels in reading order that were not found, and the glyphs between their neighbours."""
    ordered = [
        (at, placed)
        for at, placed in enumerate(alignment.labels)
        if placed.label.side is not ValueSide.ABOVE
    ]
    known = [(-1, 0, 0), *((at, p.match.start, p.match.end) for at, p in ordered if p.match)]
    known.append((len(alignment.labels), end, end))
    for (before, _, start), (after, stop, _) in pairwise(known):
        lost = [at for at, _ in ordered if before < at < after]
        if lost:
            yield lost, start, stop
