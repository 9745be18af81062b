"""The roles as the command line names them."""

from __future__ import annotations

from enum import StrEnum


class RoleName(StrEnum):
    """`dossier.store.states.Role`, repeated so that `--help` need not load the store."""

    SCANNER = "scanner"
    DOSSIER_SYSTEM = "dossier_system"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    ADMIN = "admin"
