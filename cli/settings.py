"""What `sohoa read` and `sohoa models bench` may be told by the environment (prefix `SOHOA_`)."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


class ReadSettings(BaseSettings):
    """Read once, when the command starts."""

    model_config = SettingsConfigDict(env_prefix="SOHOA_", frozen=True, extra="ignore")

    data: Path = Path("data")
    """`SOHOA_DATA`: its folder `forms` holds the forms that this office declared itself."""
    engine: str = "paddle"
    """`SOHOA_ENGINE`: `paddle` or `tesseract`; `--engine` goes before it."""
    engine_threads: int | None = Field(default=None, ge=1)
    """`SOHOA_ENGINE_THREADS`: cores that one page may use; default all of them."""

    def threads(self, jobs: int = 1) -> int:
        """Cores for one of `jobs` engines that run side by side, at least 1."""
        return self.engine_threads or max(1, cores() // jobs)


def cores(quota_file: Path = _QUOTA) -> int:
    """Cores this process may really use: its CPU set, and less where a container is capped."""
    allowed = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    try:
        quota, period = quota_file.read_text().split()
        capped = int(quota) // int(period)
    except (OSError, ValueError):  # no such file, or "max": not capped
        return allowed
    return max(1, min(allowed, capped))
