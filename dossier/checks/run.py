"""Holds the rules of a form against the fields of one document."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

from dossier.checks.registry import RULES
from dossier.checks.rule import Facts, Finding, ParamKind, Rule, RuleUse
from dossier.errors import Misconfigured
from dossier.record import Check, FieldReading

_SEVERITIES: Final = ("error", "warning")
_SEPARATORS: Final = re.compile(r"[,\s]+")


def validate(use: RuleUse, field_keys: Collection[str]) -> None:
    """Raise Misconfigured unless `use` names a rule, its parameters and known fields."""
    rule = RULES.get(use.rule)
    if rule is None:
        raise Misconfigured(f"không có quy tắc / no such rule: {use.rule}")
    if use.severity not in _SEVERITIES:
        raise Misconfigured(f"{use.rule}: mức không có / no such severity: {use.severity}")
    unknown = sorted(set(use.params) - set(rule.params))
    missing = sorted(n for n, p in rule.params.items() if p.required and not use.params.get(n))
    if unknown or missing:
        raise Misconfigured(f"{use.rule}: thừa / unknown {unknown}, thiếu / missing {missing}")
    if "when" in use.params and not use.params.get("is"):
        raise Misconfigured(f"{use.rule}: `when` cần / needs `is`")
    if not use.params.get("years", "0").isdecimal():
        raise Misconfigured(f"{use.rule}: `years` là số / is a number")
    strange = sorted(
        key for keys in _keys(rule, use).values() for key in keys if key not in field_keys
    )
    if strange:
        raise Misconfigured(f"{use.rule}: không có trường / no such field: {strange}")


def check_document(
    fields: Mapping[str, FieldReading], declared: Sequence[RuleUse]
) -> Mapping[str, tuple[Check, ...]]:
    """Checks by field key. A finding stands at every field it concerns.

    A rule with a missing input gives no check. Raises Misconfigured for an unknown rule.
    """
    checks: dict[str, list[Check]] = {}
    for use in declared:
        if use.rule not in RULES:
            raise Misconfigured(f"không có quy tắc / no such rule: {use.rule}")
        rule = RULES[use.rule]
        keys = _keys(rule, use)
        finding = rule.judge(Facts(readings=fields, keys=keys, words=use.params))
        if finding is None:
            continue
        concerned = finding.fields or [key for some in keys.values() for key in some]
        for key in dict.fromkeys(concerned):
            if key in fields:
                checks.setdefault(key, []).append(_as_check(use, finding))
    return {key: tuple(found) for key, found in checks.items()}


def _keys(rule: Rule, use: RuleUse) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for name, value in use.params.items():
        match rule.params[name].kind if name in rule.params else ParamKind.WORD:
            case ParamKind.FIELD:
                keys[name] = (value,)
            case ParamKind.FIELDS:
                keys[name] = tuple(filter(None, _SEPARATORS.split(value)))
            case ParamKind.WORD:
                pass
    return keys


def _as_check(use: RuleUse, finding: Finding) -> Check:
    basis = f" ({use.legal_basis})" if use.legal_basis and not finding.ok else ""
    severity: Literal["error", "warning"] = "warning" if use.severity == "warning" else "error"
    return Check(rule=use.rule, ok=finding.ok, detail=finding.detail + basis, severity=severity)
