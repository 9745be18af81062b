"""The Dockerfile: what it copies is there, what it installs is locked, what it runs exists."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docker.deployment import DOCKER, ROOT, instructions

BIN = Path(sys.executable).parent


def test_the_linter_of_dockerfiles_finds_nothing() -> None:
    linted = subprocess.run(
        [BIN / "hadolint", "--no-color", DOCKER / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.stdout, linted.returncode) == ("", 0)


@pytest.mark.parametrize("script", sorted(DOCKER.glob("*.sh")), ids=lambda path: path.name)
def test_the_linter_of_scripts_finds_nothing(script: Path) -> None:
    linted = subprocess.run(
        [BIN / "shellcheck", script], capture_output=True, text=True, check=False
    )
    assert (linted.stdout, linted.returncode) == ("", 0)


def test_the_base_is_pinned_and_the_same_for_all_stages() -> None:
    (base,) = [rest for word, rest in instructions() if word == "ARG" and "PYTHON_IMAGE" in rest]
    assert re.fullmatch(r"PYTHON_IMAGE=python:3\.11\.\d+-slim-\w+", base)
    stages = [rest.split() for word, rest in instructions() if word == "FROM"]
    assert [stage[0] for stage in stages] == ["${PYTHON_IMAGE}"] * 2 + ["runtime"] * 2
    assert [stage[2] for stage in stages] == ["builder", "runtime", "api", "worker"]


def _copied() -> list[str]:
    return [
        source
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]


def test_what_is_copied_is_there_and_in_the_context() -> None:
    let_through = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    assert set(_copied()) == let_through
    assert all((ROOT / source).exists() for source in _copied())


def test_the_context_is_a_list_of_what_may_come_in() -> None:
    # data/ holds citizens' papers; what is not named must stay out.
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if line and not line.startswith("#")) == "*"


def test_only_what_is_locked_is_installed() -> None:
    runs = " ".join(rest for word, rest in instructions("builder") if word == "RUN")
    installs = re.findall(r"pip --python \S+ install (.*?)(?=&&|RUN|$|python -m)", runs)
    assert len(installs) == 3
    for options in installs[:2]:
        assert "--require-hashes" in options
        assert "--no-deps" in options
    assert installs[2].split() == ["--no-deps", "--no-build-isolation", "."]


def test_system_packages_come_from_the_one_list() -> None:
    runs = [rest for word, rest in instructions() if word == "RUN"]
    assert not any("apt" in run.replace("/var/lib/apt/lists", "") for run in runs)
    assert [run for run in runs if "system.sh" in run] == [
        "sh /tmp/system.sh && rm -rf /tmp/system.sh /var/lib/apt/lists/*"
    ]


def test_the_images_hold_no_tools_to_build_with() -> None:
    (venv,) = [rest for word, rest in instructions("builder") if "-m venv" in rest]
    assert "--without-pip" in venv
    runs = " ".join(rest for word, rest in instructions("runtime") if word == "RUN")
    assert "pip uninstall --yes --root-user-action=ignore pip setuptools wheel" in runs
    assert "ensurepip" in runs


@pytest.mark.parametrize("stage", ["api", "worker"])
def test_an_image_is_an_ordinary_user_and_says_how_it_is(stage: str) -> None:
    words = [word for word, _ in instructions(stage)]
    assert dict(instructions(stage))["USER"] == "10001:10001"
    assert {"HEALTHCHECK", "CMD"} <= set(words)
    # Nothing after USER is done as root.
    assert "RUN" not in words[words.index("USER") :]
    shared = dict(instructions("runtime"))
    assert shared["STOPSIGNAL"] == "SIGTERM"
    labels = " ".join(rest for word, rest in instructions("runtime") if word == "LABEL")
    for label in ("title", "description", "licenses", "version", "revision"):
        assert f"org.opencontainers.image.{label}=" in labels


@pytest.mark.parametrize("stage", ["api", "worker"])
def test_commands_are_lists_so_that_signals_reach_the_program(stage: str) -> None:
    found = dict(instructions(stage))
    assert isinstance(json.loads(found["CMD"]), list)
    assert isinstance(json.loads(found["HEALTHCHECK"].partition("CMD ")[2]), list)
