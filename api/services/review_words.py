"""The words of a page as they were read, and where they stand: taken by a click or a drag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from api.context import Context
from api.services import review_standing
from api.services.review_pictures import turned
from api.wire.review import PageWord, PageWords
from dossier.errors import NotFound
from dossier.geometry import PageTransform, PixelBox
from dossier.review_history import Stage
from dossier.store import dossiers, pages
from dossier.store.keys import KeyInfo


def words_of(context: Context, code: str, who: KeyInfo, *, page: int) -> PageWords:
    """In reading order; none while the dossier is keyed blind. Raises NotFound, Conflict."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        standing = review_standing.load(session, row, now=context.clock())
        stored = pages.pages_with_readings(session, code)
    if not 1 <= page <= min(len(stored), len(standing.read.pages)):
        raise NotFound("Không có trang này / there is no such page", page=page)
    reading = stored[page - 1][0].reading
    if reading is None or standing.stage is Stage.SECOND:
        return PageWords(page=page, words=[])
    return PageWords(page=page, words=list(_words(reading)))


def _words(reading: Mapping[str, Any]) -> Iterator[PageWord]:
    transform = PageTransform.model_validate(reading["transform"])
    for number, line in enumerate(reading["lines"]):
        for text, box in _split(line):
            scan = [min(max(edge, 0.0), 1.0) for edge in transform.to_scan(box).as_list()]
            place = turned(scan, reading["rotation"])
            yield PageWord(text=text, line=number, box=place)


def _split(line: Mapping[str, Any]) -> Iterator[tuple[str, PixelBox]]:
    """Words of a line with their boxes, by the centres of their letters, or by their number."""
    text, box = line["text"], PixelBox.model_validate(line["box"])
    step = box.width / max(len(text), 1)
    centers = line.get("char_centers") or [box.left + step * (n + 0.5) for n in range(len(text))]
    letters = zip(text, centers, strict=True)
    for is_space, run in groupby(letters, key=lambda letter: letter[0].isspace()):
        if is_space:
            continue
        word = list(run)
        around = PixelBox(
            left=word[0][1] - step / 2,
            top=box.top,
            right=word[-1][1] + step / 2,
            bottom=box.bottom,
        )
        yield "".join(letter for letter, _ in word), around
