"""Reads the real scans as a dossier each and holds the fields against what was read by eye.

`python -m tests.accuracy.real_scans FOLDER` prints the table for a folder of scans.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from rapidfuzz import fuzz

from dossier.record import DocumentReading, Record
from ocr.engines.base import OcrEngine
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.decode import open_scan
from ocr.pipeline import SourcePage, assemble_record, read_scan_page

TRUTH: Final = Path(__file__).parent / "truth" / "real_scans.json"
FORM: Final = "administrative_document"

_ANY_CASE: Final = frozenset({"superior_body", "issuing_body"})
_NEARLY: Final = 97.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One field of one document: what the paper says and what was read."""

    file: str
    page: int
    field: str
    wanted: str
    """'' where the paper carries nothing."""
    got: str
    flagged: bool
    """Whether the field waits for a person."""

    @property
    def exact(self) -> bool:
        return _key(self.field, self.got) == _key(self.field, self.wanted)

    @property
    def near(self) -> bool:
        """Exact, or so alike (97 %) that a person sees at once what is meant."""
        alike = fuzz.ratio(_key(self.field, self.got), _key(self.field, self.wanted))
        return self.exact or (bool(self.wanted) and alike >= _NEARLY)


def _key(field: str, text: str) -> str:
    plain = " ".join(normalize("NFC", text).split())
    return plain.casefold() if field in _ANY_CASE else plain


def load_truth() -> list[dict[str, Any]]:
    """The documents of the real scans as read by eye."""
    documents: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["documents"]
    return documents


def read_folder(folder: Path, engine: OcrEngine) -> dict[str, Record]:
    """File name -> record of every scan the truth speaks of."""
    names = sorted({entry["file"] for entry in load_truth()})
    return {name: _read_file(folder / name, engine) for name in names}


def _read_file(path: Path, engine: OcrEngine) -> Record:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    scan = open_scan(path, path.name)
    pages = [
        SourcePage(
            file=path.name,
            file_page=page,
            sha256=sha256,
            reading=read_scan_page(scan.render(page), engine),
        )
        for page in range(1, scan.page_count + 1)
    ]
    return assemble_record(path.stem, pages)


def compare(records: dict[str, Record]) -> list[Outcome]:
    """Every field of every document of the truth."""
    outcomes = []
    for entry in load_truth():
        document = _document_from(records[entry["file"]], entry["page"])
        for field, wanted in entry["fields"].items():
            reading = document.fields.get(field) if document else None
            outcomes.append(
                Outcome(
                    file=entry["file"],
                    page=entry["page"],
                    field=field,
                    wanted=wanted or "",
                    got=str(reading.value) if reading and reading.value else "",
                    flagged=reading is None or reading.review,
                )
            )
    return outcomes


def _document_from(record: Record, page: int) -> DocumentReading | None:
    begun = (d for d in record.documents if d.form == FORM and d.pages[0] == page)
    return next(begun, None)


def share(outcomes: Iterable[Outcome], field: str, *, near: bool = False) -> float:
    """Share 0..1 of the documents that carry `field` on which it was read right."""
    carried = [o for o in outcomes if o.field == field and o.wanted]
    return sum(o.near if near else o.exact for o in carried) / max(len(carried), 1)


def table(outcomes: Sequence[Outcome]) -> str:
    """Shares by field, then every miss."""
    rows = ["field                  exact   near  wrong and not flagged"]
    for field in dict.fromkeys(o.field for o in outcomes):
        silent = sum(not o.exact and not o.flagged for o in outcomes if o.field == field)
        exact, near = share(outcomes, field), share(outcomes, field, near=True)
        rows.append(f"{field:20} {exact:7.0%}{near:7.0%}{silent:6}")
    for o in (o for o in outcomes if not o.exact):
        mark = "flagged" if o.flagged else "SILENT"
        rows += [f"{o.file} p{o.page} {o.field} {mark}", f"  want {o.wanted}", f"  got  {o.got}"]
    return "\n".join(rows)


if __name__ == "__main__":
    found = compare(read_folder(Path(sys.argv[1]), make_engine("paddle", EngineSettings())))
    print(table(found))
