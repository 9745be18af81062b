"""Children of `test_confined_answers`: the file says what they answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final


def _say(path: Path, **_told: Any) -> tuple[dict[str, Any], bytes]:
    values, _, content = path.read_bytes().partition(b"\n")
    return json.loads(values), content


CALLS: Final = {"count": _say, "render": _say}
