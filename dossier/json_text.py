"""JSON from outside, read so that whatever is wrong with it is one kind of error."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str | bytes) -> Any:
    """The value in `text`. Raises ValueError for what is no JSON, no UTF-8, or nested too deep.

    The library tells of the last by RecursionError, which is no ValueError and would go past
    everybody who expects bad JSON.
    """
    try:
        return json.loads(text)
    except RecursionError as exc:
        raise ValueError("nested too deep") from exc
