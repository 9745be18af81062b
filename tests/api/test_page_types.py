"""The pages are plain JavaScript; their JSDoc types are held by the TypeScript compiler."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALL = ROOT / "requirements" / "typescript" / "install.sh"
CONFIG = ROOT / "requirements" / "typescript" / "tsconfig.json"


@pytest.fixture(scope="module")
def compiler() -> list[str]:
    """What runs `tsc` of the locked version; fails where there is no Node to run it."""
    installed = subprocess.run(["sh", INSTALL], capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    return ["node", str(ROOT / ".cache/typescript/node_modules/typescript/bin/tsc")]


def check(compiler: list[str], config: Path) -> tuple[int, str]:
    run = [*compiler, "--project", str(config), "--listFiles", "--pretty", "false"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout


@pytest.mark.timeout(600)
def test_every_module_of_the_pages_is_typed(compiler: list[str]) -> None:
    code, told = check(compiler, CONFIG)
    assert code == 0, "\n".join(line for line in told.splitlines() if "error TS" in line)
    modules = {str(path) for path in (ROOT / "api" / "static").rglob("*.js")}
    assert modules
    assert modules <= set(told.splitlines()), "a module was left out"


@pytest.mark.timeout(600)
def test_a_wrong_type_is_found(compiler: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @param {number} n */\nexport const half = (n) => n.trim();\n")
    config = tmp_path / "tsconfig.json"
    config.write_text(f'{{"extends": "{CONFIG}", "include": ["{wrong}"]}}')
    code, told = check(compiler, config)
    assert code != 0
    assert "error TS2339" in told
