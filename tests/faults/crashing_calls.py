"""As `ocr.images.calls`, and a file that says `segfault` crashes whoever opens it."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, Final

from dossier.confined.child import Call
from ocr.images.calls import CALLS as REAL


def _crashing(call: Call) -> Call:
    def opened(path: Path, **told: Any) -> tuple[dict[str, Any], bytes | memoryview]:
        if b"segfault" in path.read_bytes()[-20:]:
            ctypes.string_at(0)
        return call(path, **told)

    return opened


CALLS: Final = {name: _crashing(call) for name, call in REAL.items()}
