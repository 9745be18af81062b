"""The shape of the repository, held by tests: what a review should not have to look for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from api.settings import ApiSettings
from cli.settings import ReadSettings
from dossier import errors
from dossier.forms.catalog import DEFINITIONS, catalog, load_definition
from samples.generator.forms import FORMS
from worker.settings import WorkerSettings

ROOT = Path(__file__).resolve().parents[1]

# What stands where. A new folder is a decision: it gets a line here and a place in the README.
FOLDERS = {
    "api": {"routes", "services", "signin", "static", "wire"},
    "cli": {"bench", "branch", "demo"},
    "docker": {"kubernetes", "systemd"},
    "docs": {"walkthrough"},
    "dossier": {
        "branch",
        "calibration",
        "checks",
        "codes",
        "confined",
        "crosscheck",
        "evidence",
        "fields",
        "forms",
        "lifecycle",
        "malware",
        "places",
        "procedures",
        "registers",
        "store",
        "text",
    },
    "models": {"bench", "figures", "text_detection", "train", "vietnamese_rec"},
    "ocr": {"codes", "engines", "extract", "images", "layout", "studio"},
    "requirements": {"typescript"},
    "samples": {"demo", "fonts", "generator"},
    "tests": {
        *("api", "cli", "docker", "dossier", "models", "ocr", "samples", "store", "worker"),
        *("accuracy", "browser", "e2e", "fakes", "faults", "fuzz", "recordings"),
    },
    "worker": {"registers"},
}
PACKAGES = ("api", "cli", "dossier", "models", "ocr", "samples", "worker")
MADE_BY_TOOLS = {"build", "data", "demo-out", "bench-out", "shared"}

MAX_LINES = 400
LONG_FILES: dict[str, str] = {}
"""Path -> why it may be longer."""
MAX_FUNCTION_LINES = 50
"""Of the body; a command's signature is as long as its options are many."""
LONG_FUNCTIONS: dict[str, str] = {}
"""`path:function` -> why it may be longer."""
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def _sources(*suffixes: str) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _subfolders(folder: Path) -> set[str]:
    return {
        path.name
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith((".", "__")) and any(path.iterdir())
    }


def test_top_level_folders_are_those_of_the_design() -> None:
    found = {name for name in _subfolders(ROOT) if not name.endswith(".egg-info")}
    assert found - MADE_BY_TOOLS <= set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_folders_hold_what_the_design_says(folder: str) -> None:
    path = ROOT / folder
    assert not path.exists() or _subfolders(path) <= FOLDERS[folder]


def test_no_file_is_too_long() -> None:
    long = {
        _name(path)
        for path in _sources(".py", ".ts", ".js")
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_LINES
    }
    assert long == set(LONG_FILES)


def test_no_function_is_too_long() -> None:
    long = {
        f"{_name(path)}:{node.name}"
        for path in _sources(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.body[0].lineno + 1 > MAX_FUNCTION_LINES
    }
    assert long == set(LONG_FUNCTIONS)


def test_modules_say_what_they_hold() -> None:
    vague = [_name(p) for p in _sources(".py") if p.stem in VAGUE_NAMES]
    silent = [
        _name(path)
        for path in _sources(".py")
        if path.parts[len(ROOT.parts)] in PACKAGES
        and (text := path.read_text(encoding="utf-8")).strip()
        and ast.get_docstring(ast.parse(text)) is None
    ]
    assert (vague, silent) == ([], [])


@pytest.mark.parametrize("settings", [ApiSettings, WorkerSettings, ReadSettings])
def test_every_setting_is_in_the_readme(settings: type[BaseSettings]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {f"SOHOA_{name.upper()}" for name in settings.model_fields}
    assert {name for name in names if f"`{name}`" not in readme} == set()


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {
        f"SOHOA_{name.upper()}"
        for settings in (ApiSettings, WorkerSettings, ReadSettings)
        for name in settings.model_fields
    }
    assert set(re.findall(r"SOHOA_[A-Z0-9_]*[A-Z0-9]", readme)) <= known


def test_the_readme_is_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200


@pytest.mark.parametrize("path", sorted(DEFINITIONS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_form_is_sound_and_has_a_sample(path: Path) -> None:
    assert load_definition(path).key == path.stem
    assert path.stem in FORMS


def test_the_catalogue_is_all_definitions() -> None:
    assert set(catalog()) == {path.stem for path in DEFINITIONS.glob("*.toml")}


def _all_errors(base: type[errors.SohoaError]) -> Iterator[type[errors.SohoaError]]:
    yield base
    for child in base.__subclasses__():
        yield from _all_errors(child)


def test_every_error_has_its_own_name_and_says_it_in_both_languages() -> None:
    every = _all_errors(errors.SohoaError)
    found = [error for error in every if error.__module__ == errors.__name__]
    for attribute in ("code", "title_vi", "title_en"):
        values = [getattr(error, attribute) for error in found]
        assert len(set(values)) == len(values), attribute
    assert all(400 <= error.status <= 599 for error in found)


def test_one_opencv_is_installed() -> None:
    # opencv-python and opencv-contrib-python write the same files: the last one installed wins,
    # and removing either breaks the other (requirements/overrides.txt).
    assert set(packages_distributions()["cv2"]) == {"opencv-contrib-python"}


def test_locks_name_no_index() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert "--index-url" not in text, lock.name


def test_files_of_strangers_are_opened_in_confined_children_only() -> None:
    """`dossier.confined`: whoever serves or holds secrets parses no picture and no PDF itself."""
    opens = re.compile(r"pypdfium2|Image\.open|ImageFile|open_scan|imdecode|imread|pdf2image")
    found = {
        _name(path)
        for path in _sources(".py")
        if _name(path).startswith(("api/", "worker/"))
        and opens.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"api/services/picture_calls.py"}


def test_pages_of_documentation_lead_to_files_and_show_every_picture() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    link = re.compile(r"\]\((?!https?://|#)([^)#]+)")
    named = {
        (page.parent / target).resolve()
        for page in pages
        for target in link.findall(page.read_text(encoding="utf-8"))
    }
    assert sorted(str(path) for path in named if not path.exists()) == []
    pictures = {path.resolve() for path in (ROOT / "docs").rglob("*") if path.suffix == ".webp"}
    assert sorted(str(path) for path in pictures - named) == []
