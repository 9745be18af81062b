"""The rule files beside the forms: sound, each with its message, and each able to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import Misconfigured
from dossier.forms.catalog import catalog, rule_uses
from dossier.forms.declared import declared_rules, load_rules
from dossier.forms.definition import CheckUse

CONTRACT_FORMS = {
    "birth_registration", "marriage_registration", "death_registration",
    "marital_status_request", "civil_extract_request", "residence_ct01",
    "household_business_registration", "construction_permit_request", "land_change_registration",
    "criminal_record_request", "birth_certificate", "marriage_certificate", "citizen_id_front",
    "citizen_id_back", "power_of_attorney", "dossier_receipt", "administrative_document",
}  # fmt: skip
SOUND = '[[check]]\nid = "a"\nrule = "present"\nparams = { field = "a" }\nmessage = "vi / en"\n'


def test_rules_stand_beside_forms_of_the_contract() -> None:
    assert set(declared_rules()) <= CONTRACT_FORMS
    assert sum(map(len, declared_rules().values())) >= 100


@pytest.mark.parametrize("form", sorted(declared_rules()))
def test_a_definition_and_the_file_beside_it_use_no_rule_twice(form: str) -> None:
    uses = rule_uses(catalog()[form]) if form in catalog() else declared_rules()[form]
    keys = [(use.rule, tuple(sorted(use.params.items()))) for use in uses]
    assert len(set(keys)) == len(keys)


def test_the_message_beside_the_form_counts() -> None:
    uses = {(u.rule, u.params.get("date")): u for u in rule_uses(catalog()["birth_registration"])}
    assert uses["id_matches_birth_date", "mother_dob"].id == "mother-id-birth"


def test_reads_a_folder(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(SOUND, encoding="utf-8")
    use = CheckUse(rule="present", params={"field": "a"}, id="a", message="vi / en")
    assert load_rules(tmp_path) == {"form": (use,)}


@pytest.mark.parametrize(
    "text",
    [
        "[[check",
        SOUND.replace('id = "a"\n', ""),
        SOUND + SOUND,
        SOUND.replace("vi / en", "vi"),
        SOUND + 'colour = "red"\n',
    ],
)
def test_an_unsound_file_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"rules/form\.toml"):
        load_rules(tmp_path)
