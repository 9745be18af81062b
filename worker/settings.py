"""What a worker process may be told by the environment (prefix `SOHOA_`)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field

from dossier.store.settings import StoreSettings


class WorkerSettings(StoreSettings):
    """Read once, at the entry point of the worker, the keeper or `sohoa serve`."""

    engine: str = "paddle"
    """`SOHOA_ENGINE`: `paddle` or `tesseract`."""
    engine_threads: int = Field(default=2, ge=1)
    """`SOHOA_ENGINE_THREADS`: cores that one page may use."""
    workers: int = Field(default=1, ge=1)
    """`SOHOA_WORKERS`: worker processes that `sohoa serve` starts. Each holds one engine."""
    lease_s: float = Field(default=60.0, gt=0)
    """`SOHOA_LEASE_S`: how long a step stays with a worker that gives no sign. A killed worker
    costs this much time."""
    step_limit_s: float = Field(default=600.0, gt=0)
    """`SOHOA_STEP_LIMIT_S`: a step that takes longer is hung; its worker ends itself."""
    max_tasks: int = Field(default=1000, ge=1)
    """`SOHOA_MAX_TASKS`: after so many steps a worker ends and a fresh one starts, because the
    imaging libraries do not give all memory back."""
    max_memory_mb: int = Field(default=3000, ge=100)
    """`SOHOA_MAX_MEMORY_MB`: a worker that has grown beyond this ends after its step."""
    drain_s: float = Field(default=30.0, ge=0)
    """`SOHOA_DRAIN_S`: how long a stopping service waits for the page in hand."""

    @property
    def registers_file(self) -> Path:
        """Which reference registers are asked (`worker.registers`); none without it."""
        return self.data / "registers.toml"

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_s)
