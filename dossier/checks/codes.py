"""Rules about numbers with a structure of their own, and about the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dossier.checks.operators import number_in
from dossier.checks.rule import Facts, Finding, Param, ParamKind, Rule
from dossier.fields.identity import read_structure
from dossier.fields.partial_date import PartialDate
from dossier.fields.sex import SexKind
from dossier.text import fold

_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_TAX: Final = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
_TICKED: Final = ("x", "v", "yes", "true", "có", "1", "✓")
_FIELD: Final = Param()
_WORD: Final = Param(ParamKind.WORD)
_WHEN: Final = Param(required=False, needs="is")
_OPTIONAL_WORD: Final = Param(ParamKind.WORD, required=False)


def tax_code(facts: Facts) -> Finding | None:
    """`field` is a tax code: ten digits with a check digit, a branch of one, or an ID number.

    Circular 86/2024/TT-BTC: individuals and household businesses use the personal number since
    1 July 2025.
    """
    value = facts.value("field")
    if value is None:
        return None
    ok = is_tax_code(value)
    return Finding(ok, "" if ok else "mã số thuế không hợp lệ / not a valid tax code")


def is_tax_code(text: str) -> bool:
    """Whether the check digit of a tax code holds; a personal number is accepted as it is."""
    bare = re.sub(r"[\s.]", "", text)
    if read_structure(bare) is not None:
        return True
    found = _TAX.fullmatch(bare)
    if found is None or found[2] == "000" or not int(found[1][2:9]):
        return False
    digits = [int(ch) for ch in found[1]]
    remainder = sum(w * d for w, d in zip(_TAX_WEIGHTS, digits, strict=False)) % 11
    # 10 is no digit: such a number was never given out.
    return digits[9] == 10 - remainder


def rows_match(facts: Facts) -> Finding | None:
    """In every row of `table` the cell of `column`, where filled, has the form of `pattern`."""
    cells = [row.get(facts.words["column"], "") for row in facts.rows("table")]
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    bad = [at for at, c in enumerate(cells, 1) if c and not _fits(facts.words["pattern"], c)]
    listed = ", ".join(map(str, bad))
    return Finding(
        not bad, f"dòng {listed}: không đúng dạng / row {listed}: wrong form" * bool(bad)
    )


def one_row_ticked(facts: Facts) -> Finding | None:
    """Exactly one row of `table` has a tick in `column`; that row has a value in `filled`."""
    rows = facts.rows("table")
    if not rows:
        return None
    ticked = [row for row in rows if fold(row.get(facts.words["column"], "")) in _TICKED]
    needed = facts.words.get("filled", "")
    if len(ticked) != 1:
        detail = (
            f"đánh dấu {len(ticked)} dòng, phải đúng một / {len(ticked)} rows are ticked, not 1"
        )
        return Finding(False, detail)
    ok = not needed or bool(ticked[0].get(needed))
    return Finding(ok, "" if ok else "dòng chính phải ghi mã / the main row lacks its code")


def rows_at_least(facts: Facts) -> Finding | None:
    """`table` has so many `rows`; only where `when` says `is`, if the rule names these."""
    if "when" in facts.keys and fold(facts.value("when") or "") != fold(facts.words["is"]):
        return None
    if facts.reading("table") is None:
        return None
    wanted, count = number_in(facts.words["rows"]), len(facts.rows("table"))
    ok = wanted is None or count >= wanted
    return Finding(ok, "" if ok else f"có {count} dòng, cần ít nhất {wanted} / too few rows")


def rows_are_persons(facts: Facts) -> Finding | None:
    """Every row's ID number says the year of birth and the sex that the row says."""
    rows = facts.rows("table")
    odd = [at for at, row in enumerate(rows, 1) if _contradicts(row)]
    if not any(row.get("id_number") for row in rows):
        return None
    listed = ", ".join(map(str, odd))
    detail = f"dòng {listed}: số định danh khác ngày sinh hoặc giới tính / row {listed}: the number"
    return Finding(not odd, f"{detail} says another birth year or sex" if odd else "")


def _contradicts(row: Mapping[str, str]) -> bool:
    structure = read_structure(row.get("id_number", ""))
    if structure is None:
        return False
    born = PartialDate.from_iso(row.get("dob", "")[:10])
    parsed = SexKind().parse(row["sex"]) if row.get("sex") else None
    sex = getattr(parsed, "value", None)
    return (born is not None and born.year != structure.birth_year) or (
        sex is not None and sex != structure.sex
    )


def _fits(pattern: str, cell: str) -> bool:
    return bool(re.fullmatch(pattern, cell.strip(), re.IGNORECASE))


CODES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "tax_code": Rule({"field": _FIELD}, tax_code),
        "rows_match": Rule(
            {"table": _FIELD, "column": _WORD, "pattern": Param(ParamKind.PATTERN)}, rows_match
        ),
        "one_row_ticked": Rule(
            {"table": _FIELD, "column": _WORD, "filled": _OPTIONAL_WORD}, one_row_ticked
        ),
        "rows_at_least": Rule(
            {
                "table": _FIELD,
                "rows": Param(ParamKind.NUMBER),
                "when": _WHEN,
                "is": _OPTIONAL_WORD,
            },
            rows_at_least,
        ),
        "rows_are_persons": Rule({"table": _FIELD}, rows_are_persons),
    }
)
