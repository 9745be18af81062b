from __future__ import annotations

import json
from pathlib import Path

import pytest

from dossier.errors import EngineFailed, InvalidRequest
from models.bench.compare import (
    BenchResult,
    ReaderResult,
    error_rate,
    found_share,
    measure_command,
)
from models.bench.pages import BenchPage, load_pages, render_pages, save_pages
from models.bench.report import write_json, write_plot


def _page(text: str | None = None, *values: str) -> BenchPage:
    return BenchPage(name="p", png=Path("p.png"), dpi=200, values=values, text=text)


@pytest.mark.parametrize(
    ("values", "text", "share"),
    [
        pytest.param(("Nguyễn Văn An",), "Họ tên: NGUYỄN\nVĂN AN.", 1.0, id="wrapped, capitals"),
        pytest.param(("Tuấn",), "Tuân", 0.0, id="another tone is another name"),
        pytest.param(("a", "b"), "only a", 0.5, id="one of two"),
        pytest.param((), "whatever", None, id="no truth"),
    ],
)
def test_values_are_looked_for_whatever_the_line_breaks(
    values: tuple[str, ...], text: str, share: float | None
) -> None:
    assert found_share([_page(None, *values)], [text]) == share


def test_the_error_rate_counts_letters_of_pages_with_truth() -> None:
    assert error_rate([_page("hòa bình"), _page(None)], ["hoa  bình", "x"]) == 1 / 8
    assert error_rate([_page(None)], ["x"]) is None


def test_pages_are_rendered_once_with_their_values(tmp_path: Path) -> None:
    pages = render_pages([Path("samples/demo/01-birth")], tmp_path, 5)
    assert pages[0].png.is_file()
    assert pages[0].values
    save_pages(pages, tmp_path / "pages.json")
    assert load_pages(tmp_path / "pages.json") == pages


def test_a_folder_without_scans_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        render_pages([tmp_path], tmp_path, 5)


def test_a_command_is_measured_and_its_failure_is_told() -> None:
    run = measure_command(["echo", "ữ"])
    assert run.peak_mb > 0
    assert run.printed == "ữ\n"
    for command in (["false"], ["no-such-command-anywhere"]):
        with pytest.raises(EngineFailed):
            measure_command(command)


def test_a_measurement_is_written_for_machines_and_people(tmp_path: Path) -> None:
    reader = ReaderResult(
        name="ours",
        seconds_a_page=0.5,
        stages={"lines": 0.5},
        cpu_s_a_page=0.9,
        peak_mb=900,
        processes=1,
        values_found=0.9,
        cer=None,
    )
    result = BenchResult(pages=1, threads=2, ours=reader, tesseract=reader)
    assert json.loads(write_json(result, tmp_path).read_text())["ratio"] == 1
    picture = write_plot(result, tmp_path)
    assert picture is not None
    assert picture.read_bytes().startswith(b"\x89PNG")
