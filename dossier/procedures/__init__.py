"""Procedures as data: what each asks for, whether a dossier is complete, what is still to bring."""

from __future__ import annotations

from dossier.procedures.catalog import procedure_of, procedures
from dossier.procedures.completeness import (
    AUTO,
    check_completeness,
    check_dossier,
    find_procedure,
)

__all__ = [
    "AUTO",
    "check_completeness",
    "check_dossier",
    "find_procedure",
    "procedure_of",
    "procedures",
]
