"""Whose papers a caller may see: one rule, asked by every look at a dossier.

A key of a branch sees the dossiers of that branch. A dossier belongs to the branch that first put
a file into it (any branch may take any dossier), or to the branch of the key that registered it.
Until then it holds nothing, and every branch may take it. A key without a branch sees all.

The functions of the store that look dossiers up cannot be called without a `Scope`, so that
forgetting it is a type error and not a leak. What a scope does not cover is not there: 404.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

CENTRAL: Final = ""
"""The branch of dossiers whose first file came by a key without a branch: no branch sees them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    branch: str | None
    """None: every branch."""

    @property
    def owner(self) -> str:
        """The branch that what this caller brings belongs to."""
        return CENTRAL if self.branch is None else self.branch

    def covers(self, branch: str | None) -> bool:
        """Whether a dossier of `branch` (None: nobody's yet) is there for this caller."""
        return self.branch is None or branch is None or branch == self.branch

    def own(self, column: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
        """For lists: rows that are the caller's own. Nobody's dossiers are in no branch's list."""
        return true() if self.branch is None else column == self.branch


EVERYWHERE: Final = Scope(branch=None)
"""For workers and operators."""
