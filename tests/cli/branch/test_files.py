"""Moving and writing scans under the names that scanners and Windows give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.branch.files import exists, move, put_aside, scans_in, write_whole


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.jpg", "a.jpg"),
        ("nul.pdf", "_nul.pdf"),
        ("Com1.tif", "_Com1.tif"),
        ("trang 1. .", "trang 1___"),
        ("C:\\quét\\a.jpg", "C__quét_a.jpg"),
        ("\\\\may\\chung\\a.jpg", "__may_chung_a.jpg"),
        ("x" * 200 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_a_moved_file_has_a_name_that_every_system_keeps(
    tmp_path: Path, name: str, kept: str
) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    (tmp_path / name).write_bytes(b"page")
    assert move(tmp_path / name, folder) == folder / kept
    assert (folder / kept).read_bytes() == b"page"
    assert not exists(tmp_path / name)


def test_files_whose_names_differ_in_case_alone_stay_two(tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    for name in ("Scan1.JPG", "scan1.jpg", "SCAN1.jpg"):
        (tmp_path / name).write_text(name)
        move(tmp_path / name, folder)
    names = sorted(path.name.casefold() for path in folder.iterdir())
    assert len(names) == len(set(names)) == 3
    assert {path.read_text() for path in folder.iterdir()} == {
        *("Scan1.JPG", "scan1.jpg", "SCAN1.jpg")
    }


def test_what_is_put_aside_has_its_reason_first(tmp_path: Path) -> None:
    """Refused halfway, as when another program holds the file: it stays, and so does the reason."""
    aside = tmp_path / "aside"
    with pytest.raises(OSError, match="gone"):
        put_aside(tmp_path / "gone.jpg", aside, "ảnh nhòe / blurred")
    assert [path.name for path in aside.iterdir()] == ["gone.jpg.txt"]
    (tmp_path / "gone.jpg").write_bytes(b"page")
    assert put_aside(tmp_path / "gone.jpg", aside, "ảnh tối / dark") == aside / "gone.jpg"
    assert (aside / "gone.jpg.txt").read_text() == "ảnh tối / dark\n"


def test_a_folder_deeper_than_windows_allows_by_short_names(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["một thư mục có tên khá dài của máy quét"] * 8)
    write_whole(deep / "a.jpg", b"page")
    assert len(str(deep)) > 260
    assert exists(deep / "a.jpg")
    assert scans_in(deep) == [deep / "a.jpg"]


def test_links_folders_and_leftovers_are_no_scans(tmp_path: Path) -> None:
    for name in ("a10.jpg", "a9.jpg", "Thumbs.db", "b.part", ".hidden.jpg"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a9.jpg")
    assert [path.name for path in scans_in(tmp_path)] == ["a9.jpg", "a10.jpg"]
