"""Command line: `python -m samples.generator --count 20 --seed 1000 --share test --out DIR`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from samples.generator.chance import Share
from samples.generator.degrade import LEVELS
from samples.generator.demo import write_demo
from samples.generator.dossier import make_dossier
from samples.generator.faces import FaceShare
from samples.generator.forms import FORMS
from samples.generator.preview import write_contact_sheets
from samples.generator.style import Filling
from samples.generator.writing import FILE_KINDS, write_dossier


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator", description=__doc__)
    parser.add_argument("--count", type=int, default=1, help="how many dossiers")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first; the next is one up")
    parser.add_argument("--share", choices=get_args(Share), default="development")
    parser.add_argument(
        "--faces", choices=get_args(FaceShare), help="of another share than the wording's"
    )
    parser.add_argument("--level", choices=LEVELS, default="office")
    parser.add_argument("--filling", choices=get_args(Filling), default="typed")
    known = ", ".join(sorted(FORMS))
    parser.add_argument("--form", help=f'one of {known}, or several joined by "+"; none: a mixture')
    parser.add_argument("--kind", choices=FILE_KINDS, default="pdf", help="file type of the pages")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write to")
    parser.add_argument("--preview", action="store_true", help="write contact sheets instead")
    parser.add_argument("--demo", action="store_true", help="write the committed demo set instead")
    parsed = parser.parse_args(arguments)
    if parsed.form and not set(parsed.form.split("+")) <= set(FORMS):
        parser.error(f"no such form: {parsed.form}; known are {known}")
    return parsed


def show_progress(seeds: range) -> Iterator[int]:
    """Yield `seeds` with a bar on a terminal, plainly where rich is missing or nobody looks."""
    try:
        from rich.progress import track
    except ImportError:
        yield from seeds
        return
    tracked: Iterable[int] = track(seeds, description="dossiers", disable=not sys.stderr.isatty())
    yield from tracked


def main(arguments: list[str] | None = None) -> int:
    """Write what was asked for; return the exit status."""
    wanted = parse_arguments(arguments)
    seeds = range(wanted.seed, wanted.seed + wanted.count)
    if wanted.demo:
        write_demo(wanted.out)
        return 0
    if wanted.preview:
        write_contact_sheets(wanted.out, seeds, wanted.share)
        return 0
    for seed in show_progress(seeds):
        dossier = make_dossier(
            seed,
            form=wanted.form,
            share=wanted.share,
            level=wanted.level,
            filling=wanted.filling,
            faces=wanted.faces,
        )
        write_dossier(dossier, wanted.out / f"{wanted.share}-{seed}", kind=wanted.kind)
    return 0


if __name__ == "__main__":
    sys.exit(main())
