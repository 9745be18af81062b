"""Texts that made lines are cut from: agency papers, procedures, encyclopaedia, names, places."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

_WORD: Final = re.compile(r"[^\W\d_]+")
_STACKED: Final = frozenset("ấầẩẫếềểễốồổỗẤẦẨẪẾỀỂỄỐỒỔỖ")

Share = Literal["training", "validation"]

_VALIDATION_SHARE: Final = 20
"""One paragraph of so many is kept for validation."""

# Signs that look the same on paper are written with one class.
_SAME_INK: Final = str.maketrans(
    {"—": "–", "Ð": "Đ", "ð": "đ", "−": "-", "´": "'", "`": "'", "″": '"', "′": "'", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Everything is NFC, on one line, and inside the alphabet."""

    agency: tuple[str, ...]
    procedures: tuple[str, ...]
    encyclopaedia: tuple[str, ...]
    surnames: tuple[str, ...]
    given_names: tuple[str, ...]
    places: tuple[str, ...]
    procedure_names: tuple[str, ...]
    marked_words: tuple[str, ...]
    """Words with a letter that carries a tone on top of a circumflex: where scans err most."""


def plain(text: str) -> str:
    """NFC, single spaces, look-alike signs made one."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME_INK).split())


def load(folder: Path, alphabet: frozenset[str], share: Share) -> Corpus:
    """Read the texts and lists of `folder` (its `text/` and `lists/`)."""
    texts, lists = folder / "text", folder / "lists"

    def lines(path: Path) -> tuple[str, ...]:
        with path.open(encoding="utf-8") as stream:
            cleaned = (plain(line) for line in stream)
            return tuple(
                line
                for line in cleaned
                if line and alphabet.issuperset(line) and _share_of(line) == share
            )

    agency = lines(texts / "agency_documents.txt")
    names = [line for sex in ("boy", "girl") for line in lines(lists / f"given_names_{sex}.txt")]
    return Corpus(
        agency=agency,
        procedures=lines(texts / "procedures.txt"),
        encyclopaedia=lines(texts / "wikipedia_vi.txt"),
        surnames=_inside(_column(lists / "surname_freq.tsv", 0), alphabet),
        given_names=tuple(names),
        places=_inside(_places(lists), alphabet),
        marked_words=tuple(
            sorted({w for line in agency for w in _WORD.findall(line) if _STACKED & set(w)})
        ),
        procedure_names=_inside(_column(lists / "procedure_names.tsv", -1), alphabet),
    )


def _column(table: Path, index: int) -> tuple[str, ...]:
    rows = table.read_text(encoding="utf-8").splitlines()
    return tuple(plain(row.split("\t")[index]) for row in rows)


def _inside(texts: Iterable[str], alphabet: frozenset[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text and alphabet.issuperset(text))


def _share_of(line: str) -> Share:
    held_out = zlib.crc32(line.encode()) % _VALIDATION_SHARE == 0
    return "validation" if held_out else "training"


def _places(lists: Path) -> tuple[str, ...]:
    """Full names: ward with its district and province, before and after July 2025."""
    found: list[str] = []
    old: Any = json.loads((lists / "admin_pre2025_kenzouno1.json").read_text(encoding="utf-8"))
    for province in old:
        for district in province["Districts"]:
            for ward in district["Wards"]:
                names = (ward.get("Name"), district["Name"], province["Name"])
                found.append(", ".join(plain(name) for name in names if name))
    new: Any = json.loads(
        (lists / "admin_post2025_thanglequoc_full.json").read_text(encoding="utf-8")
    )
    for province in new:
        for ward in province["Wards"] or ():
            found.append(f"{plain(ward['FullName'])}, {plain(province['FullName'])}")
    return tuple(found)
