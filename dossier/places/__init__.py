"""Administrative units before and after 1 July 2025, offline."""

from __future__ import annotations

from dossier.places.provinces import ID_PROVINCES

__all__ = ["ID_PROVINCES"]
