"""What was submitted on line against what stands on the paper."""

from __future__ import annotations

from dossier.crosscheck.compare import crosscheck
from dossier.crosscheck.submitted import read_submission

__all__ = ["crosscheck", "read_submission"]
