"""Identity numbers as they may stand in lists: enough to tell two apart, not enough to use."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{12}|[0-9]{9}|[A-Z][0-9]{7,8})(?![0-9A-Za-z])"
)
_HEAD, _TAIL = 3, 2


def mask_id(number: str) -> str:
    """`001190012345` as `001*******45`; what is too short to be one is masked as a whole."""
    hidden = len(number) - _HEAD - _TAIL
    if hidden < 3:
        return "*" * len(number)
    return f"{number[:_HEAD]}{'*' * hidden}{number[-_TAIL:]}"


def mask_ids(text: str) -> str:
    """`text` with every personal number, CMND and passport number in it masked."""
    return _NUMBER.sub(lambda found: mask_id(found[0]), text)
