"""Operators that rule files use, and the rules about codes, cards and rows of tables."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.checks import RULES, RuleUse, check_document, count_failures, validate
from dossier.checks.codes import is_tax_code
from dossier.checks.operators import add_months
from dossier.errors import Misconfigured
from dossier.record import Check, FieldReading, FieldState

BLANK = FieldState.BLANK
UNREADABLE = FieldState.UNREADABLE
Content = str | FieldState | list[dict[str, str]]


def _reading(content: Content) -> FieldReading:
    if isinstance(content, FieldState):
        return FieldReading(state=content, confidence=0.9, review=False)
    return FieldReading(value=content, state=FieldState.READ, confidence=0.9, review=False)


def _failed(rule: str, given: dict[str, Content], params: dict[str, str]) -> bool | None:
    """Whether the rule failed; None where it said nothing."""
    use = RuleUse(rule=rule, params=params)
    validate(use, given.keys())
    found = check_document({key: _reading(content) for key, content in given.items()}, [use])
    checks = [check for some in found.values() for check in some]
    return not checks[0].ok if checks else None


@pytest.mark.parametrize(
    ("rule", "given", "params", "failed"),
    [
        ("compare_numbers", {"a": "5"}, {"left": "a", "sign": ">=", "value": "1"}, False),
        ("compare_numbers", {"a": "0"}, {"left": "a", "sign": ">=", "value": "1"}, True),
        ("compare_numbers", {"a": "2.5", "b": "2"}, {"left": "a", "sign": "<", "right": "b"}, True),
        ("compare_numbers", {"a": BLANK}, {"left": "a", "sign": "=", "value": "1"}, None),
        ("sum_equals", {"t": "5", "a": "2", "b": "3"}, {"total": "t", "parts": "a, b"}, False),
        ("sum_equals", {"t": "6", "a": "2", "b": "3"}, {"total": "t", "parts": "a, b"}, True),
        (
            "within",
            {"a": "2025-01-31", "b": "2025-07-31"},
            {"earlier": "a", "later": "b", "months": "6"},
            False,
        ),
        (
            "within",
            {"a": "2025-01-31", "b": "2025-08-01"},
            {"earlier": "a", "later": "b", "months": "6"},
            True,
        ),
        (
            "within",
            {"a": "2025-01-01", "b": "2025-03-03"},
            {"earlier": "a", "later": "b", "days": "60"},
            True,
        ),
        (
            "within",
            {"a": "2025", "b": "2025-03-03"},
            {"earlier": "a", "later": "b", "days": "1"},
            None,
        ),
        ("matches", {"a": "BT 123456"}, {"field": "a", "pattern": "[A-Z]{2} ?[0-9]{6}"}, False),
        ("matches", {"a": "123456"}, {"field": "a", "pattern": "[A-Z]{2} ?[0-9]{6}"}, True),
        (
            "says",
            {"a": "Đăng ký thường trú"},
            {"field": "a", "words": "tạm trú; thường trú"},
            False,
        ),
        ("says", {"a": "Đăng ký xe"}, {"field": "a", "words": "tạm trú; thường trú"}, True),
        ("says_not", {"a": "Đã chết"}, {"field": "a", "words": "đã chết"}, True),
        ("says_not", {"a": "Hà Nội"}, {"field": "a", "words": "đã chết"}, False),
        ("present", {"a": BLANK}, {"field": "a"}, True),
        ("present", {"a": UNREADABLE}, {"field": "a"}, None),
        ("present", {"a": "no"}, {"field": "a"}, True),
        ("present", {"a": BLANK, "w": BLANK}, {"field": "a", "when": "w"}, None),
        ("present", {"a": BLANK, "w": "x"}, {"field": "a", "when": "w"}, True),
        ("present", {"a": BLANK, "w": "Có"}, {"field": "a", "when": "w", "is": "không"}, None),
        ("absent", {"a": "x", "w": "Có"}, {"field": "a", "when": "w", "is": "có"}, True),
        ("absent", {"a": BLANK, "w": "Có"}, {"field": "a", "when": "w", "is": "có"}, False),
        ("all_or_none", {"a": "x", "b": BLANK}, {"fields": "a, b"}, True),
        ("all_or_none", {"a": BLANK, "b": BLANK}, {"fields": "a, b"}, None),
        ("all_or_none", {"a": "x", "b": "y"}, {"fields": "a, b"}, False),
        ("among", {"c": "Tày", "m": "Kinh", "f": "Tày"}, {"value": "c", "fields": "m, f"}, False),
        ("among", {"c": "Thái", "m": "Kinh", "f": "Tày"}, {"value": "c", "fields": "m, f"}, True),
        (
            "among",
            {"c": "Thái", "m": "Kinh", "f": UNREADABLE},
            {"value": "c", "fields": "m, f"},
            None,
        ),
        ("among", {"c": "Thái", "m": "Kinh", "f": BLANK}, {"value": "c", "fields": "m, f"}, None),
        ("distinct", {"a": "1", "b": "2", "c": "1"}, {"fields": "a, b, c"}, True),
        ("distinct", {"a": "1", "b": "2"}, {"fields": "a, b"}, False),
        ("date_known", {"a": "2024-05"}, {"date": "a"}, True),
        ("date_known", {"a": "2024-05-01"}, {"date": "a"}, False),
        ("tax_code", {"a": "0101234565"}, {"field": "a"}, False),
        ("tax_code", {"a": "0101234564"}, {"field": "a"}, True),
        (
            "issuer_fits_date",
            {"i": "Bộ Công an", "d": "2024-08-01"},
            {"issuer": "i", "issued_on": "d"},
            False,
        ),
        (
            "issuer_fits_date",
            {"i": "Bộ Công an", "d": "2021-08-01"},
            {"issuer": "i", "issued_on": "d"},
            True,
        ),
        (
            "issuer_fits_date",
            {"i": "Cục Cảnh sát QLHC về TTXH", "d": "2021-11-20"},
            {"issuer": "i", "issued_on": "d"},
            False,
        ),
        (
            "issuer_fits_date",
            {"i": "Công an Hà Nội", "d": "2010-01-01"},
            {"issuer": "i", "issued_on": "d"},
            None,
        ),
        (
            "expiry_fits_birth",
            {"b": "1999-01-15", "e": "2039-01-15"},
            {"born": "b", "expires_on": "e"},
            False,
        ),
        (
            "expiry_fits_birth",
            {"b": "1999-01-15", "e": "2036-01-15"},
            {"born": "b", "expires_on": "e"},
            True,
        ),
        (
            "expiry_fits_birth",
            {"b": "2000-02-29", "e": "2025-02-28"},
            {"born": "b", "expires_on": "e"},
            False,
        ),
        ("name_fits_sex", {"n": "Trần Thị Hoa", "s": "male"}, {"name": "n", "sex": "s"}, True),
        ("name_fits_sex", {"n": "Trần Văn An", "s": "male"}, {"name": "n", "sex": "s"}, False),
        ("name_fits_sex", {"n": "Văn Thị Hoa", "s": "female"}, {"name": "n", "sex": "s"}, False),
        ("name_fits_sex", {"n": "Trần Minh Thi", "s": "male"}, {"name": "n", "sex": "s"}, None),
    ],
)
def test_operators(
    rule: str, given: dict[str, Content], params: dict[str, str], failed: bool | None
) -> None:
    assert _failed(rule, given, params) is failed


ROWS = [
    {"name": "Bán phở", "code": "5610", "main": "x", "dob": "1999-01-15", "sex": "Nữ"},
    {"name": "Bán bún", "code": "", "main": "", "id_number": "001199000001"},
]


@pytest.mark.parametrize(
    ("rule", "row", "params", "failed"),
    [
        ("rows_match", {}, {"column": "code", "pattern": "[0-9]{4}"}, False),
        ("rows_match", {"code": "56101"}, {"column": "code", "pattern": "[0-9]{4}"}, True),
        ("one_row_ticked", {}, {"column": "main", "filled": "code"}, False),
        ("one_row_ticked", {"main": "X"}, {"column": "main"}, True),
        ("rows_at_least", {}, {"rows": "2"}, False),
        ("rows_at_least", {}, {"rows": "3"}, True),
        ("rows_are_persons", {"dob": "1999-01-15", "sex": "Nữ"}, {}, False),
        ("rows_are_persons", {"dob": "1989-01-15"}, {}, True),
        ("rows_are_persons", {"dob": "1999", "sex": "Nam"}, {}, True),
    ],
)
def test_rules_about_rows(
    rule: str, row: dict[str, str], params: dict[str, str], failed: bool
) -> None:
    table = [ROWS[0], {**ROWS[1], **row}]
    assert _failed(rule, {"t": table}, {"table": "t", **params}) is failed


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("0101234565", True),
        ("0100112236", True),
        ("0101234566", False),
        ("0101234565-001", True),
        ("0101234565-000", False),
        ("001099012345", True),
        ("12345", False),
        ("", False),
    ],
)
def test_tax_codes_have_a_check_digit(code: str, valid: bool) -> None:
    assert is_tax_code(code) is valid


def test_months_end_where_the_month_does() -> None:
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert add_months(date(2025, 11, 30), 1) == date(2025, 12, 30)
    assert add_months(date(2025, 12, 31), 12) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("compare_numbers", {"left": "a", "sign": "about", "value": "1"}),
        ("compare_numbers", {"left": "a", "sign": "<"}),
        ("compare_numbers", {"left": "a", "sign": "<", "value": "1", "right": "a"}),
        ("within", {"earlier": "a", "later": "a", "days": "sixty"}),
        ("matches", {"field": "a", "pattern": "(["}),
        ("rows_at_least", {"table": "a", "rows": "2", "when": "a"}),
    ],
)
def test_an_unsound_use_stops_the_start(rule: str, params: dict[str, str]) -> None:
    with pytest.raises(Misconfigured):
        validate(RuleUse(rule=rule, params=params), {"a"})


def test_the_message_of_a_use_takes_the_place_of_the_rules_own() -> None:
    use = RuleUse(
        rule="present",
        params={"field": "a"},
        severity="note",
        legal_basis="Luật Hộ tịch 2014",
        id="a-given",
        message="thiếu a / a is missing",
    )
    (check,) = check_document({"a": _reading(BLANK)}, [use])["a"]
    basis = "(Luật Hộ tịch 2014)"
    assert check.detail == f"thiếu a {basis} / a is missing {basis}"
    assert (check.id, check.severity, check.ok) == ("a-given", "note", False)
    # What the law notes says nothing about how well the field was read.
    assert count_failures([check, Check(rule="r", ok=False, severity="warning")]) == 1


def test_every_rule_says_in_a_line_what_it_holds() -> None:
    assert all((rule.judge.__doc__ or "").strip() for rule in RULES.values())
