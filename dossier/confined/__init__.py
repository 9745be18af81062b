"""Untrusted bytes are parsed in a child process that can do little and knows nothing.

    opener = Confined("ocr.images.calls")           # a module with CALLS
    answer = opener.ask("render", path, page=3)     # values, bytes; or the child's SohoaError

`asking` starts the children and hears them, `child` is what runs in them, `bounds` what they may.
"""

from __future__ import annotations

from dossier.confined.asking import Answer, Confined, ParserCrashed
from dossier.confined.bounds import Bounds

__all__ = ["Answer", "Bounds", "Confined", "ParserCrashed"]
