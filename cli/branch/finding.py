"""Which files a batch is made of, in which order, and which are none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cli.branch.measure import MeasuredScan, StillWritten, Unreadable, measure_scan
from cli.branch.names import extended, is_scan_name, scan_order
from cli.branch.settled import Settling
from dossier.errors import InputRefused, UnknownFormat
from dossier.filenames import safe_name

STATE_FOLDER: Final = ".sohoa"
"""Beside the scans: journal, receipts, files put aside."""
_LOOK_EVERY_S: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A file that does not go into the batch."""

    path: Path
    error: InputRefused
    matters: bool = True
    """False: nobody will miss it (a note beside the scans, a copy of another file)."""

    @property
    def reason(self) -> str:
        told = f"{self.error.title_vi} / {self.error.title_en}"
        return f"{told}: {self.error.detail}" if self.error.detail else told

    @property
    def name(self) -> str:
        return safe_name(self.path.name)


@dataclass(slots=True)
class Found:
    files: list[MeasuredScan] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)


def list_scans(paths: Iterable[Path]) -> list[tuple[Path, bool]]:
    """Files in the order of the batch, and whether each was named (or came out of a folder).

    Paths as given; a folder's files as people count, its subfolders after its own files. Links and
    what is no file are left where they are: following them may lead out of the spool.
    """
    found: list[tuple[Path, bool]] = []
    for path in paths:
        if os.path.isdir(extended(path)):  # noqa: PTH112 - Windows' long form
            found += [(file, False) for file in _walk(path)]
        else:
            found.append((path, True))
    seen: set[tuple[int, int] | Path] = set()
    return [(p, named) for p, named in found if _first_time(p, seen)]


def measure_all(
    listed: Sequence[tuple[Path, bool]], *, settle_s: float, patience_s: float
) -> Found:
    """Measure files once nobody writes them; those that do not settle in time are put aside."""
    whole, aside = _settle([path for path, _ in listed], settle_s, patience_s)
    named = {path for path, told in listed if told}
    found = Found(aside=aside)
    # One after the other: PDFium knows no threads.
    for path in whole:
        try:
            found.files.append(measure_scan(path))
        except InputRefused as refused:
            # A note or a program beside the scans is no scan that went wrong.
            strange = isinstance(refused, UnknownFormat) and path not in named
            found.aside.append(Aside(path=path, error=refused, matters=not strange))
    return found


def _settle(
    paths: Sequence[Path], settle_s: float, patience_s: float
) -> tuple[list[Path], list[Aside]]:
    settling, end = Settling(settle_s), time.monotonic() + patience_s + settle_s
    whole: set[Path] = set()
    errors: dict[Path, InputRefused] = {}
    waiting = list(paths)
    while waiting:
        for path in waiting:
            try:
                if settling.is_whole(path, time.monotonic()):
                    whole.add(path)
            except OSError as exc:
                errors[path] = Unreadable(exc.strerror or type(exc).__name__)
        waiting = [p for p in waiting if p not in whole and p not in errors]
        if waiting and time.monotonic() > end:
            errors |= {path: StillWritten() for path in waiting}
            break
        if waiting:
            time.sleep(_LOOK_EVERY_S)
    return (
        [path for path in paths if path in whole],
        [Aside(path=path, error=errors[path]) for path in paths if path in errors],
    )


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(extended(folder)) as listing:
        entries = sorted(listing, key=lambda entry: scan_order(entry.name))
    for entry in entries:
        if entry.is_file(follow_symlinks=False) and is_scan_name(entry.name):
            yield folder / entry.name
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _walk(folder / entry.name)


def _first_time(path: Path, seen: set[tuple[int, int] | Path]) -> bool:
    """False for a file that was listed before, in other letters or by another way too."""
    try:
        stat = os.stat(extended(path))  # noqa: PTH116 - Windows' long form
        key: tuple[int, int] | Path = (stat.st_dev, stat.st_ino) if stat.st_ino else path.absolute()
    except OSError:
        key = path.absolute()
    known = key in seen
    seen.add(key)
    return not known
