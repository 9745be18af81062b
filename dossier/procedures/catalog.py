"""All procedures the product knows, read from TOML and proven sound before use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from dossier.errors import InvalidRequest, Misconfigured
from dossier.procedures.definition import Procedure
from dossier.toml_files import read_toml

CATALOGUE: Final = Path(__file__).parent / "catalogue"


def load_procedures(folder: Path = CATALOGUE) -> Mapping[str, Procedure]:
    """Code -> procedure. Raises Misconfigured with the file, the place and the reason."""
    found: dict[str, Procedure] = {}
    for path in sorted(folder.glob("*.toml")):
        procedure = read_toml(path, Procedure)
        if procedure.code in found:
            raise Misconfigured(f"{path.name}: mã đã dùng / code used twice: {procedure.code}")
        found[procedure.code] = procedure
    return found


@cache
def procedures() -> Mapping[str, Procedure]:
    """The procedures that ship with the product, read once."""
    return load_procedures()


def procedure_of(code: str) -> Procedure:
    """The procedure with that code. Raises InvalidRequest, which names those there are."""
    if code not in procedures():
        known = ", ".join(procedures())
        raise InvalidRequest(f"không có thủ tục / no such procedure: {code}; có / known: {known}")
    return procedures()[code]
