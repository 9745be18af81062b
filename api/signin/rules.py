"""Who gets in as what: rules over the claims of an ID token, declared in one setting.

    groups=Bàn soát Hoàn Kiếm:reviewer@hoan-kiem; groups=Quét:scanner@{branch};
    realm_access.roles=sohoa-admin:admin@*

A rule is `claim=value:role@branch`. `claim` may lead into objects by dots; a list holds the value
when one of its members is it. `branch` is a name, `*` for every branch, or `{claim}` for the one
that another claim names. The first rule that holds counts. Without one nobody gets in: an account
of the organisation alone opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from dossier.errors import Misconfigured
from dossier.store.accounts import Standing
from dossier.store.states import Role

_EVERY: Final = "*"
_RULE: Final = re.compile(
    r"(?P<claim>[^=\s]+)\s*=\s*(?P<value>.+):(?P<role>[a-z_]+)@(?P<branch>.+)"
)
_BRANCH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SETTING: Final = "SOHOA_OIDC_ROLES"
_HUMAN: Final = frozenset(Role) - {Role.DOSSIER_SYSTEM}
"""A dossier system is no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    claim: tuple[str, ...]
    value: str
    role: Role
    branch: str

    def branch_for(self, claims: Mapping[str, Any]) -> str | None:
        """The branch's name, or `*`. None: the claim that should name it does not."""
        if not self.branch.startswith("{"):
            return self.branch
        named = _look_up(claims, tuple(self.branch[1:-1].split(".")))
        return named if isinstance(named, str) and _BRANCH.fullmatch(named) else None


@dataclass(frozen=True, slots=True)
class Rules:
    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises Misconfigured, naming the rule that cannot be understood."""
        rules = tuple(_parse(part.strip()) for part in text.split(";") if part.strip())
        if not rules:
            raise Misconfigured(
                f"{_SETTING}: chưa có quy tắc nào, không ai vào được / no rule, nobody gets in"
            )
        return cls(rules)

    def standing_of(self, claims: Mapping[str, Any]) -> Standing | None:
        """What the person of these claims may do; None: nothing."""
        for rule in self.rules:
            if not _holds(_look_up(claims, rule.claim), rule.value):
                continue
            branch = rule.branch_for(claims)
            if branch is not None:
                own = None if branch == _EVERY else branch
                return Standing(name=_name_of(claims), role=rule.role, branch=own)
        return None


def _parse(text: str) -> Rule:
    found = _RULE.fullmatch(text)
    if found is None:
        raise Misconfigured(f"{_SETTING}: claim=value:role@branch: {text}")
    role, branch = found["role"], found["branch"].strip()
    if role not in {known.value for known in _HUMAN}:
        raise Misconfigured(f"{_SETTING}: không có vai trò / no such role: {role}")
    from_claim = re.fullmatch(r"\{[^{}\s]+\}", branch)
    if branch != _EVERY and not from_claim and not _BRANCH.fullmatch(branch):
        raise Misconfigured(f"{_SETTING}: chi nhánh / branch: {branch}")
    if role == Role.SCANNER and branch == _EVERY:
        raise Misconfigured(f"{_SETTING}: người quét phải có chi nhánh / a scanner needs a branch")
    return Rule(
        claim=tuple(found["claim"].split(".")),
        value=found["value"].strip(),
        role=Role(role),
        branch=branch,
    )


def _look_up(claims: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The claim of that very name, or the member that its dots lead to."""
    whole = ".".join(path)
    if whole in claims:
        return claims[whole]
    found: Any = claims
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _holds(found: Any, value: str) -> bool:
    return value in found if isinstance(found, list) else found == value


def _name_of(claims: Mapping[str, Any]) -> str:
    """What colleagues see beside what the person did."""
    for claim in ("name", "preferred_username", "email"):
        name = claims.get(claim)
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:200]
    return str(claims["sub"])[:200]
