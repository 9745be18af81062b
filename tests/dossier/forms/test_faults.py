"""What is wrong with a declaration is told by line, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import Misconfigured
from dossier.forms.added import load_added
from dossier.forms.catalog import DEFINITIONS, catalog, shipped_forms, use_forms
from dossier.forms.faults import find_faults

SOUND = """\
key = "leave_request"
title = "Đơn xin nghỉ phép"
titles = ["ĐƠN XIN NGHỈ PHÉP"]

[[edition]]
id = "2026-01-01"

[[field]]
key = "name"
kind = "name"

[[field]]
key = "reason"
kind = "text"

[[label]]
text = ["Tôi tên là:"]
field = "name"

[[label]]
text = ["Lý do:"]
field = "reason"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('kind = "text"', 'kind = "txt"', 14, "did you mean: text"),
        ('kind = "name"', 'kinds = "name"', 10, "did you mean: kind"),
        ('kind = "name"\n', "", 8, "kind = …"),
        ('field = "reason"', 'field = "reasons"', 22, "reasons"),
        ('"reason"', '"Lý do"', 13, "a-z"),
        ('key = "leave_request"', 'key = "birth_registration"', 1, "another name"),
        ('"Lý do:"]', '"Lý do:"', 22, "quotes"),
        ("[[edition]]\nid", "[[edition]]\nday", 6, "keys are: id, circular"),
    ],
    ids=["kind", "key", "missing", "reference", "name", "taken", "toml", "edition"],
)
def test_a_fault_has_its_line_and_says_what_to_do(old: str, new: str, line: int, says: str) -> None:
    faults = find_faults(SOUND.replace(old, new), frozenset(shipped_forms()))
    told = [str(fault) for fault in faults if fault.line == line]
    assert any(says in text for text in told), [str(fault) for fault in faults]


def test_all_faults_are_told_at_once() -> None:
    text = SOUND.replace('kind = "text"', 'kind = "x"').replace('kind = "name"', 'kind = "y"')
    assert [fault.line for fault in find_faults(text)] == [10, 14]


def test_a_folder_of_forms_joins_the_catalogue_or_says_why_not(tmp_path: Path) -> None:
    assert load_added(tmp_path / "none") == {}
    path = tmp_path / "leave.toml"
    path.write_text(SOUND, encoding="utf-8")
    use_forms(load_added(tmp_path))
    try:
        assert list(catalog()) == [*shipped_forms(), "leave_request"]
    finally:
        use_forms({})
    assert catalog() is shipped_forms()
    path.write_text(SOUND.replace('kind = "text"', 'kind = "txt"'), encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"leave\.toml:\n.*line 14"):
        load_added(tmp_path)


def test_the_products_own_forms_cannot_be_taken_over() -> None:
    own = shipped_forms()["birth_registration"]
    with pytest.raises(Misconfigured, match="birth_registration"):
        use_forms({own.key: own})


@pytest.mark.parametrize("path", sorted(DEFINITIONS.glob("*.toml")), ids=lambda path: path.stem)
def test_what_ships_has_no_fault(path: Path) -> None:
    assert find_faults(path.read_text(encoding="utf-8")) == ()
