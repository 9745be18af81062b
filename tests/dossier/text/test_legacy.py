"""Encodings before Unicode are known by what they make of the syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.crosscheck import read_submission
from dossier.text.legacy import decode_legacy
from tests.dossier.places.hanoi import HANOI_COMMUNES

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Céng hßa x· héi chñ nghÜa ViÖt Nam", MOTTO, id="TCVN3"),
        pytest.param("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", id="TCVN3 2"),
        pytest.param("NguyÔn V¨n §øc", "Nguyễn Văn Đức", id="TCVN3 name"),
        pytest.param("ph\xad¬ng, sè 5, ng\xadêi", "phương, số 5, người", id="soft hyphen is ư"),
        pytest.param("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", MOTTO, id="VNI"),
        pytest.param("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc", id="VNI 2"),
        pytest.param("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức", id="VNI name"),
        pytest.param("NGUYEÃN VAÊN ÑÖÙC", "NGUYỄN VĂN ĐỨC", id="VNI capitals"),
    ],
)
def test_old_text_is_decoded(written: str, meant: str) -> None:
    assert decode_legacy(written) == meant


@pytest.mark.parametrize(
    "text",
    [MOTTO, "H'Hen Niê", "José García", "Müller & Söhne GmbH", "5.000.000 ₫", "", "Nguyen Van A"],
)
def test_other_text_stays(text: str) -> None:
    assert decode_legacy(text) == text


@given(st.sampled_from(list(HANOI_COMMUNES.values())))
def test_todays_names_are_never_taken_for_old_text(name: str) -> None:
    assert decode_legacy(name) == name


def test_what_is_submitted_is_decoded_before_anything_is_stripped() -> None:
    sent = {"birth_registration": {"child_name": "NguyÔn V¨n H\xad¬ng"}}
    assert read_submission(sent) == {"birth_registration": {"child_name": "Nguyễn Văn Hương"}}
