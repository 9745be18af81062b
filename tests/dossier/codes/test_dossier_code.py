from __future__ import annotations

import pytest

from dossier.codes.dossier_code import find_dossier_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("000.00.01.H26-261122-0042", "000.00.01.H26-261122-0042"),
        ("000.A0.01.H26-210212-9090|1.001193|Giấy tiếp nhận", "000.A0.01.H26-210212-9090"),
        ("https://example.vn/tra-cuu?ma=H26.12-260930-42", "H26.12-260930-42"),
        ("000.00.01.H26-261122-0042 000.00.01.H26-261122-0042", "000.00.01.H26-261122-0042"),
        ("000.00.01.H26-261122-0042 000.00.01.H26-261122-0043", None),
        ("000.00.01.H26-261322-0042", None),
        ("001199000001||Trần Thị Mẫu|15011999|Nữ|Hà Nội|20112021", None),
        ("", None),
    ],
)
def test_the_code_is_found_wherever_it_stands(text: str, code: str | None) -> None:
    assert find_dossier_code(text) == code
