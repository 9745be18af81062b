"""Rules across the fields of one document, named by the form definitions."""

from __future__ import annotations

from dossier.checks.registry import RULES
from dossier.checks.rule import Finding, Rule, RuleUse
from dossier.checks.run import check_document, count_failures, validate

__all__ = ["RULES", "Finding", "Rule", "RuleUse", "check_document", "count_failures", "validate"]
