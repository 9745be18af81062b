"""The words that the units of an address begin with, as patterns."""

from __future__ import annotations

from typing import Final

UNIT_WORD: Final = (
    r"(?:ngõ|ngách|hẻm|phố|đường|tổ|thôn|xóm|ấp|khu|tòa|toà|phường|xã|thị trấn|quận|huyện"
    r"|thị xã|thành phố|tỉnh)"
)
UNIT: Final = rf"(?:{UNIT_WORD}|TP|P\.|Q\.|H\.)"
"""The same, abbreviations included."""
