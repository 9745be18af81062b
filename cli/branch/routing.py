"""Which dossier a file belongs to that a scanner drops into a watched folder.

A subfolder's name is a dossier's code. In the folder itself separator sheets tell, each for the
pages after it: up to the next sheet, and no further than the number of pages that it declares. What
follows without a sheet belongs to nobody; it is put aside and not guessed.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cli.branch.files import move, write_whole
from cli.branch.names import extended
from cli.branch.settled import Signature, signature
from dossier.branch.separator import SeparatorSheet, parse_separator
from dossier.codes.dossier_code import DOSSIER_CODE
from dossier.errors import InputRefused
from dossier.geometry import PageTransform
from ocr.codes import find_barcodes
from ocr.images.decode import open_scan


class Homeless(InputRefused):
    code = "homeless"
    title_vi = "Không rõ hồ sơ: không có tờ phân cách phía trước"
    title_en = "The dossier is not known: no separator sheet before it"


class Speaking(BaseModel):
    """A sheet, and for how many more pages it speaks."""

    model_config = ConfigDict(frozen=True)

    sheet: SeparatorSheet
    left: int | None
    """None: up to the next sheet."""


class Moving(BaseModel):
    """The newest file that was routed; its move may not have been done."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int
    mtime_ns: int
    code: str | None

    def is_of(self, path: Path) -> bool:
        """Raises OSError."""
        return path.name == self.name and signature(path) == Signature(self.size, self.mtime_ns)


class Kept(BaseModel):
    speaking: Speaking | None
    moving: Moving | None


def folders_of(root: Path) -> list[Path]:
    """Subfolders whose name can be a dossier's code."""
    return sorted(
        path
        for path in root.iterdir()
        if path.is_dir() and not path.is_symlink() and re.fullmatch(DOSSIER_CODE, path.name)
    )


class Router:
    """Moves files from the watched folder into the folders of their dossiers.

    Which sheet speaks is kept on the disk, together with the move in hand: killed anywhere, no page
    is counted twice and none goes elsewhere.
    """

    def __init__(self, root: Path, state: Path, *, only: str | None) -> None:
        """`only`: everything is this dossier's, sheets or not."""
        self._root = root
        self._note = state / "sheet.json"
        self._only = only
        self._moving: Moving | None = None
        self._speaking: Speaking | None = None
        if self._note.exists():
            kept = Kept.model_validate_json(self._note.read_bytes())
            self._speaking, self._moving = kept.speaking, kept.moving

    def move(self, path: Path) -> Path:
        """Where a whole file is now. Raises Homeless, OSError."""
        code = self._only or self._decide(path)
        if code is None:
            raise Homeless()
        folder = self._root / code
        folder.mkdir(exist_ok=True)
        return move(path, folder)

    def _decide(self, path: Path) -> str | None:
        if self._moving is not None and self._moving.is_of(path):
            return self._moving.code
        code, self._speaking = _step(path, self._speaking)
        found = signature(path)
        self._moving = Moving(name=path.name, size=found.size, mtime_ns=found.mtime_ns, code=code)
        kept = Kept(speaking=self._speaking, moving=self._moving)
        write_whole(self._note, kept.model_dump_json().encode())
        return code


def _step(path: Path, speaking: Speaking | None) -> tuple[str | None, Speaking | None]:
    try:
        pages, sheet = _first_page(path)
    except InputRefused:
        # It counts as a page of the pile: what it was is for the batch to say.
        pages, sheet = 1, None
    if sheet is None:
        return (speaking.sheet.dossier if speaking else None), _after(speaking, pages)
    if pages > 1:
        # A sheet inside a file speaks for that file and no further.
        return sheet.dossier, None
    return sheet.dossier, Speaking(sheet=sheet, left=sheet.pages or None)


def _after(speaking: Speaking | None, pages: int) -> Speaking | None:
    if speaking is None or speaking.left is None:
        return speaking
    left = speaking.left - pages
    return Speaking(sheet=speaking.sheet, left=left) if left > 0 else None


def _first_page(path: Path) -> tuple[int, SeparatorSheet | None]:
    """Raises InputRefused."""
    scan = open_scan(Path(extended(path)), path.name)
    codes = find_barcodes(scan.render(1), PageTransform())
    sheets = {sheet for code in codes if (sheet := parse_separator(code.text))}
    # Two different sheets on one page are none: a guess would be worse.
    return scan.page_count, sheets.pop() if len(sheets) == 1 else None
