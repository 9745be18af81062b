"""The truth of a dossier: people across its papers, better evidence first, disagreements found."""

from __future__ import annotations

from dossier.evidence.fuse import Fusion, flag_disputed, fuse

__all__ = ["Fusion", "flag_disputed", "fuse"]
