"""The registers of an installation, from `registers.toml` in its data folder."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from dossier.errors import Misconfigured
from dossier.registers.port import Register
from dossier.toml_files import read_toml
from worker.registers.breaker import Breaker
from worker.registers.definition import CsvSource, HttpSource, RegisterFile, Source, SqlSource
from worker.registers.remote import HttpRegister
from worker.registers.sheet import CsvRegister
from worker.registers.sql import SqlRegister


def open_registers(path: Path) -> tuple[Register, ...]:
    """Every register of the file, each behind a breaker of its own; () where there is no file.

    Nothing is connected to yet: a register that is down stops no worker from starting. Raises
    Misconfigured.
    """
    if not path.exists():
        return ()
    sources = read_toml(path, RegisterFile).registers
    names = [source.name for source in sources]
    if len(set(names)) != len(names):
        raise Misconfigured(f"{path.name}: hai sổ trùng tên / two registers with one name")
    return tuple(
        Breaker(_open(source), failures=source.failures, pause_s=source.pause_s)
        for source in sources
    )


def _open(source: Source) -> Register:
    match source:
        case SqlSource():
            return SqlRegister(source)
        case CsvSource():
            return CsvRegister(source)
        case HttpSource():
            return HttpRegister(source)
        case _:
            assert_never(source)
