"""The cases that every clerk at a ward counter knows, one test each.

Here are those about what papers say. Those about what a page shows (a page turned, a phrase struck
out, a sheet with a note on it, two titles alike, a seal that is lost) are in
`tests/ocr/test_golden_pages.py`, under the same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from unicodedata import normalize

import pytest

from dossier.codes.dossier_code import find_dossier_code
from dossier.crosscheck import read_submission
from dossier.evidence import fuse
from dossier.fields import KINDS
from dossier.fields.outcome import Parsed, Unreadable
from dossier.filenames import safe_name
from dossier.procedures import check_dossier
from dossier.record import Check, DocumentReading, DossierFinding, RecordPage, Verdict
from dossier.text import clean
from tests.dossier.evidence.made import Maker, Paper, Values, birth, card, death, marriage, read

Dossier = tuple[list[DocumentReading], list[RecordPage]]


def with_values(papers: tuple[Paper, ...], at: int, values: Values) -> tuple[Paper, ...]:
    return (*papers[:at], replace(papers[at], values=papers[at].values | values), *papers[at + 1 :])


def findings(dossier: Dossier) -> dict[str, DossierFinding]:
    return {finding.rule: finding for finding in fuse(*dossier).findings}


def alarms(dossier: Dossier) -> set[str]:
    return {rule for rule, finding in findings(dossier).items() if finding.severity != "note"}


def failed(document: DocumentReading) -> Mapping[str, Check]:
    """Name of a use of a rule -> its failed check."""
    checks = (check for reading in document.fields.values() for check in reading.checks)
    return {check.id: check for check in checks if not check.ok}


def errors(document: DocumentReading) -> set[str]:
    return {name for name, check in failed(document).items() if check.severity == "error"}


def maker(seed: int = 1) -> Maker:
    return Maker(random.Random(seed))


def test_01_a_single_mother_leaves_the_father_blank() -> None:
    papers = birth(maker())
    blank = {key: "" for key in papers[0].values if key.startswith(("father_", "marriage_"))}
    mother = {
        f"requester_{k}": papers[0].values[f"mother_{k}"]
        for k in ("name", "dob", "id_number", "address")
    }
    mothers_name = str(papers[0].values["mother_name"]).split()[0]
    child = {"child_name": f"{mothers_name} Gia Bảo", "child_sex": "male"}
    form: Values = {**blank, **mother, **child, "requester_relation": "Mẹ", "copy_count": "2"}
    documents, pages = read(with_values(papers, 0, form)[:3])
    assert errors(documents[0]) == set()
    assert "father-id-or-block" not in failed(documents[0])
    assert "copies" not in failed(documents[0])
    assert alarms((documents, pages)) == set()


def test_02_bride_and_groom_in_each_others_column() -> None:
    papers = marriage(maker())
    swapped: Values = {}
    for key, value in papers[0].values.items():
        other = key.replace("bride_", "G_").replace("groom_", "bride_").replace("G_", "groom_")
        swapped[other] = value
    documents, pages = read(with_values(papers, 0, swapped))
    assert {"bride-id-sex", "groom-id-sex"} <= errors(documents[0])
    finding = findings((documents, pages))["roles_swapped"]
    assert {"bride_name", "groom_name"} <= {place.field for place in finding.places}
    # Seen through: nobody's name or number is then called another's.
    assert "person_name" not in alarms((documents, pages))


def test_03_one_digit_apart_from_the_qr_code() -> None:
    papers = marriage(maker())
    number = str(papers[0].values["bride_id_number"])
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    finding = findings(read(with_values(papers, 0, {"bride_id_number": wrong})))["person_id_number"]
    assert finding.severity == "error"
    assert [place.field for place in finding.places] == ["qr", "bride_id_number"]
    assert all(place.page and place.box for place in finding.places)
    assert "mã QR" in finding.detail


def test_04_an_old_marriage_certificate_has_the_husband_left() -> None:
    papers = birth(maker())
    at = len(papers) - 1
    swapped = {
        key.replace("wife_", "H_").replace("husband_", "wife_").replace("H_", "husband_"): value
        for key, value in papers[at].values.items()
    }
    finding = findings(read(with_values(papers, at, swapped)))["roles_swapped"]
    assert {place.form for place in finding.places} >= {"marriage_certificate"}


def test_05_members_of_a_household_have_numbers_of_their_own() -> None:
    who = maker().someone("female", 1990)
    members = [
        {"name": "Trần Văn An", "dob": "2015-02-03", "sex": "Nam", "id_number": "001215000001"},
        {"name": "Trần Thị Hoa", "dob": "2018-02-03", "sex": "Nữ", "id_number": "001318000001"},
        {"name": "Trần Văn Bình", "dob": "2020", "sex": "Nam", "id_number": "001220000001"},
    ]
    ct01 = Paper(
        "residence_ct01",
        {
            "declarant_name": who.name,
            "declarant_dob": who.dob.isoformat(),
            "declarant_sex": who.sex,
            "declarant_id_number": who.id_number,
            "request": "Đăng ký thường trú",
            "members": members,
        },
    )
    documents, pages = read((ct01,))
    assert errors(documents[0]) == set()
    assert len(fuse(documents, pages).persons) == 4
    members[1] = {**members[1], "sex": "Nam"}
    assert "members-numbers" in errors(read((ct01,))[0][0])


def test_06_an_old_address_and_the_ward_of_today_after_a_split() -> None:
    old = "Số 5, phường Láng Hạ, quận Đống Đa, Hà Nội"
    kind = KINDS["address"]
    for today in ("Láng", "Giảng Võ", "Đống Đa"):
        found = kind.compare(f"Số 5, phường {today}, Hà Nội", old)
        assert found.verdict is Verdict.EQUIVALENT
        assert "một trong số đó" in found.detail
    assert kind.compare("Số 5, phường Kim Liên, Hà Nội", old).verdict is Verdict.DIFFERENT


def test_07_the_two_spellings() -> None:
    name = KINDS["name"]
    assert name.compare("Nguyễn Thị Hoà", "Nguyễn Thị Hòa").verdict is Verdict.EQUIVALENT
    quy = name.compare("Nguyễn Văn Quý", "Nguyễn Văn Quí")
    assert quy.verdict is Verdict.EQUIVALENT
    assert "cần xác nhận" in quy.detail


def test_08_names_that_only_marks_tell_apart() -> None:
    found = KINDS["name"].compare("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân")
    assert (found.verdict, int(found.level or 0)) == (Verdict.TONES_ONLY, 3)


def test_09_text_of_before_unicode_is_what_it_was_meant_to_be() -> None:
    # A page is read from its picture, whatever its text layer says; what was copied out of such a
    # layer comes with the submission.
    sent = read_submission({"birth_registration": {"child_name": "TrÇn NguyÔn B¶o Ngäc"}})
    name = sent["birth_registration"]["child_name"]
    assert isinstance(name, str)
    assert KINDS["name"].compare(name, "Trần Nguyễn Bảo Ngọc").verdict is Verdict.SAME


def test_10_composed_and_decomposed_letters_are_one() -> None:
    name, file = "Nguyễn Thị Hường", "Tờ khai.pdf"
    assert clean(normalize("NFD", name)) == name
    assert KINDS["name"].compare(normalize("NFD", name), name).verdict is Verdict.SAME
    assert safe_name(normalize("NFD", file)) == file


def test_11_both_sides_of_a_card_of_2024_are_one_person() -> None:
    who = maker().someone("female", 1999)
    number, born = "001199000001", "1999-01-15"
    front = Paper(
        "citizen_id_front",
        {"id_number": number, "name": "TRẦN THỊ MẪU", "dob": born, "sex": "female"},
    )
    back = Paper("citizen_id_back", {"issued_on": "2024-08-01", "address": who.address})
    documents, pages = read((front, back))
    zone = (
        "IDVNM1990000014001199000001<<5\n9901155F3901153VNM<<<<<<<<<<<8\n"
        "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"
    )
    code = {"kind": "mrz", "text": zone, "box": [0.0, 0.8, 1.0, 1.0]}
    pages[1] = RecordPage.model_validate(pages[1].model_dump() | {"codes": [code]})
    (person,) = fuse(documents, pages).persons
    assert person.roles == ["citizen_id_front.holder", "citizen_id_back.holder"]
    facts = {fact.attribute: fact for fact in person.facts}
    # The zone comes before print, but writes no marks.
    assert facts["id_number"].sources[0].rank == "mrz"
    assert facts["name"].value == "TRẦN THỊ MẪU"
    assert {source.verdict for source in facts["name"].sources} == {
        Verdict.SAME,
        Verdict.EQUIVALENT,
    }
    assert alarms((documents, pages)) == set()


def test_12_a_card_that_had_expired() -> None:
    papers = death(maker())
    expired = with_values(papers, 2, {"expires_on": "2024-01-01"})
    finding = findings(read(expired))["card_expired"]
    assert finding.legal_basis == "Luật Căn cước 2023, điều 21"
    assert [place.field for place in finding.places] == ["expires_on"]


@pytest.mark.parametrize(("issued", "found"), [("2025-04-02", True), ("2025-05-03", False)])
def test_13_a_paper_on_marital_status_counts_six_months(issued: str, found: bool) -> None:
    papers = with_values(marriage(maker()), 1, {"issued_on": issued})
    assert ("marital_status_paper_expired" in findings(read(papers))) is found


def test_15_the_receipt_between_two_dossiers_says_which_it_begins() -> None:
    text = "MHS:000.00.01.H26-261122-0042|1.001193"
    assert find_dossier_code(text) == "000.00.01.H26-261122-0042"
    assert find_dossier_code("000.00.01.H26-261122-0042 000.00.01.H26-261122-0043") is None


def test_17_a_nationality_in_the_place_of_the_people() -> None:
    outcome = KINDS["ethnicity"].parse("Việt Nam")
    assert isinstance(outcome, Unreadable)
    assert "quốc tịch" in outcome.reason


def test_19_capital_in_figures_and_in_words() -> None:
    form = Paper(
        "household_business_registration",
        {"capital": "50000000", "capital_words": "Năm trăm triệu đồng"},
    )
    assert "capital-words" in errors(read((form,))[0][0])


def test_21_dead_in_the_place_of_a_residence() -> None:
    paper = Paper("birth_certificate", {"father_name": "Trần Văn An", "father_address": "Đã chết"})
    check = failed(read((paper,))[0][0])["father-dead"]
    assert check.severity == "note"


def test_22_a_birth_date_in_words_and_in_figures() -> None:
    papers = birth(maker())
    day = str(papers[0].values["child_dob"])
    wrong = with_values(papers, 0, {"child_dob_words": f"2024{day[4:]}"})
    check = failed(read(wrong)[0][0])["child-dob-words"]
    assert check.severity == "error"
    assert "chữ có giá trị hơn" in check.detail


def test_24_an_icelandic_letter_for_a_vietnamese_one() -> None:
    assert clean("Ðặng Văn ðức") == "Đặng Văn đức"
    assert KINDS["name"].compare("Ðặng Văn Ðức", "Đặng Văn Đức").verdict is Verdict.SAME


def test_25_a_name_of_another_people() -> None:
    outcome = KINDS["name"].parse("H'Hen Niê")
    assert outcome == Parsed("H'Hen Niê")
    assert all(check.ok for check in KINDS["name"].check("H'Hen Niê"))
    assert KINDS["name"].compare("H’Hen Niê", "HHen Niê").verdict is Verdict.EQUIVALENT


def test_a_whole_clean_dossier_raises_nothing() -> None:
    papers = birth(maker(5))
    documents, pages = read(papers)
    assert alarms((documents, pages)) == set()
    assert all(finding.severity == "note" for finding in check_dossier("auto", documents)[1])
    assert card(maker().someone("male", 1990), qr=True).qr.count("|") == 6
