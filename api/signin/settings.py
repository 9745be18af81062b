"""What must be known of the organisation's provider, from the settings. Checked at the start."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr

from api.signin.rules import Rules
from dossier.errors import Misconfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    issuer: str
    client_id: str
    client_secret: SecretStr | None = field(repr=False)
    """None: a public client, by PKCE alone."""
    name: str
    """What the button says."""
    scope: str
    rules: Rules
    public_url: str
    """Where browsers find this service, without a slash at the end."""

    @classmethod
    def check(
        cls,
        *,
        issuer: str,
        client_id: str | None,
        client_secret: SecretStr | None,
        name: str | None,
        scope: str,
        roles: str,
        public_url: str | None,
    ) -> Self:
        """Raises Misconfigured, naming the setting."""
        if not client_id:
            raise Misconfigured("SOHOA_OIDC_ISSUER: thiếu / needs SOHOA_OIDC_CLIENT_ID")
        if not public_url:
            raise Misconfigured("SOHOA_OIDC_ISSUER: thiếu / needs SOHOA_PUBLIC_URL")
        require_safe_url(issuer, "SOHOA_OIDC_ISSUER")
        return cls(
            issuer=issuer,
            client_id=client_id,
            client_secret=client_secret or None,
            name=name or urlsplit(issuer).hostname or issuer,
            scope=scope if "openid" in scope.split() else f"openid {scope}",
            rules=Rules.parse(roles),
            public_url=public_url.rstrip("/"),
        )

    @property
    def callback(self) -> str:
        """The redirect URI to register at the provider."""
        return f"{self.public_url}/v1/session/oidc/callback"

    @property
    def after_sign_out(self) -> str:
        """The post-logout redirect URI to register at the provider."""
        return f"{self.public_url}/review/"


def require_safe_url(url: str, setting: str) -> None:
    """An https URL, or http of this very machine. Raises Misconfigured, naming `setting`."""
    if not is_safe_url(url):
        raise Misconfigured(f"{setting}: cần https://... / https://... is needed")


def is_safe_url(url: str) -> bool:
    """Whether nobody on the way can read or change what goes there."""
    try:
        split = urlsplit(url)
        host, _ = split.hostname or "", split.port
    except ValueError:
        return False
    plain = host and not split.username and not split.query and not split.fragment
    return bool(plain) and (
        split.scheme == "https" or (split.scheme == "http" and is_loopback(host))
    )


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
