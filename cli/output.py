"""What goes where: records on stdout and nothing else, problems and progress on stderr."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

_STDOUT, _STDERR = 1, 2


@contextlib.contextmanager
def stdout_kept_clean() -> Iterator[None]:
    """Send what libraries print on stdout to stderr while the block runs.

    Works on the descriptor too: native libraries and child processes do not know `sys.stdout`.
    """
    sys.stdout.flush()
    kept = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, _STDOUT)
        os.close(kept)


def as_line(body: object) -> str:
    """JSON on one line, Vietnamese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def encoded(line: str) -> bytes:
    """UTF-8 with a line end. Half a surrogate pair (from a broken id) stays a JSON escape."""
    return line.encode("utf-8", "backslashreplace") + b"\n"


def write_json(body: object, *, one_line: bool = False) -> None:
    """Print `body` on stdout: indented for people at a terminal, else (or asked for) on one line.

    UTF-8 whatever the locale says: a C locale would refuse Vietnamese.
    """
    indented = sys.stdout.isatty() and not one_line
    text = json.dumps(body, ensure_ascii=False, indent=2) if indented else as_line(body)
    sys.stdout.buffer.write(encoded(text))
    sys.stdout.flush()


def report_problem(problem: dict[str, Any]) -> None:
    """Print one RFC 9457 problem on stderr, one line."""
    sys.stderr.buffer.write(encoded(as_line(problem)))
    sys.stderr.flush()


@contextlib.contextmanager
def progress_bar(*, wanted: bool) -> Iterator[Progress]:
    """A progress bar on stderr, which draws nothing unless `wanted` and stderr is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not (wanted and console.is_terminal),
    ) as progress:
        yield progress
