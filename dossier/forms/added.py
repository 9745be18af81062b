"""Forms that an office declared itself: files in a folder, held to more than those that ship."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dossier.errors import Misconfigured
from dossier.forms.catalog import load_catalog, shipped_forms
from dossier.forms.definition import FormDefinition
from dossier.forms.faults import find_faults

FOLDER: Final = "forms"
"""Of the data folder."""


def load_added(folder: Path) -> Mapping[str, FormDefinition]:
    """The forms of `folder` by key; none where there is no such folder.

    Raises Misconfigured with every fault of every file: the line, and what to do.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    told = [text for path in paths if (text := told_faults(path))]
    if told:
        raise Misconfigured("\n".join(told))
    return load_catalog(folder) if paths else {}


def told_faults(path: Path, *, may_replace: bool = False) -> str:
    """Every fault of a file on a line of its own under the file's name; '' when it is sound.

    With `may_replace` it may have the key of a form that ships. Raises Misconfigured when the file
    cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise Misconfigured(f"{path.name}: không đọc được / cannot be read: {exc}") from exc
    faults = find_faults(text, frozenset() if may_replace else frozenset(shipped_forms()))
    return "\n".join([f"{path.name}:", *(f"  {fault}" for fault in faults)]) if faults else ""
