"""The classes of the recogniser, as the model folder's `inference.yml` lists them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

MODEL_DIR: Final = Path(__file__).parent.parent / "vietnamese_rec"
_ENTRY: Final = re.compile(r'^  - "(\\?.)"$', re.MULTILINE)


def read_alphabet(folder: Path = MODEL_DIR) -> tuple[str, ...]:
    """Characters by class: class `i` writes entry `i - 1`, class 0 is the blank."""
    text = (folder / "inference.yml").read_text(encoding="utf-8")
    listed = text.split("character_dict:", 1)[1]
    return tuple(entry[-1] for entry in _ENTRY.findall(listed))
