"""Holds the rules of a form against the fields of one document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from dossier.checks.registry import RULES
from dossier.checks.rule import Facts, Finding, Param, ParamKind, Rule, RuleUse
from dossier.errors import Misconfigured
from dossier.record import Check, FieldReading, Severity

_SEVERITIES: Final[Mapping[str, Severity]] = {
    "error": "error",
    "warning": "warning",
    "note": "note",
}
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
    if rule.one_of and sum(bool(use.params.get(name)) for name in rule.one_of) != 1:
        raise Misconfigured(f"{use.rule}: cần đúng một / needs exactly one of {rule.one_of}")
    for name, value in use.params.items():
        _validate_word(use, rule.params[name], name, value)
    strange = sorted(
        key for keys in _keys(rule, use).values() for key in keys if key not in field_keys
    )
    if strange:
        raise Misconfigured(f"{use.rule}: không có trường / no such field: {strange}")


def _validate_word(use: RuleUse, param: Param, name: str, value: str) -> None:
    if param.needs and not use.params.get(param.needs):
        raise Misconfigured(f"{use.rule}: `{name}` cần / needs `{param.needs}`")
    if param.among and value not in param.among:
        raise Misconfigured(f"{use.rule}: `{name}` phải là / must be one of {param.among}")
    if param.kind is ParamKind.NUMBER and not value.isdecimal():
        raise Misconfigured(f"{use.rule}: `{name}` là số / is a number")
    if param.kind is ParamKind.PATTERN:
        try:
            re.compile(value)
        except re.error as exc:
            raise Misconfigured(f"{use.rule}: `{name}` không phải mẫu / no pattern: {exc}") from exc


def count_failures(checks: Iterable[Check]) -> int:
    """Failed checks that speak against the reading; a note speaks about the matter itself."""
    return sum(not check.ok and check.severity != "note" for check in checks)


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
            case ParamKind.WORD | ParamKind.NUMBER | ParamKind.PATTERN:
                pass
    return keys


def _as_check(use: RuleUse, finding: Finding) -> Check:
    severity = _SEVERITIES.get(use.severity, "error")
    said = use.message if use.message and not finding.ok else finding.detail
    detail = said if finding.ok else _with_basis(said, use.legal_basis)
    return Check(rule=use.rule, ok=finding.ok, detail=detail, severity=severity, id=use.id)


def _with_basis(said: str, legal_basis: str) -> str:
    """The article behind each language: who reads one of them sees that half alone."""
    if not legal_basis:
        return said
    return " / ".join(f"{half} ({legal_basis})" for half in said.split(" / "))
