"""Names and paths of scans, on Windows too: order, what is no scan, what a file may be called."""

from __future__ import annotations

import ntpath
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from typing import Final

_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
"""Names that Windows keeps for devices, with any ending: `nul.pdf` is a hole."""
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST: Final = 120
_NOT_SCANS: Final = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
_UNFINISHED: Final = frozenset({".tmp", ".temp", ".part", ".partial", ".crdownload", ".lock"})

OrderKey = tuple[tuple[int, int, str], ...]


def scan_order(name: str) -> OrderKey:
    """Sorts names as people count: `trang 2` before `trang 10`, whatever the letters' encoding."""
    stem, dot, ending = unicodedata.normalize("NFC", name).casefold().rpartition(".")
    # By value, then as written: 02 and 2 are equal numbers and yet two files. Where a stem ends it
    # comes before those that go on: `scan.pdf`, `scan (2).pdf`.
    end = (0, 0, ending)
    parts = re.findall(r"[0-9]+|[^0-9]+", stem if dot else ending)
    return (*((1, int(p), p) if p.isdecimal() else (2, 0, p) for p in parts), end)


def is_scan_name(name: str) -> bool:
    """False for what programs leave beside scans: hidden, unfinished and thumbnail files."""
    low = name.casefold()
    hidden = low.startswith((".", "~$"))
    return not (hidden or low in _NOT_SCANS or Path(low).suffix in _UNFINISHED)


def portable_name(name: str) -> str:
    """`name` as a file name that Windows, macOS and Linux all take; never empty."""
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    stem, dot, ending = text.rpartition(".")
    if len(text) > _LONGEST:
        text = stem[: _LONGEST - len(ending) - 1] + dot + ending if dot else text[:_LONGEST]
    # Windows drops dots and spaces at the end: two names would become one.
    text = re.sub(r"[. ]+$", lambda end: "_" * len(end.group()), text) or "_"
    device = text.partition(".")[0].rstrip(" ").casefold()
    return f"_{text}" if device in _DEVICES else text


def free_name(name: str, taken: Iterable[str]) -> str:
    """`portable_name`, numbered where a file system that ignores case and encoding has it."""
    wanted, used = portable_name(name), {_folded(other) for other in taken}
    path, number, found = Path(wanted), 1, wanted
    while _folded(found) in used:
        number += 1
        found = f"{path.stem} ({number}){path.suffix}"
    return found


def extended(
    path: Path, *, windows: bool = sys.platform == "win32", here: str | None = None
) -> str:
    r"""What to open. On Windows with `\\?\` before it: no device names, no limit of 260 letters,
    no dots cut off.

    Behind that mark Windows takes a path as it stands, so it is made whole here: from `here` (the
    current folder), slashes turned, `..` resolved.
    """
    text = str(path)
    if not windows or text.startswith(("\\\\?\\", "\\\\.\\")):
        return text
    whole = ntpath.normpath(_from_root(PureWindowsPath(text), here))
    if whole.startswith("\\\\"):
        return f"\\\\?\\UNC\\{whole[2:]}"
    return f"\\\\?\\{whole}"


def _from_root(path: PureWindowsPath, here: str | None) -> PureWindowsPath:
    if path.is_absolute():
        return path
    joined = PureWindowsPath(here or str(Path.cwd())) / path
    # `D:a.pdf` while the current folder is on another drive: that drive's own is not known here.
    return joined if joined.is_absolute() else PureWindowsPath(f"{joined.drive}\\") / joined.name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
