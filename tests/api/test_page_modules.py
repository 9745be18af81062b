"""A page asks for all of its modules at once: one that is found only inside another one costs the
line's latency once more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "api" / "static"
_IMPORT = re.compile(r'^(?:import|export)[^;]*?"(\.{1,2}/[^"]+)"', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""Types are imported in comments, and by the compiler alone."""


def modules_of(script: Path, seen: set[Path]) -> Iterator[Path]:
    for name in _IMPORT.findall(_COMMENT.sub("", script.read_text(encoding="utf-8"))):
        found = (script.parent / name).resolve()
        if found not in seen:
            seen.add(found)
            yield found
            yield from modules_of(found, seen)


@pytest.mark.parametrize("page", ["review", "branch", "forms"])
def test_every_module_is_asked_for_at_once(page: str) -> None:
    folder = STATIC / page
    html = (folder / "index.html").read_text(encoding="utf-8")
    wanted = {os.path.relpath(m, folder) for m in modules_of(folder / "main.js", set())}
    assert set(re.findall(r'rel="modulepreload" href="([^"]+)"', html)) == wanted
