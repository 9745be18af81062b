"""How many fields are exactly right, and how many are wrong without being flagged.

`python -m models.bench.accuracy DIR...` reads every dossier folder under DIR (as written by
`python -m samples.generator`, each with `truth.json`) and prints a table per form, level and
filling. With `--cached`, page readings are kept under `.cache/readings` by page bytes and engine
fingerprint, so that understanding can be measured again without reading again; use it only while
nothing in `ocr/images` and `ocr/layout` changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.page import PageReading
from dossier.record import FieldReading, Record
from ocr.engines.base import OcrEngine
from ocr.images.decode import open_scan
from ocr.images.scan import Scan
from ocr.pipeline import SourcePage, assemble_record, read_scan_page

Value = str | list[dict[str, str]] | None

CACHE = Path(".cache/readings")
_NOT_PAGES = {"truth.json", "submitted.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One field of one made dossier, held against its truth."""

    dossier: str
    form: str
    field: str
    level: str
    filling: str
    expected: Value
    """None for a blank."""
    reading: FieldReading | None
    """None when the form or the field was not found."""

    @property
    def right(self) -> bool:
        got = self.reading.value if self.reading else None
        return normal(got) == normal(self.expected)

    @property
    def flagged(self) -> bool:
        return self.reading is None or self.reading.review


@dataclass(slots=True)
class Tally:
    """Counts of one group of fields."""

    fields: int = 0
    right: int = 0
    wrong_unflagged: int = 0
    flagged: int = 0

    def add(self, outcome: Outcome) -> None:
        self.fields += 1
        self.right += outcome.right
        self.flagged += outcome.flagged
        self.wrong_unflagged += not outcome.right and not outcome.flagged

    def row(self) -> str:
        share = [
            100 * n / max(self.fields, 1) for n in (self.right, self.wrong_unflagged, self.flagged)
        ]
        return f"{self.fields:6d} {share[0]:8.2f} {share[1]:10.2f} {share[2]:9.2f}"


def normal(value: object) -> object:
    """Values compared exactly but for Unicode form and spaces; empty cells are like none."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, list):
        return [{k: normal(v) for k, v in row.items() if normal(v)} for row in value]
    return value


def read_folder(folder: Path, engine: OcrEngine, cache: Path | None = None) -> Record:
    """Read one dossier folder through the product's own functions."""
    return assemble_record(folder.name, read_pages(folder, engine, cache))


def read_pages(folder: Path, engine: OcrEngine, cache: Path | None = None) -> list[SourcePage]:
    """Every page of the dossier folder; from `cache` where it was read before."""
    pages: list[SourcePage] = []
    for path in sorted(p for p in folder.iterdir() if p.name not in _NOT_PAGES):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        scan = open_scan(path, path.name)
        for number in range(1, scan.page_count + 1):
            kept = cache and cache / engine.fingerprint()[7:23] / f"{digest}-{number}.json"
            pages.append(
                SourcePage(
                    file=path.name,
                    file_page=number,
                    sha256=digest,
                    reading=_read_page(scan, number, engine, kept or None),
                )
            )
    return pages


def _read_page(scan: Scan, page: int, engine: OcrEngine, kept: Path | None) -> PageReading:
    if kept is not None and kept.exists():
        return PageReading.model_validate_json(kept.read_bytes())
    reading = read_scan_page(scan.render(page), engine)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(reading.model_dump_json(), encoding="utf-8")
    return reading


def judge(folder: Path, record: Record) -> Iterator[Outcome]:
    """Every field of the truth of `folder`, as an outcome."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    levels = {p["page"]: (p["level"], p["filling"]) for p in truth["pages"]}
    for document in truth["documents"]:
        first = document["pages"][0]
        read = next(
            (d for d in record.documents if d.form == document["form"] and first in d.pages), None
        )
        level, filling = levels[first]
        for key, field in document["fields"].items():
            yield Outcome(
                dossier=folder.name,
                form=document["form"],
                field=key,
                level=level,
                filling=filling,
                expected=None if field["state"] == "blank" else field["value"],
                reading=read.fields.get(key) if read else None,
            )


def truth_of(folder: Path) -> dict[tuple[str, str], Value]:
    """The expected value of every field, by form and field key."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {
        (document["form"], key): None if field["state"] == "blank" else field["value"]
        for document in truth["documents"]
        for key, field in document["fields"].items()
    }


def find_folders(roots: Iterable[Path]) -> list[Path]:
    return sorted(p.parent for root in roots for p in root.rglob("truth.json"))


def print_tables(outcomes: Sequence[Outcome], *, misses: bool) -> None:
    groups: dict[str, Callable[[Outcome], str]] = {
        "form/level/filling": lambda o: f"{o.form} {o.level} {o.filling}",
        "field": lambda o: f"{o.form}.{o.field}",
        "all": lambda _: "all",
    }
    for title, group in groups.items():
        tallies: dict[str, Tally] = defaultdict(Tally)
        for outcome in outcomes:
            tallies[group(outcome)].add(outcome)
        print(f"\n{title:56s} fields  right %  wrong&unflagged %  flagged %")
        for name, tally in sorted(tallies.items()):
            print(f"{name:56s} {tally.row()}")
    if misses:
        for o in (o for o in outcomes if not o.right):
            got = (o.reading.value, o.reading.state.value) if o.reading else "no document"
            mark = "  " if o.flagged else "!!"
            print(f"{mark} {o.dossier} {o.field}: want {o.expected!r} got {got!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--engine", default="paddle")
    parser.add_argument("--cached", action="store_true", help="keep and use page readings")
    parser.add_argument("--misses", action="store_true", help="list every wrong field")
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    engine = make_engine(options.engine)
    outcomes: list[Outcome] = []
    for folder in find_folders(options.roots):
        outcomes += judge(folder, read_folder(folder, engine, CACHE if options.cached else None))
        print(".", end="", file=sys.stderr, flush=True)
    print_tables(outcomes, misses=options.misses)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
