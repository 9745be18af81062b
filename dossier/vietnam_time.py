"""The clocks of Việt Nam, which days are counted by."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
"""Without summer time since 1975, so that no table of zones is needed."""
