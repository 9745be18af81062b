from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import exit_code
from dossier.errors import DamagedFile, InvalidRequest, ModelMissing, NotFound, SohoaError

_SLOW_TO_LOAD = {
    *("celery", "cv2", "fastapi", "httpx", "numpy", "onnxruntime", "paddleocr", "PIL"),
    *("pydantic", "rich", "sqlalchemy", "tesserocr"),
}


def _sohoa(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], capture_output=True, text=True, check=False
    )


def test_help_loads_nothing_heavy() -> None:
    script = "import cli.main, sys; print(*{m.partition('.')[0] for m in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(loaded.stdout.split()) & _SLOW_TO_LOAD == set()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no command"),
        pytest.param(["read"], id="nothing to read"),
        pytest.param(["read", "--batch", "list.jsonl"], id="batch without out"),
        pytest.param(["read", "a.pdf", "--out", "out.jsonl"], id="out without batch"),
        pytest.param(["read", "a.pdf", "--batch", "l", "--out", "o"], id="files and batch"),
        pytest.param(["read", "a.pdf", "--form", "no_such_form"], id="unknown form"),
        pytest.param(["read", "a.pdf", "--submitted", "none.json"], id="no submitted data"),
        pytest.param(["forms", "show", "no_such_form"], id="unknown form to show"),
        pytest.param(["forms", "check", "none.toml"], id="no definition"),
        pytest.param(["serve", "--port", "99999"], id="no such port"),
    ],
)
def test_bad_usage_ends_with_2_and_leaves_stdout_alone(arguments: list[str]) -> None:
    done = _sohoa(*arguments)
    assert done.returncode == 2
    assert done.stdout == "" or not arguments  # without a command it prints the help


@pytest.mark.parametrize(
    ("error", "code"),
    [(InvalidRequest(), 2), (NotFound(), 2), (DamagedFile(), 3), (ModelMissing(), 1)],
    ids=lambda value: value.code if isinstance(value, SohoaError) else str(value),
)
def test_the_exit_code_says_who_is_at_fault(error: SohoaError, code: int) -> None:
    assert exit_code(error) == code


def test_reading_with_the_real_engine(tmp_path: Path) -> None:
    (empty := tmp_path / "empty.pdf").touch()
    sample = Path("samples/demo/01-birth/dossier.pdf")
    submitted = sample.with_name("submitted.json")
    pictures = tmp_path / "pictures"
    done = _sohoa("read", sample, empty, "--submitted", submitted, "--text", "--overlay", pictures)
    assert done.returncode == 3
    record = json.loads(done.stdout)
    assert record["schema"] == "sohoa.record/v1"
    assert record["documents"][0]["form"] == "birth_registration"
    assert record["pages"][0]["lines"]
    assert record["crosscheck"]["verdict"] != "not_checked"
    problems = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [(p["file"], p["code"]) for p in problems] == [("empty.pdf", "empty_file")]
    assert [p.name for p in pictures.iterdir()] == ["page-001.jpg"]
