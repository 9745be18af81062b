"""Makes Vietnamese dossiers with their truth: pages as they arrive, and what stands on them."""

from __future__ import annotations

from samples.generator.dossier import Dossier, make_dossier
from samples.generator.writing import write_dossier

__all__ = ["Dossier", "make_dossier", "write_dossier"]
