"""File names from Windows, macOS and scanners, none of which may lose or mix up a page."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.branch.names import extended, free_name, is_scan_name, portable_name, scan_order

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["p10.jpg", "p9.jpg", "p1.jpg"], ["p1.jpg", "p9.jpg", "p10.jpg"]),
        (["b.tif", "A.tif", "a2.tif"], ["A.tif", "a2.tif", "b.tif"]),
        (["9", "08", "x"], ["08", "9", "x"]),
        (
            [unicodedata.normalize("NFD", "ảnh 2"), "ảnh 10", "ảnh 1"],
            ["ảnh 1", unicodedata.normalize("NFD", "ảnh 2"), "ảnh 10"],
        ),
    ],
)
def test_scans_stand_as_people_count(names: list[str], ordered: list[str]) -> None:
    assert sorted(names, key=scan_order) == ordered


@pytest.mark.parametrize(
    ("name", "portable"),
    [
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("Com1 .jpg", "_Com1 .jpg"),
        ("LPT¹.tif", "_LPT¹.tif"),
        ("console.pdf", "console.pdf"),
        ("Tờ khai. . ", "Tờ khai____"),
        ("a:b|c?.jpg", "a_b_c_.jpg"),
        ("...", "___"),
        (unicodedata.normalize("NFD", "Hòa.pdf"), "Hòa.pdf"),
    ],
)
def test_names_that_windows_cannot_keep_are_mended(name: str, portable: str) -> None:
    assert portable_name(name) == portable


@given(NAMES)
@settings(max_examples=30)
def test_every_mended_name_is_a_name_everywhere(name: str) -> None:
    mended = portable_name(name)
    assert mended == portable_name(mended)
    assert 0 < len(mended) <= 121
    assert not set(mended) & set('<>:"/\\|?*\x00\n')
    assert mended[-1] not in ". "


@given(st.lists(NAMES, max_size=4))
@settings(max_examples=30)
def test_no_two_names_are_one_where_case_and_encoding_are_ignored(names: list[str]) -> None:
    taken: list[str] = []
    for name in [*names, *(n.swapcase() for n in names), *names]:
        taken.append(free_name(name, taken))
    folded = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    assert len(folded) == len(taken)


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (r"C:\quét\nul.pdf", r"\\?\C:\quét\nul.pdf"),
        (r"C:/quét/a.jpg.", r"\\?\C:\quét\a.jpg."),
        (r"\\may-quet\chung\a.pdf", r"\\?\UNC\may-quet\chung\a.pdf"),
        (r"\\?\C:\a.pdf", r"\\?\C:\a.pdf"),
        (r"\\.\pipe\a", r"\\.\pipe\a"),
        (r"quét\aux.tif", r"\\?\D:\kho\quét\aux.tif"),
        ("a.jpg", r"\\?\D:\kho\a.jpg"),
        (r"..\quét\.\a.jpg ", r"\\?\D:\quét\a.jpg "),
        (r"C:\quét\..\kho\a.jpg", r"\\?\C:\kho\a.jpg"),
        (r"\quét\a.jpg", r"\\?\D:\quét\a.jpg"),
        (r"D:a.jpg", r"\\?\D:\kho\a.jpg"),
        (r"E:a.jpg", r"\\?\E:\a.jpg"),
        (
            "C:\\" + "\\".join(["thư mục rất dài"] * 30),
            "\\\\?\\C:\\" + "\\".join(["thư mục rất dài"] * 30),
        ),
    ],
)
def test_windows_opens_every_path_by_its_long_form(path: str, opened: str) -> None:
    assert extended(Path(path), windows=True, here=r"D:\kho") == opened


def test_elsewhere_paths_are_as_they_are() -> None:
    assert extended(Path("/quét/a.pdf"), windows=False) == "/quét/a.pdf"


@pytest.mark.parametrize(
    "name", [".DS_Store", "._a.jpg", "~$a.pdf", "Thumbs.db", "a.jpg.part", "a.TMP", "desktop.ini"]
)
def test_what_programs_leave_behind_is_no_scan(name: str) -> None:
    assert not is_scan_name(name)
    assert is_scan_name("a.pdf")
