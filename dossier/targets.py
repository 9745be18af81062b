"""Where webhooks may go: an allow-list of hosts and networks, asked at every delivery.

Whoever may register a webhook could otherwise make this service call addresses that only it can
reach (SSRF). So a target needs its name or its network in the list, and a name in the list is not
enough for an address inside: `*.hanoi.gov.vn` lets no DNS answer lead to 127.0.0.1. The address
that was checked is the one to connect to (`Target.address`): a second look at DNS may differ.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from dossier.errors import InvalidRequest, Misconfigured

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""Addresses of a host, as text. Raises OSError."""

_HOST: Final = re.compile(r"(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MAX_URL: Final = 2000


class TargetRefused(InvalidRequest):
    code = "target_refused"
    title_vi = "Không được gửi tới địa chỉ này"
    title_en = "Nothing may be sent to this address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked place to send to."""

    host: str
    port: int
    secure: bool
    path: str
    """With the query."""
    address: str
    """The one that was checked."""

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _PORTS["https" if self.secure else "http"]
        return host if usual else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedTargets:
    """Hosts (`dvc.hanoi.gov.vn`, `*.hanoi.gov.vn`) and networks (`10.20.0.0/16`)."""

    hosts: frozenset[str]
    networks: tuple[Network, ...]
    setting: str
    """Where an operator changes the list."""

    @classmethod
    def parse(cls, text: str, *, setting: str = "SOHOA_WEBHOOK_TARGETS") -> Self:
        """A list with commas. Raises Misconfigured, naming the `setting` it comes from."""
        hosts, networks = set(), []
        for entry in filter(None, (part.strip().lower() for part in text.split(","))):
            try:
                networks.append(ipaddress.ip_network(entry))
            except ValueError:
                if not _HOST.fullmatch(entry):
                    raise Misconfigured(f"{setting}: {entry}") from None
                hosts.add(entry)
        return cls(hosts=frozenset(hosts), networks=tuple(networks), setting=setting)

    def check(self, url: str, resolve: Resolve) -> Target:
        """The target of `url`. Raises TargetRefused; OSError when its name cannot be resolved."""
        host, port, secure, path = _parts(url)
        addresses = resolve(host, port)
        if not addresses:
            raise TargetRefused("Không phân giải được tên / the name has no address", host=host)
        for address in addresses:
            self._require_allowed(host, ipaddress.ip_address(address), secure=secure)
        return Target(host=host, port=port, secure=secure, path=path, address=addresses[0])

    def _require_allowed(self, host: str, address: Address, *, secure: bool) -> None:
        plain = getattr(address, "ipv4_mapped", None) or address
        if any(plain in network for network in self.networks):
            return
        if not (self._names(host) and _is_public(plain)):
            raise TargetRefused(
                f"Địa chỉ không có trong {self.setting} / the address is not in {self.setting}",
                host=host,
            )
        if not secure:
            raise TargetRefused("Ra ngoài phải dùng https / outside only by https", host=host)

    def _names(self, host: str) -> bool:
        parts = host.split(".")
        wider = (f"*.{'.'.join(parts[i:])}" for i in range(1, len(parts)))
        return host in self.hosts or any(pattern in self.hosts for pattern in wider)


def resolve_host(host: str, port: int) -> list[str]:
    """By the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _is_public(address: Address) -> bool:
    # Addresses that carry an IPv4 address inside would be let out to wherever that leads.
    carries = isinstance(address, ipaddress.IPv6Address) and (
        address.sixtofour is not None or address.teredo is not None or address in _NAT64
    )
    return address.is_global and not address.is_multicast and not carries


def _parts(url: str) -> tuple[str, int, bool, str]:
    # A control character or blank could end the request line early.
    if len(url) > _MAX_URL or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise TargetRefused("URL không hợp lệ / not a URL")
    try:
        split = urlsplit(url)
        host, port = (split.hostname or "").lower(), split.port
    except ValueError:
        raise TargetRefused("URL không hợp lệ / not a URL") from None
    if split.scheme not in _PORTS or not host or split.username is not None or split.fragment:
        raise TargetRefused("Cần http(s)://host/... / http(s)://host/... is needed")
    path = (split.path or "/") + (f"?{split.query}" if split.query else "")
    return host, port or _PORTS[split.scheme], split.scheme == "https", path
