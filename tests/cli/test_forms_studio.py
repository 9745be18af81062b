"""`sohoa forms`: forms of this office, declared from a sample at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dossier.errors import InvalidRequest, Misconfigured
from dossier.forms.catalog import load_definition, use_forms
from tests.fakes.forms import draw_form

OWN = """\
key = "leave_request"
title = "Đơn xin nghỉ phép"
titles = ["ĐƠN XIN NGHỈ PHÉP"]

[[edition]]
id = "2026-01-01"

[[field]]
key = "name"
kind = "name"

[[label]]
text = ["Tôi tên là:"]
field = "name"
"""


@pytest.fixture(autouse=True)
def own_forms() -> Iterator[None]:
    """What a command adds to the catalogue ends with its test."""
    yield
    use_forms({})


def run(data: Path, *arguments: object) -> Result:
    said = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, ["forms", *said], env={"SOHOA_DATA": str(data)})


def test_forms_of_the_data_folder_are_known(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "leave.toml").write_text(OWN, encoding="utf-8")
    assert "leave_request" in run(tmp_path, "list").stdout
    assert "name" in run(tmp_path, "show", "leave_request").stdout
    (folder / "leave.toml").write_text(
        OWN.replace('kind = "name"', 'kind = "nam"'), encoding="utf-8"
    )
    failed = run(tmp_path, "list").exception
    assert isinstance(failed, Misconfigured)
    assert "leave.toml" in failed.detail
    assert "line 10" in failed.detail


def test_a_draft_is_not_written_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "form.toml"
    out.write_text("mine", encoding="utf-8")
    scan = draw_form(tmp_path / "don.png", filled=False)
    failed = run(tmp_path, "new", scan, "--out", out).exception
    assert isinstance(failed, InvalidRequest)
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.long
def test_a_form_from_its_blank_print_reads_a_filled_one(tmp_path: Path) -> None:
    blank = draw_form(tmp_path / "blank.png", filled=False)
    filled = draw_form(tmp_path / "filled.png", filled=True)
    out, pictures = tmp_path / "leave.toml", tmp_path / "pictures"
    drafted = run(tmp_path, "new", blank, "--out", out, "--overlay", pictures)
    assert drafted.exit_code == 0, drafted.output
    assert (pictures / "blank-001.jpg").exists()
    form = load_definition(out)
    assert form.key == "don_xin_nghi_phep"
    tried = run(tmp_path, "try", out, filled, "--overlay", pictures)
    assert tried.exit_code == 0, tried.output
    lines = {line.split()[-1]: line for line in tried.stdout.splitlines()}
    assert "nguoi_xin_nghi_id_number" in lines["001191004321"]
    assert (pictures / "filled-001.jpg").exists()
    unsound = tmp_path / "unsound.toml"
    unsound.write_text(out.read_text(encoding="utf-8").replace('"date"', '"dat"', 1))
    assert isinstance(run(tmp_path, "try", unsound, filled).exception, Misconfigured)
