"""What the API process may be told by the environment (prefix `SOHOA_`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from dossier.store.settings import StoreSettings


class ApiSettings(StoreSettings):
    """Read once, at the entry point of the API or of `sohoa serve`."""

    max_file_bytes: int = Field(default=500_000_000, ge=1)
    """`SOHOA_MAX_FILE_BYTES`: of one uploaded file; a larger one is refused, the others go on."""
    max_request_bytes: int = Field(default=4_000_000_000, ge=1)
    """`SOHOA_MAX_REQUEST_BYTES`: of one upload call with all its files."""
    max_files: int = Field(default=500, ge=1)
    """`SOHOA_MAX_FILES`: in one upload call."""
    max_json_bytes: int = Field(default=5_000_000, ge=1)
    """`SOHOA_MAX_JSON_BYTES`: of any other request body."""
    max_wait_s: float = Field(default=30.0, ge=0)
    """`SOHOA_MAX_WAIT_S`: the longest that a call for events may wait."""
    upload_kept_h: float = Field(default=24.0, gt=0)
    """`SOHOA_UPLOAD_KEPT_H`: hours that an unfinished resumable upload may be gone on with."""
    max_open_uploads: int = Field(default=500, ge=1)
    """`SOHOA_MAX_OPEN_UPLOADS`: unfinished resumable uploads of one key."""
    rate_per_s: float = Field(default=50.0, gt=0)
    """`SOHOA_RATE_PER_S`: calls a second that one key may make, on the average."""
    rate_burst: int = Field(default=200, ge=1)
    """`SOHOA_RATE_BURST`: calls that one key may make at once after a pause."""

    @property
    def spool_folder(self) -> Path:
        """Uploads on their way to the object store."""
        return self.data / "spool"

    @property
    def uploads_folder(self) -> Path:
        """Resumable uploads that are not finished. API processes that share a service share it."""
        return self.data / "uploads"
