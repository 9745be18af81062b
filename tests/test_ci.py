from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_JUDGE = Path(__file__).parent.parent / ".ci" / "judge.py"


def _report(*cases: str, failures: int = 0) -> str:
    body = "".join(f'<testcase classname="t" name="n">{case}</testcase>' for case in cases)
    return (
        f'<testsuites><testsuite tests="{len(cases)}" errors="0" failures="{failures}">'
        f"{body}</testsuite></testsuites>"
    )


@pytest.mark.parametrize(
    ("report", "passes"),
    [
        pytest.param(_report("", ""), True, id="all ran"),
        pytest.param(
            _report('<skipped type="pytest.skip" message="no measuring data: scans"/>'),
            True,
            id="measuring data absent",
        ),
        pytest.param(
            _report('<skipped type="pytest.skip" message="could not import x"/>'),
            False,
            id="skipped for another reason",
        ),
        pytest.param(
            _report(
                "<skipped type='pytest.skip' message='collection skipped'>('t.py', 12, "
                "'Skipped: training is installed apart: requirements/train.txt')</skipped>"
            ),
            True,
            id="a whole file of the training",
        ),
        pytest.param(_report('<skipped type="pytest.xfail" message="known"/>'), True, id="xfail"),
        pytest.param(_report("", failures=1), False, id="a failure"),
        pytest.param(_report(), False, id="nothing ran"),
    ],
)
def test_a_run_counts_only_when_nothing_was_left_out(
    report: str, passes: bool, tmp_path: Path
) -> None:
    path = tmp_path / "junit.xml"
    path.write_text(report)
    judged = subprocess.run([sys.executable, _JUDGE, path], capture_output=True, check=False)
    assert (judged.returncode == 0) is passes
