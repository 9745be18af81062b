"""File names as senders write them, made safe to store, show and log."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 150
_UNNAMED: Final = "khong-ten"


def safe_name(name: str) -> str:
    """The last part of `name`, NFC, without folders, control or direction-changing characters.

    Categories C* are dropped: a right-to-left override makes `fdp.exe` look like `exe.pdf`.
    Never empty, never starts with a dot, at most 150 characters with its extension kept.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join(char for char in text if not unicodedata.category(char).startswith("C"))
    text = re.split(r"[/\\]", text)[-1]
    text = re.sub(r"\s+", " ", text).strip().lstrip(".").strip()
    if not text:
        return _UNNAMED
    stem, dot, extension = text.rpartition(".")
    if len(text) <= _LONGEST or not dot or len(extension) > 10:
        return text[:_LONGEST].strip()
    return stem[: _LONGEST - len(extension) - 1].strip() + dot + extension
