"""Makes `data/units.tsv` and `data/mergers.tsv` of the tables of the package vietnamadminunits.

    python -m dossier.places.convert FOLDER

FOLDER is the package's `data` (unpacked from its wheel; the package itself is never imported, and
its look-up of streets over the network is no part of this). What is taken: names, kinds and codes
of units and which old unit went into which new ones. See `data/README.md`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data"
_KINDS: Final = ("Phường", "Xã", "Thị trấn", "Đặc khu")
_KIND_KEY: Final = re.compile(r"^(?:phuong|xa|thitran)(?=.)")
_NUMBERED: Final = re.compile(r"^(?:phuong|p|f|ward)0?([0-9]+)$")
_Key = tuple[str, str]
"""(province, commune) as the package's keys."""


def convert(source: Path, target: Path) -> None:
    """Write both tables of the files in `source` to the folder `target`."""
    with sqlite3.connect(source / "dataset.db") as database:
        database.row_factory = sqlite3.Row
        units = list(database.execute("SELECT * FROM admin_units ORDER BY wardCode"))
        old = list(database.execute("SELECT * FROM admin_units_legacy ORDER BY wardCode"))
    codes = {(unit["provinceKey"], unit["wardKey"]): unit["wardCode"] for unit in units}
    successors = _read_successors(source / "converter_2025.json")
    _write(target / "units.tsv", (_unit_row(unit) for unit in units))
    _write(target / "mergers.tsv", (_old_row(unit, successors, codes) for unit in old))


def _read_successors(path: Path) -> Mapping[str, set[_Key]]:
    """Old commune's key -> the new communes that it or a part of it went into."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    found: dict[str, set[_Key]] = {}
    for province, communes in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, old in communes.items():
            for key in old:
                found.setdefault(key, set()).add((province, commune))
    for province, divided in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found.setdefault(key, set()).update((province, part["newWardKey"]) for part in parts)
    return found


def _unit_row(unit: sqlite3.Row) -> tuple[str, ...]:
    kind, name = _part(unit["ward"], unit["wardType"])
    return (unit["wardCode"], kind, name, unit["provinceShort"])


def _old_row(
    unit: sqlite3.Row, successors: Mapping[str, set[_Key]], codes: Mapping[_Key, str]
) -> tuple[str, ...]:
    # Five island districts had no communes; their row stands for the whole district.
    key = f"{unit['provinceKey']}_{unit['districtKey']}_{unit['wardKey'] or ''}"
    return (
        unit["provinceShort"],
        *_part(unit["district"], unit["districtType"]),
        *_part(unit["ward"] or "", unit["wardType"] or ""),
        " ".join(sorted(codes[successor] for successor in successors[key])),
        " ".join(_former_names(unit)),
    )


def _former_names(unit: sqlite3.Row) -> list[str]:
    """Names that the commune or its parts bore before, folded, without spaces and kind."""
    listed = set(json.loads(unit["wardAlias"] or "[]"))
    bare: set[str] = set()
    for name in listed:
        numbered = _NUMBERED.match(name)
        short = _KIND_KEY.sub("", name)
        known = short in listed or short == unit["wardShortKey"]
        bare.add(numbered[1] if numbered else short if known else name)
    return sorted(bare - {unit["wardShortKey"]})


def _part(full: str, kind: str) -> tuple[str, str]:
    """(kind in small letters, bare name) of a full name.

    A few names hold a second kind ("Phường Xã Vĩnh Hòa"): the inner one is the unit's. The old
    ward Phường Đúc in Huế is really called so.
    """
    name = full[len(kind) :].strip()
    inner = next((k for k in _KINDS if name.lower().startswith(f"{k.lower()} ")), "")
    if not inner or name == "Phường Đúc":
        return kind.lower(), name
    return inner.lower(), name[len(inner) :].strip()


def _write(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), _DATA)
