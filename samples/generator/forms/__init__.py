"""The forms that can be made, one module each; a new one is a module and a line here."""

from __future__ import annotations

from samples.generator.forms.administrative_document import make_administrative_document
from samples.generator.forms.birth_certificate import make_birth_certificate
from samples.generator.forms.birth_registration import make_birth_registration
from samples.generator.forms.citizen_id_back import make_citizen_id_back
from samples.generator.forms.citizen_id_front import make_citizen_id_front
from samples.generator.forms.citizen_id_sides import (
    make_citizen_id_pair,
    make_citizen_id_sheet,
)
from samples.generator.forms.civil_extract_request import make_civil_extract_request
from samples.generator.forms.construction_permit_request import make_construction_permit_request
from samples.generator.forms.criminal_record_request import make_criminal_record_request
from samples.generator.forms.death_registration import make_death_registration
from samples.generator.forms.dossier_receipt import make_dossier_receipt
from samples.generator.forms.filled import FormMaker
from samples.generator.forms.household_business_registration import (
    make_household_business_registration,
)
from samples.generator.forms.land_change_registration import make_land_change_registration
from samples.generator.forms.marital_status_request import make_marital_status_request
from samples.generator.forms.marriage_certificate import make_marriage_certificate
from samples.generator.forms.marriage_registration import make_marriage_registration
from samples.generator.forms.power_of_attorney import make_power_of_attorney
from samples.generator.forms.residence_ct01 import make_residence_ct01

FORMS: dict[str, FormMaker] = {
    "birth_certificate": make_birth_certificate,
    "birth_registration": make_birth_registration,
    "civil_extract_request": make_civil_extract_request,
    "construction_permit_request": make_construction_permit_request,
    "criminal_record_request": make_criminal_record_request,
    "death_registration": make_death_registration,
    "dossier_receipt": make_dossier_receipt,
    "household_business_registration": make_household_business_registration,
    "land_change_registration": make_land_change_registration,
    "marital_status_request": make_marital_status_request,
    "marriage_certificate": make_marriage_certificate,
    "marriage_registration": make_marriage_registration,
    "power_of_attorney": make_power_of_attorney,
    "residence_ct01": make_residence_ct01,
    "citizen_id_front": make_citizen_id_front,
    "citizen_id_back": make_citizen_id_back,
    "citizen_id_pair": make_citizen_id_pair,
    "citizen_id_sheet": make_citizen_id_sheet,
    "administrative_document": make_administrative_document,
}
