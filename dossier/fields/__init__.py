"""Field kinds: each parses, checks and compares the values of one kind."""

from __future__ import annotations

from dossier.fields.kind import Comparison, FieldKind
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.fields.registry import KINDS, kind_of

__all__ = ["KINDS", "Comparison", "FieldKind", "Outcome", "Parsed", "Unreadable", "kind_of"]
