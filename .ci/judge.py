"""Says whether a test run may count: `judge.py JUNIT.xml`.

A green run in which tests were skipped proves less than it seems. Only those may be that need the
measuring data or the training tools, neither of which comes with the repository.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ALLOWED_REASONS = (
    "no measuring data: ",
    # PyTorch is no part of the product; the weights it makes are.
    "training is installed apart: ",
)


def complaints(report: Path) -> Iterator[str]:
    """Everything about the run in `report` that should stop a merge."""
    suites = list(ET.parse(report).getroot().iter("testsuite"))
    if sum(int(suite.get("tests", 0)) for suite in suites) == 0:
        yield "no test ran"
    for suite in suites:
        for kind in ("errors", "failures"):
            if int(suite.get(kind, 0)):
                yield f"{suite.get(kind)} {kind}"
    for case in ET.parse(report).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if skipped is None or skipped.get("type") == "pytest.xfail":
            continue
        reason = _reason(skipped)
        if not reason.startswith(ALLOWED_REASONS):
            yield f"skipped: {case.get('classname')}.{case.get('name')}: {reason}"


def _reason(skipped: ET.Element) -> str:
    """Why a test was skipped; for a file skipped as a whole pytest says so in the text only."""
    message = skipped.get("message", "")
    found = re.search(r"Skipped: (.*?)['\"]\)", skipped.text or "", re.DOTALL)
    return found[1] if message == "collection skipped" and found else message


def main() -> int:
    found = list(complaints(Path(sys.argv[1])))
    for complaint in found:
        print(f"ci: {complaint}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
