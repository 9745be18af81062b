"""How many piles are split into their papers exactly right.

`python -m models.bench.piles DIR...` reads every pile under DIR (as written by
`python -m samples.generator.piles`). A pile is right when every document has its form and its
pages in order, every blank side is marked as blank, every separator sheet as one, and every page of
a paper that is no form is shown as unknown. Page readings are kept as those of
`models.bench.accuracy` with `--cached`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from dossier.record import Record
from models.bench.accuracy import CACHE, find_folders, read_folder

Found = set[tuple[str, tuple[int, ...]]]
UNKNOWN = "unknown"


def faults(folder: Path, record: Record) -> list[str]:
    """What was split otherwise than the truth of `folder` says; [] when all is right."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    wanted: Found = {
        (d["form"], tuple(d["pages"])) for d in truth["documents"] if d["form"] != UNKNOWN
    }
    loose = {p for d in truth["documents"] if d["form"] == UNKNOWN for p in d["pages"]}
    found: Found = {(d.form, tuple(d.pages)) for d in record.documents if d.form != UNKNOWN}
    unknown = {p for d in record.documents if d.form == UNKNOWN for p in d.pages}
    blank = {p.page for p in record.pages if p.blank}
    separators = {p.page for p in record.pages if p.separator}
    return [
        *(f"missing {form} {pages}" for form, pages in sorted(wanted - found)),
        *(f"instead {form} {pages}" for form, pages in sorted(found - wanted)),
        *(f"not shown as unknown: {page}" for page in sorted(loose - unknown)),
        *(f"blank, not marked: {page}" for page in sorted(set(truth["blank"]) - blank)),
        *(f"marked as blank: {page}" for page in sorted(blank - set(truth["blank"]))),
        *(f"not taken for a separator: {p}" for p in sorted(set(truth["separators"]) - separators)),
        *(f"taken for a separator: {p}" for p in sorted(separators - set(truth["separators"]))),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--engine", default="paddle")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    engine = make_engine(options.engine)
    folders = find_folders(options.roots)
    right = 0
    for folder in folders:
        wrong = faults(folder, read_folder(folder, engine, options.cache))
        right += not wrong
        for fault in wrong:
            print(f"{folder.name}: {fault}", flush=True)
    print(f"{right} of {len(folders)} piles exactly right ({right / max(len(folders), 1):.1%})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
