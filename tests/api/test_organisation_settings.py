"""What the settings say of an organisation: understood, or the start ends with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.context import make_context
from api.signin.rules import Rules
from dossier.errors import Misconfigured
from dossier.store.states import Role
from tests.fakes.databases import database_settings
from tests.fakes.identity import settings_for


@pytest.mark.parametrize(
    ("text", "claims", "expected"),
    [
        ("groups=a:reviewer@x", {"groups": ["a", "b"]}, (Role.REVIEWER, "x")),
        ("groups=a:reviewer@x; groups=b:admin@*", {"groups": ["b"]}, (Role.ADMIN, None)),
        ("groups=a:reviewer@x; groups=b:admin@*", {"groups": ["b", "a"]}, (Role.REVIEWER, "x")),
        ("realm.roles=a:admin@*", {"realm": {"roles": ["a"]}}, (Role.ADMIN, None)),
        ("https://x.vn/role=a:admin@*", {"https://x.vn/role": "a"}, (Role.ADMIN, None)),
        (
            "dept=cn=soat,ou=hn:reviewer@{b}",
            {"dept": "cn=soat,ou=hn", "b": "q1"},
            (Role.REVIEWER, "q1"),
        ),
        ("groups=a:reviewer@{b}", {"groups": ["a"]}, None),
        ("groups=ab:admin@*", {"groups": "abc"}, None),
        ("groups=a:admin@*", {"groups": {"a": 1}}, None),
    ],
)
def test_rules(text: str, claims: dict[str, Any], expected: tuple[Role, str | None] | None) -> None:
    found = Rules.parse(text).standing_of({"sub": "u", **claims})
    assert (None if found is None else (found.role, found.branch)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "groups", "groups=a", "groups=a:reviewer", "groups=a:king@*"),
        *("groups=a:dossier_system@*", "groups=a:scanner@*", "groups=a:admin@a b"),
    ],
)
def test_rules_that_cannot_be_understood_end_the_start(text: str) -> None:
    with pytest.raises(Misconfigured, match="SOHOA_OIDC_ROLES"):
        Rules.parse(text)


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"oidc_issuer": "http://sso.hanoi.gov.vn"}, "SOHOA_OIDC_ISSUER"),
        ({"oidc_issuer": "ftp://sso"}, "SOHOA_OIDC_ISSUER"),
        ({"public_url": "http://sohoa.hanoi.gov.vn"}, "SOHOA_PUBLIC_URL"),
        ({"public_url": None}, "SOHOA_PUBLIC_URL"),
        ({"oidc_client_id": None}, "SOHOA_OIDC_CLIENT_ID"),
        ({"oidc_roles": ""}, "SOHOA_OIDC_ROLES"),
    ],
)
def test_settings_that_are_not_safe_end_the_start(
    tmp_path: Path, change: dict[str, Any], setting: str
) -> None:
    with (
        database_settings("sqlite", tmp_path) as names,
        pytest.raises(Misconfigured, match=setting),
    ):
        make_context(settings_for("http://127.0.0.1:1", **names, **change))
