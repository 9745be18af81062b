from __future__ import annotations

import pytest

from dossier.errors import Misconfigured
from dossier.fields import KINDS, kind_of
from dossier.fields.outcome import Parsed, Unreadable
from dossier.fields.tables import compare_tables
from dossier.record import Verdict

VAT = {"declaration": ("Phương pháp kê khai",), "lump_sum": ("Phương pháp khoán", "khoán")}
COLUMNS = {"name": "name", "dob": "date", "id_number": "id_number"}


def test_a_form_names_its_own_options() -> None:
    kind = kind_of("choice", VAT)
    assert kind.parse("Khoán") == Parsed("lump_sum")
    assert isinstance(kind.parse("có"), Unreadable)
    assert kind.compare("kê khai", "declaration").verdict is Verdict.DIFFERENT
    assert kind.compare("phương pháp kê khai", "declaration").verdict is Verdict.EQUIVALENT
    assert [check.ok for check in kind.check("khoán")] == [False]


def test_a_plain_choice_is_yes_or_no() -> None:
    assert KINDS["choice"].parse("Có") == Parsed("yes")
    assert KINDS["choice"].parse("không") == Parsed("no")
    assert KINDS["choice"].compare("yes", "no").verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(("name", "options"), [("nonsense", None), ("date", VAT), ("choice", {})])
def test_unknown_kinds_and_options_stop_the_start(
    name: str, options: dict[str, tuple[str, ...]] | None
) -> None:
    with pytest.raises(Misconfigured):
        kind_of(name, options)


AN = {"name": "Trần Văn An", "dob": "2010-01-02", "id_number": "001210012345"}
BINH = {"name": "Trần Thị Bình", "dob": "2012-03-04", "id_number": "001312012345"}


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ([AN, BINH], [AN, BINH], Verdict.SAME),
        ([BINH, AN], [AN, BINH], Verdict.SAME),
        ([{**AN, "dob": "02/01/2010"}], [AN], Verdict.EQUIVALENT),
        ([{"name": "TRẦN VĂN AN"}], [AN], Verdict.SAME),
        ([{**AN, "name": "Trần Văn Ân"}, BINH], [AN, BINH], Verdict.TONES_ONLY),
        ([{**AN, "id_number": "001210012346"}], [AN], Verdict.DIFFERENT),
        ([{**AN, "dob": ""}], [AN], Verdict.DIFFERENT),
        ([AN], [AN, BINH], Verdict.DIFFERENT),
        ([AN, BINH], [AN], Verdict.DIFFERENT),
        ([], [], Verdict.SAME),
    ],
)
def test_compares_tables_row_by_row(
    submitted: list[dict[str, str]], read: list[dict[str, str]], verdict: Verdict
) -> None:
    found = compare_tables(submitted, read, lambda column: KINDS.get(COLUMNS[column]))
    assert found.verdict is verdict


def test_says_which_row_and_column() -> None:
    found = compare_tables(
        [BINH, {**AN, "dob": "2011-01-02"}], [AN, BINH], lambda c: KINDS.get(COLUMNS[c])
    )
    assert found.detail.startswith("dòng 2, dob")
