"""From labels to names and kinds."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import shipped_forms
from dossier.forms.definition import Reader
from dossier.forms.meaning import Meaning
from dossier.forms.naming import KEY, bare_label, slug, unused
from dossier.forms.vocabulary import Vocabulary
from dossier.forms.wording import kind_of_value, wording_of

KNOWN = Vocabulary(shipped_forms())


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Ngày, tháng, năm sinh của con:", "date"),
        ("Ngày hết hạn:", "date"),
        ("Có mặt vào lúc:", "date_time"),
        ("Số CCCD/hộ chiếu:", "id_number"),
        ("Họ và tên chủ phương tiện:", "name"),
        ("Tên doanh nghiệp:", "text"),
        ("Nơi ở hiện nay:", "address"),
        ("Địa chỉ trụ sở chính:", "address"),
        ("4. Số điện thoại di động:", "phone"),
        ("E-mail (nếu có):", "email"),
        ("Số lượng bản in:", "number"),
        ("Diện tích sàn:", "number"),
        ("Quan hệ với chủ xe:", "relation"),
        ("Nơi làm việc:", "text"),
        ("Lý do đề nghị:", "text"),
    ],
)
def test_the_wording_says_the_kind(label: str, kind: str) -> None:
    assert wording_of(label).kind == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("05/12/2024", "date"),
        ("ngày 05 tháng 12 năm 2024", "date"),
        ("08 giờ 30 phút, ngày 05/12/2024", "date_time"),
        ("001 085 012 345", "id_number"),
        ("an@example.com", "email"),
        ("Ông TRẦN VĂN AN", "name"),
        ("THÔNG TƯ SỐ 5", "text"),
        ("mất bản chính", "text"),
    ],
)
def test_a_value_says_the_kind_where_the_label_does_not(value: str, kind: str) -> None:
    assert kind_of_value(value) == kind


def test_keys_are_of_the_catalogue_where_it_knows_the_label() -> None:
    meaning = Meaning(KNOWN)
    labels = ("Họ, chữ đệm, tên người mẹ:", "Năm sinh:", "Nơi cư trú:", "Biển số xe:")
    keys = [field.key for label in labels for field in meaning.fields_of(label)[1]]
    assert keys == ["mother_name", "mother_dob", "mother_address", "bien_so_xe"]


def test_each_person_has_fields_of_their_own() -> None:
    meaning = Meaning(Vocabulary({}))
    labels = ("Họ và tên bên bán:", "Địa chỉ:", "Họ và tên bên mua:", "Địa chỉ:", "Địa chỉ:")
    keys = [field.key for label in labels for field in meaning.fields_of(label)[1]]
    named = ["ben_ban_name", "ben_ban_address", "ben_mua_name", "ben_mua_address"]
    assert keys == [*named, "ben_mua_address_2"]


def test_an_identity_line_gives_its_three_parts() -> None:
    reader, fields = Meaning(Vocabulary({})).fields_of("Giấy tờ tùy thân:")
    assert reader is Reader.ID_LINE
    assert [f.part for f in fields] == ["number", "issuer", "issued_on"]


@pytest.mark.parametrize(
    ("label", "bare", "key"),
    [
        ("2. Nơi cư trú (ghi rõ):", "Nơi cư trú", "noi_cu_tru"),
        ("b) Đường phố", "Đường phố", "duong_pho"),
        ("(Bằng chữ:", "Bằng chữ", "bang_chu"),
        ("3 Giới tính:", "Giới tính", "gioi_tinh"),
        ("……", "", "field"),
        ("01/2024", "01/2024", "field_01_2024"),
    ],
)
def test_names_from_print(label: str, bare: str, key: str) -> None:
    assert bare_label(label) == bare
    assert slug(label) == key
    assert KEY.fullmatch(slug(label))
    assert unused(key, {key, f"{key}_2"}) == f"{key}_3"
