from __future__ import annotations

from pathlib import Path

import pytest

from cli.settings import ReadSettings, cores


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        pytest.param("100000 100000", 1, id="one core"),
        pytest.param("50000 100000", 1, id="half a core is one"),
        pytest.param("max 100000", cores(Path("none")), id="not capped"),
        pytest.param("", cores(Path("none")), id="empty"),
        pytest.param("6400000 100000", cores(Path("none")), id="capped above what there is"),
    ],
)
def test_a_container_gets_the_cores_it_may_use(quota: str, expected: int, tmp_path: Path) -> None:
    path = tmp_path / "cpu.max"
    path.write_text(quota)
    assert cores(path) == expected


def test_engines_side_by_side_share_the_cores() -> None:
    settings = ReadSettings(engine_threads=None)
    assert settings.threads(jobs=1000) == 1
    assert ReadSettings(engine_threads=3).threads(jobs=1000) == 3
