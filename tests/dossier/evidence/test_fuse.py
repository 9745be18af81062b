"""People across papers: order of evidence, who is one person, what must hold between them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from dossier.evidence import Fusion, flag_disputed, fuse
from dossier.evidence.roles import ATTRIBUTES, roles
from dossier.evidence.terms import day_of_request
from dossier.forms.catalog import catalog
from dossier.record import DocumentReading, DossierFinding, RecordCode, Source, Verdict
from tests.dossier.evidence.made import (
    Maker,
    Paper,
    Values,
    birth,
    extract,
    person,
    read,
    requester,
)

SOMEONE = Maker(random.Random(1)).someone("female", 1990)
OTHER = Maker(random.Random(2)).someone("male", 1988)


def fused(*papers: Paper) -> Fusion:
    return fuse(*read(papers))


def found(fusion: Fusion) -> dict[str, DossierFinding]:
    return {finding.rule: finding for finding in fusion.findings}


def card(**changed: str | list[dict[str, str]]) -> Paper:
    values: Values = {
        "id_number": SOMEONE.id_number,
        "name": SOMEONE.name.upper(),
        "dob": SOMEONE.dob.isoformat(),
        "sex": SOMEONE.sex,
        "address": SOMEONE.address,
    }
    return Paper("citizen_id_front", values | changed)


def form(**changed: str | list[dict[str, str]]) -> Paper:
    values = person("subject_", SOMEONE) | {"declared_on": "2025-11-03"}
    return Paper("marital_status_request", values | changed)


@pytest.mark.parametrize("form_key", sorted(set(roles()) & set(catalog())))
def test_every_role_reads_fields_that_its_form_has(form_key: str) -> None:
    keys = {spec.key for spec in catalog()[form_key].fields}
    for role in roles()[form_key]:
        if role.table:
            assert role.table in keys
        else:
            assert {role.key_of("name"), role.key_of("id_number")} & keys, role.name
            assert set(role.fields.values()) <= keys
        if role.opposite:
            assert role.opposite in {other.role for other in roles()[form_key]}


def test_all_sources_are_kept_the_better_first() -> None:
    documents, pages = read((card(), form(subject_name=SOMEONE.name[:-1] + "ỏ")))
    code = f"{SOMEONE.id_number}||{SOMEONE.name}|{SOMEONE.dob:%d%m%Y}|Nữ|{SOMEONE.address}|20112021"
    qr = RecordCode(kind="qr", text=code, box=[0.8, 0.1, 0.9, 0.2])
    pages[0] = pages[0].model_copy(update={"codes": [qr]})
    (holder,) = fuse(documents, pages).persons
    name = next(fact for fact in holder.facts if fact.attribute == "name")
    assert [source.rank for source in name.sources] == ["qr", "typed", "handwritten"]
    assert name.value == SOMEONE.name.upper()
    assert name.sources[-1].verdict not in (Verdict.SAME, Verdict.EQUIVALENT)


def test_what_a_reviewer_confirmed_comes_before_everything() -> None:
    documents, pages = read((card(), form(subject_id_number="001190999999")))
    fields = dict(documents[1].fields)
    fields["subject_id_number"] = fields["subject_id_number"].model_copy(
        update={"source": Source.REVIEWER}
    )
    documents[1] = documents[1].model_copy(update={"fields": fields})
    finding = found(fuse(documents, pages))["person_id_number"]
    assert [place.field for place in finding.places] == ["subject_id_number", "id_number"]


def test_a_code_of_another_card_on_the_page_is_not_this_holders() -> None:
    documents, pages = read((card(),))
    codes = [
        RecordCode(
            kind="qr",
            text=f"{who.id_number}||{who.name}|{who.dob:%d%m%Y}|Nam|x|20112021",
            box=[0.1, 0.1, 0.2, 0.2],
        )
        for who in (SOMEONE, OTHER)
    ]
    pages[0] = pages[0].model_copy(update={"codes": codes})
    (holder,) = fuse(documents, pages).persons
    numbers = next(fact for fact in holder.facts if fact.attribute == "id_number")
    assert {source.value for source in numbers.sources} == {SOMEONE.id_number}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"subject_dob": "1990"}, None),
        ({"subject_dob": "1991-01-01"}, "person_dob"),
        ({"subject_ethnicity": "Tày"}, None),
        ({"subject_name": SOMEONE.name.upper()}, None),
        ({"subject_id_number": ""}, None),
        ({"subject_id_number": "012345678"}, "person_id_number"),
        ({"subject_id_number": "001190999999"}, "person_id_number"),
        ({"subject_address": "Số 1 phố Khác, phường Láng, Hà Nội"}, "person_address"),
    ],
)
def test_what_disagrees_is_found_and_what_is_less_is_not(changed: Values, rule: str | None) -> None:
    rules = set(found(fused(card(), form(**changed))))
    assert rules == ({rule} if rule else set())


def test_an_old_number_is_no_wrong_number() -> None:
    plain = found(fused(card(), form(subject_id_number="012345678")))["person_id_number"]
    assert plain.severity == "note"
    documents, pages = read((card(), form(subject_id_number="012345678")))
    text = f"{SOMEONE.id_number}|012345678|{SOMEONE.name}|{SOMEONE.dob:%d%m%Y}|Nữ|x|20112021"
    qr = RecordCode(kind="qr", text=text, box=[0.0, 0.0, 0.1, 0.1])
    pages[0] = pages[0].model_copy(update={"codes": [qr]})
    assert "person_id_number" not in found(fuse(documents, pages))


def test_a_father_and_a_son_of_one_name_are_two_people() -> None:
    son = replace(OTHER, dob=OTHER.dob.replace(year=2012), id_number="001212555555")
    both = fused(
        Paper("citizen_id_front", person("", OTHER, full=False)),
        Paper("citizen_id_front", person("", son, full=False)),
    )
    assert len(both.persons) == 2
    assert both.findings == ()


def test_the_agent_requests_and_nobody_else() -> None:
    papers = extract(Maker(random.Random(4)))
    proxy = Maker(random.Random(8)).someone("male", 1985)
    given = {**requester(proxy, "Người được ủy quyền")}
    asked = replace(papers[0], values=papers[0].values | given)
    subject = person("principal_", SOMEONE, full=False)
    paper = Paper("power_of_attorney", subject | person("agent_", proxy, full=False))
    other = Paper("power_of_attorney", subject | person("agent_", OTHER, full=False))
    assert "agent_not_requester" not in found(fused(asked, *papers[1:], paper))
    assert "agent_not_requester" in found(fused(asked, *papers[1:], other))
    # A power of attorney alone says nothing of who requests.
    assert fused(paper).findings == ()


@pytest.mark.parametrize(("relation", "wrong"), [("Cha", False), ("Mẹ", True), ("Bà ngoại", False)])
def test_a_requester_is_who_the_relation_says(relation: str, wrong: bool) -> None:
    papers = birth(Maker(random.Random(6)))
    said = replace(papers[0], values=papers[0].values | {"requester_relation": relation})
    finding = found(fused(said)).get("requester_relation")
    assert bool(finding) is wrong
    assert finding is None or finding.places[0].field == "requester_relation"


def test_a_card_of_nobody_in_the_dossier() -> None:
    stranger = Paper("citizen_id_front", person("", OTHER, full=False))
    finding = found(fused(form(), card(), stranger))["card_of_nobody"]
    assert [place.document for place in finding.places] == [3]
    # A card alone is read for itself.
    assert fused(card()).findings == ()


def test_parents_swapped_against_the_certificate_though_no_number_tells() -> None:
    papers = birth(Maker(random.Random(6)))
    at = len(papers) - 1
    swapped = {
        key.replace("wife_", "H_").replace("husband_", "wife_").replace("H_", "husband_"): value
        for key, value in papers[at].values.items()
        if "id_number" not in key
    }
    certificate = replace(papers[at], values=swapped)
    plain: Values = {k: v for k, v in papers[0].values.items() if "id_number" not in k}
    finding = found(fused(replace(papers[0], values=plain), certificate))["roles_swapped"]
    assert {place.form for place in finding.places} == {
        "birth_registration",
        "marriage_certificate",
    }


@pytest.mark.parametrize(
    ("papers", "day"),
    [
        ((Paper("marital_status_request", {"declared_on": "2025-11-03"}),), "2025-11-03"),
        (
            (
                Paper("marital_status_request", {"declared_on": "2025-11-03"}),
                Paper("dossier_receipt", {"received_at": "2025-11-05T08:30"}),
            ),
            "2025-11-05",
        ),
        ((Paper("citizen_id_front", {"name": "A"}),), "None"),
    ],
)
def test_the_day_of_the_request_stands_on_the_papers(papers: tuple[Paper, ...], day: str) -> None:
    assert str(day_of_request(read(papers)[0])) == day


def test_what_papers_dispute_is_flagged_on_both() -> None:
    documents, pages = read((card(), form(subject_id_number="001190999999")))
    flagged = flag_disputed(documents, fuse(documents, pages).findings)
    named = [
        (document.form, key)
        for document in flagged
        for key, field in document.fields.items()
        if field.review
    ]
    assert named == [
        ("citizen_id_front", "id_number"),
        ("marital_status_request", "subject_id_number"),
    ]
    assert not any(field.review for document in documents for field in document.fields.values())


def test_a_dossier_without_people_gives_nothing() -> None:
    assert fuse([], ()) == Fusion(persons=(), findings=())
    unknown = DocumentReading(form="unknown", confidence=0.0, pages=[1])
    assert fuse([unknown]) == Fusion(persons=(), findings=())
    assert set(ATTRIBUTES) == {
        "name", "dob", "sex", "id_number", "ethnicity", "nationality", "address",
    }  # fmt: skip
