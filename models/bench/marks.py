"""How surely marks, boxes, tables and the papers themselves are known: counts on made pages.

`python -m models.bench.marks DIR...` reads every dossier folder under DIR (as written by
`python -m samples.generator`) and counts, a line a level and filling:

- forms: documents whose form was recognised on their own first page, and whose pages are theirs;
- ticks: options of tick boxes that came out as ticked or not as they are;
- digits: numbers in rows of boxes of which every digit is right;
- rows and cells: of tables, rows by their place; a row is right when all of its cells are.

Nothing here asks whether a value was flagged: that is what `models.bench.accuracy` does. Page
readings are kept as there with `--cached`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.forms.catalog import catalog
from dossier.record import Record
from models.bench.accuracy import CACHE, Outcome, find_folders, normal, read_folder
from models.bench.accuracy import judge as judge_fields

KINDS = ("forms", "ticks", "digits", "rows", "cells")
Judged = tuple[str, bool, str]
"""One thing of one of `KINDS`: whether it is right, and what to say where it is not."""


@dataclass(slots=True)
class Tally:
    all: int = 0
    right: int = 0

    def __str__(self) -> str:
        return f"{self.right}/{self.all} {100 * self.right / self.all:.1f}" if self.all else "-"


def judge(folder: Path, truth: Mapping[str, Any], record: Record) -> Iterator[Judged]:
    """Everything that `truth`, which lies in `folder`, has of `KINDS`, held against `record`."""
    for document in truth["documents"]:
        form, pages = document["form"], tuple(document["pages"])
        read = next((d for d in record.documents if d.form == form and pages[0] in d.pages), None)
        same = read is not None and tuple(read.pages) == pages
        got = [(d.form, d.pages) for d in record.documents]
        yield "forms", same, f"{form} {pages}, got {got}"
    for outcome in judge_fields(folder, record):
        yield from _judge_field(outcome)


def _judge_field(outcome: Outcome) -> Iterator[Judged]:
    spec = catalog()[outcome.form].field(outcome.field)
    got = outcome.reading.value if outcome.reading else None
    name = f"{outcome.form}.{outcome.field}"
    said = f"{name}: want {outcome.expected!r} got {got!r}"
    if spec.kind == "choice" and spec.options:
        yield "ticks", outcome.right, said
    elif spec.digit_boxes and outcome.expected:
        yield "digits", outcome.right, said
    elif spec.kind == "table":
        yield from _judge_table(name, _rows(outcome.expected), _rows(got))


def _rows(value: object) -> list[dict[str, str]]:
    return value if isinstance(value, list) else []


def _judge_table(
    name: str, wanted: Sequence[dict[str, str]], got: Sequence[dict[str, str]]
) -> Iterator[Judged]:
    """Rows by their place; a row too many is a wrong one."""
    for at in range(max(len(wanted), len(got))):
        right = wanted[at] if at < len(wanted) else {}
        read = got[at] if at < len(got) else {}
        cells = [
            (key, normal(right.get(key)), normal(read.get(key))) for key in sorted({*right, *read})
        ]
        wrong = [cell for cell in cells if cell[1] != cell[2]]
        yield "rows", not wrong, f"{name} row {at + 1}: {wrong}"
        for cell in cells:
            if cell[1] is not None:
                yield "cells", cell[1] == cell[2], ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--engine", default="paddle")
    parser.add_argument("--cached", action="store_true", help="keep and use page readings")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    engine = make_engine(options.engine)
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for folder in find_folders(options.roots):
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        page = truth["pages"][0]
        record = read_folder(folder, engine, options.cache if options.cached else None)
        for kind, right, said in judge(folder, truth, record):
            for group in (f"{page['level']} {page['filling']}", "all"):
                tallies[group][kind].all += 1
                tallies[group][kind].right += right
            if not right and said:
                print(f"{page['level']} {folder}: {kind}: {said}", flush=True)
        print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{'':20s}" + "".join(f"{kind:>16s}" for kind in KINDS))
    for group in sorted(tallies):
        print(f"{group:20s}" + "".join(f"{tallies[group][kind]!s:>16s}" for kind in KINDS))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
