from __future__ import annotations

from collections.abc import Mapping

import pytest

from dossier.checks import RULES, RuleUse, check_document, validate
from dossier.checks.rule import ParamKind
from dossier.errors import Misconfigured
from dossier.record import Check, FieldReading, FieldState

BLANK = FieldState.BLANK
UNREADABLE = FieldState.UNREADABLE
NOT_FOUND = FieldState.NOT_FOUND


def _reading(content: str | FieldState) -> FieldReading:
    if isinstance(content, FieldState):
        return FieldReading(state=content, confidence=0.9, review=False)
    return FieldReading(value=content, state=FieldState.READ, confidence=0.9, review=False)


def _check(
    rule: str, given: Mapping[str, str | FieldState], **words: str
) -> Mapping[str, tuple[Check, ...]]:
    """Hold `rule` with every field bound to the parameter of its own name."""
    fields = {key: _reading(content) for key, content in given.items()}
    named = RULES[rule].params.keys() & given.keys()
    use = RuleUse(rule=rule, params={**{key: key for key in named}, **words})
    validate(use, given.keys())
    return check_document(fields, [use])


def _verdict(checks: Mapping[str, tuple[Check, ...]]) -> bool | None:
    oks = {check.ok for found in checks.values() for check in found}
    assert len(oks) <= 1
    return oks.pop() if oks else None


ID = "001099012345"


@pytest.mark.parametrize(
    ("rule", "given", "ok"),
    [
        ("id_matches_birth_date", {"id_number": ID, "date": "1999-05-02"}, True),
        ("id_matches_birth_date", {"id_number": ID, "date": "1999"}, True),
        ("id_matches_birth_date", {"id_number": ID, "date": "1989-05-02"}, False),
        ("id_matches_birth_date", {"id_number": "012345678", "date": "1989"}, None),
        ("id_matches_birth_date", {"id_number": BLANK, "date": "1989"}, None),
        ("id_matches_sex", {"id_number": ID, "sex": "male"}, True),
        ("id_matches_sex", {"id_number": ID, "sex": "female"}, False),
        ("id_matches_sex", {"id_number": ID, "sex": UNREADABLE}, None),
        ("date_matches_words", {"date": "2024-03-02", "words": "2024-03-02"}, True),
        ("date_matches_words", {"date": "2024-03-02", "words": "2024-03-12"}, False),
        ("date_matches_words", {"date": "2024-03-02", "words": UNREADABLE}, None),
        ("date_not_after", {"earlier": "2024-03-02", "later": "2024-03-02"}, True),
        ("date_not_after", {"earlier": "2024", "later": "2024-03-02"}, True),
        ("date_not_after", {"earlier": "2024-03-01T08:30", "later": "2024-03-02"}, True),
        ("date_not_after", {"earlier": "2024-03-03", "later": "2024-03-02"}, False),
        ("date_not_after", {"earlier": "2025", "later": "2024-12-31"}, False),
        ("parent_age", {"parent": "1999-05-02", "child": "2024-03-02"}, True),
        ("parent_age", {"parent": "1999", "child": "2024-03-02"}, True),
        ("parent_age", {"parent": "2014-05-02", "child": "2024-03-02"}, False),
        ("parent_age", {"parent": "1930", "child": "2024-03-02"}, False),
        ("parent_age", {"parent": BLANK, "child": "2024-03-02"}, None),
        ("copies_agree", {"requested": "yes", "count": "2"}, True),
        ("copies_agree", {"requested": "no", "count": BLANK}, True),
        ("copies_agree", {"requested": "no", "count": "0"}, True),
        ("copies_agree", {"requested": BLANK, "count": "2"}, None),
        ("copies_agree", {"requested": "no", "count": "2"}, False),
        ("copies_agree", {"requested": "yes", "count": BLANK}, False),
        ("copies_agree", {"requested": "yes", "count": UNREADABLE}, None),
        ("number_matches_words", {"number": "50000000", "words": "Năm mươi triệu đồng"}, True),
        ("number_matches_words", {"number": "50000000", "words": "Năm trăm triệu đồng"}, False),
        ("number_matches_words", {"number": "50000000", "words": "một khoản"}, None),
        ("same_value", {"first": "Trần Văn An", "second": "TRẦN VĂN AN"}, True),
        ("same_value", {"first": "Trần Văn An", "second": "Trần Văn Ân"}, False),
        ("same_value", {"first": "Trần Văn An", "second": BLANK}, None),
    ],
)
def test_rules(rule: str, given: dict[str, str | FieldState], ok: bool | None) -> None:
    assert _verdict(_check(rule, given)) is ok


@pytest.mark.parametrize(("sex", "ok"), [("male", True), ("female", False)])
def test_the_sex_that_the_form_itself_says_is_held_against_the_number(sex: str, ok: bool) -> None:
    # A column for the bride and one for the groom: no field of the form asks their sex.
    checks = _check("id_is_of_sex", {"id_number": ID}, **{"is": sex})
    assert _verdict(checks) is ok


@pytest.mark.parametrize(
    ("mother", "father", "ok"),
    [
        ("Trần Thị Hoa", "Lê Văn Nam", True),
        ("Lê Thị Hoa", "Trần Văn Nam", True),
        ("Trần Thị Hoa", BLANK, True),
        ("Lê Thị Hoa", "Phạm Văn Nam", False),
        ("Lê Thị Hoa", BLANK, False),
        ("Lê Thị Hoa", UNREADABLE, None),
        (BLANK, BLANK, None),
    ],
)
def test_a_child_has_a_parents_surname(
    mother: str | FieldState, father: str | FieldState, ok: bool | None
) -> None:
    given = {"child": "TRẦN GIA BẢO", "mother": mother, "father": father}
    assert _verdict(_check("surname_from_parents", given)) is ok


@pytest.mark.parametrize(
    ("relation", "ok"), [("Chủ hộ", False), ("chủ hộ", False), ("Con", None), (BLANK, None)]
)
def test_same_value_may_depend_on_a_third_field(
    relation: str | FieldState, ok: bool | None
) -> None:
    given = {"first": "Trần Văn An", "second": "Lê Thị Hoa", "when": relation}
    assert _verdict(_check("same_value", given, **{"is": "Chủ hộ"})) is ok


@pytest.mark.parametrize(
    ("born", "on", "ok"),
    [
        ("2004-03-02", "2024-03-02", True),
        ("2004-03-03", "2024-03-02", False),
        ("2004", "2024", True),
    ],
)
def test_age_on_a_day(born: str, on: str, ok: bool) -> None:
    assert _verdict(_check("age_at_least", {"born": born, "on": on}, years="20")) is ok


@pytest.mark.parametrize(
    ("number", "address", "ethnicity", "person", "missing"),
    [
        (ID, BLANK, BLANK, "An", set()),
        (UNREADABLE, BLANK, BLANK, "An", set()),
        (BLANK, "Hà Nội", "Kinh", "An", set()),
        (BLANK, "Hà Nội", BLANK, "An", {"id_number", "ethnicity"}),
        (BLANK, BLANK, BLANK, "An", {"id_number", "address", "ethnicity"}),
        (BLANK, BLANK, BLANK, BLANK, set()),
        (NOT_FOUND, BLANK, BLANK, "An", set()),
        (BLANK, "Hà Nội", NOT_FOUND, "An", set()),
    ],
)
def test_who_gives_no_number_fills_the_block(
    number: str | FieldState,
    address: str | FieldState,
    ethnicity: str | FieldState,
    person: str | FieldState,
    missing: set[str],
) -> None:
    given = {"id_number": number, "address": address, "ethnicity": ethnicity, "person": person}
    checks = _check("id_or_block_complete", given, block="address, ethnicity")
    assert {key for key, found in checks.items() if not found[0].ok} == missing


def test_a_finding_stands_at_every_field_it_concerns() -> None:
    fields = {"so": _reading(ID), "gioi": _reading("female"), "ten": _reading("An")}
    use = RuleUse(
        rule="id_matches_sex",
        params={"id_number": "so", "sex": "gioi"},
        severity="warning",
        legal_basis="Thông tư 59/2021/TT-BCA",
    )
    checks = check_document(fields, [use])
    assert set(checks) == {"so", "gioi"}
    check = checks["so"][0]
    assert (check.ok, check.severity) == (False, "warning")
    assert check.detail.endswith("(Thông tư 59/2021/TT-BCA)")
    assert ID not in check.detail


SOUND = {"id_number": "a", "sex": "b"}


@pytest.mark.parametrize(
    "use",
    [
        RuleUse(rule="no_such_rule"),
        RuleUse(rule="id_matches_sex", params={"id_number": "a"}),
        RuleUse(rule="id_matches_sex", params={**SOUND, "more": "b"}),
        RuleUse(rule="id_matches_sex", params={**SOUND, "sex": "c"}),
        RuleUse(rule="id_matches_sex", params=SOUND, severity="fatal"),
        RuleUse(rule="id_or_block_complete", params={"id_number": "a", "block": "b c"}),
        RuleUse(rule="same_value", params={"first": "a", "second": "b", "when": "a"}),
        RuleUse(rule="age_at_least", params={"born": "a", "on": "b", "years": "hai mươi"}),
    ],
    ids=lambda use: f"{use.rule}-{len(use.params)}",
)
def test_an_unsound_use_stops_the_start(use: RuleUse) -> None:
    with pytest.raises(Misconfigured):
        validate(use, {"a", "b"})


def test_an_unknown_rule_never_passes_silently() -> None:
    with pytest.raises(Misconfigured):
        check_document({}, [RuleUse(rule="no_such_rule")])


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("state", list(FieldState))
def test_a_rule_without_inputs_says_nothing_or_points_at_fields(
    rule: str, state: FieldState
) -> None:
    words = {
        name: param.among[0] if param.among else "1" if param.kind is ParamKind.NUMBER else "a"
        for name, param in RULES[rule].params.items()
        if name not in RULES[rule].one_of[1:]
    }
    use = RuleUse(rule=rule, params=words)
    validate(use, {"a"})
    checks = check_document({"a": _reading(state)}, [use])
    assert set(checks) <= {"a"}
