"""What the operator of a scanner is told: progress in words, receipts, reasons."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cli.branch.batch import Progress
from cli.branch.files import write_whole
from cli.branch.finding import Aside
from cli.branch.names import portable_name
from cli.output import encoded, progress_bar
from dossier.branch.papers import draw_receipt, receipt_text
from dossier.branch.seal import BatchReceipt

_EVERY_S: Final = 5.0


def tell(line: str) -> None:
    """One line on stderr, UTF-8 whatever the locale says."""
    sys.stderr.buffer.write(encoded(line))
    sys.stderr.flush()


def tell_now_and_then() -> Callable[[str], bool]:
    """As `tell`, but of what comes again and again only one line in five seconds; whether it was
    this one."""
    told_at = [-_EVERY_S]

    def tell_some(line: str) -> bool:
        if time.monotonic() - told_at[0] < _EVERY_S:
            return False
        told_at[0] = time.monotonic()
        tell(line)
        return True

    return tell_some


@contextlib.contextmanager
def told_progress(*, wanted: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar where there is a terminal; else a line now and then, and how it stood at the end."""
    untold: list[Progress] = []
    tell_some = tell_now_and_then()
    with progress_bar(wanted=wanted) as bar:
        task = bar.add_task("", total=None)

        def on_progress(progress: Progress) -> None:
            words = progress.in_words()
            bar.update(task, description=words, completed=progress.safe, total=progress.total)
            told = wanted and bar.disable and tell_some(words)
            untold[:] = [] if told else [progress]

        yield on_progress
    for progress in untold:
        tell(progress.in_words())


def tell_aside(aside: Sequence[Aside]) -> None:
    """Every file that did not go along, with the reason."""
    for item in aside:
        what = "để riêng / put aside" if item.matters else "bỏ qua / left out"
        tell(f"{what}: {item.name}: {item.reason}")


def keep_receipt(receipt: BatchReceipt, folder: Path) -> Path:
    """Write text and PDF, whole or not at all, and on the disk when this returns; the PDF's path.

    Raises OSError.
    """
    name = portable_name(receipt.dossier)
    pdf = folder / f"{name}.pdf"
    write_whole(folder / f"{name}.txt", receipt_text(receipt).encode())
    write_whole(pdf, draw_receipt(receipt))
    return pdf
