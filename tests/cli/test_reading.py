from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from cli.reading import problems_of, read_dossier
from dossier.errors import EngineFailed, InvalidRequest
from dossier.record import PageState
from tests.fakes.failing import FailingEngine, SilentEngine


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A three-page TIFF with something on every page."""
    pages = [Image.effect_noise((600, 800), 90).convert("RGB") for _ in range(3)]
    path = tmp_path / "scan.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(72, 72))
    return path


def test_files_that_cannot_be_read_are_told_and_the_rest_is_done(
    scan: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    folder = tmp_path / "folder"
    folder.mkdir()
    record = read_dossier([empty, tmp_path / "none.pdf", scan, folder], SilentEngine())
    assert [(p["file"], p["code"]) for p in record.problems] == [
        ("empty.pdf", "empty_file"),
        ("none.pdf", "not_found"),
        ("folder", "unknown_format"),
    ]
    assert [(p.file, p.file_page) for p in record.pages] == [("scan.tif", n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(EngineFailed("out of cheese"), "out of cheese", id="our own"),
        pytest.param(ValueError("NGUYỄN VĂN A"), "ValueError", id="foreign"),
        pytest.param(MemoryError(), "MemoryError", id="memory"),
    ],
)
def test_a_page_that_fails_is_told_and_the_others_are_read(
    scan: Path, error: Exception, told: str
) -> None:
    record = read_dossier([scan], FailingEngine(lambda: error, on_page=2))
    assert [page.state is PageState.REFUSED for page in record.pages] == [False, True, False]
    (problem,) = problems_of(record)
    assert (problem["file"], problem["page"]) == ("scan.tif", 2)
    assert told in problem["detail"]
    # A foreign message may quote the page.
    assert "NGUYỄN" not in json.dumps(problem, ensure_ascii=False)


def test_ctrl_c_is_no_problem_of_a_page(scan: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        read_dossier([scan], FailingEngine(KeyboardInterrupt))


def test_progress_counts_all_pages_of_all_files(scan: Path) -> None:
    seen: list[tuple[int, int]] = []
    read_dossier([scan, scan], SilentEngine(), on_page=lambda done, all_: seen.append((done, all_)))
    assert seen == [(n, 6) for n in range(7)]


def test_names_are_nfc_without_folders(scan: Path, tmp_path: Path) -> None:
    decomposed = tmp_path / unicodedata.normalize("NFD", "tờ khai.tif")
    scan.rename(decomposed)
    record = read_dossier([decomposed], SilentEngine())
    assert {page.file for page in record.pages} == {"tờ khai.tif"}
    assert record.dossier == "tờ khai"


def test_an_unknown_form_is_the_callers_fault(scan: Path) -> None:
    with pytest.raises(InvalidRequest):
        read_dossier([scan], SilentEngine(), form="no_such_form")
