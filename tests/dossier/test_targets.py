"""Where webhooks may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import Misconfigured
from dossier.targets import AllowedTargets, TargetRefused

PUBLIC = "8.8.8.8"
INSIDE = ("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0")
INSIDE_6 = ("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::")
DISGUISED = ("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1", "224.0.0.1")


def check(allowed: str, url: str, *addresses: str) -> str:
    target = AllowedTargets.parse(allowed).check(url, lambda _host, _port: addresses)
    assert target.address in addresses
    return f"{target.host} {target.port} {target.path}"


@pytest.mark.parametrize(
    ("allowed", "url", "address", "found"),
    [
        ("a.vn", "https://a.vn/x?y=1", PUBLIC, "a.vn 443 /x?y=1"),
        ("a.vn", "https://A.VN:8443", PUBLIC, "a.vn 8443 /"),
        ("*.a.vn", "https://b.c.a.vn/", PUBLIC, "b.c.a.vn 443 /"),
        ("10.0.0.0/8", "http://inside/x", "10.1.2.3", "inside 80 /x"),
        ("127.0.0.1", "http://127.0.0.1:9/x", "127.0.0.1", "127.0.0.1 9 /x"),
        ("::1", "http://[::1]:9/", "::1", "::1 9 /"),
        ("10.0.0.0/8", "http://inside/", "::ffff:10.1.2.3", "inside 80 /"),
        (" a.vn , b.vn ", "https://b.vn", PUBLIC, "b.vn 443 /"),
    ],
)
def test_what_is_in_the_list(allowed: str, url: str, address: str, found: str) -> None:
    assert check(allowed, url, address) == found


@pytest.mark.parametrize("address", [*INSIDE, *INSIDE_6, *DISGUISED])
def test_a_name_in_the_list_leads_nowhere_inside(address: str) -> None:
    with pytest.raises(TargetRefused):
        check("a.vn,*.a.vn", "https://a.vn/", address)
    with pytest.raises(TargetRefused):
        check("a.vn", "https://a.vn/", PUBLIC, address)


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("", "https://a.vn/"),
        ("b.vn", "https://a.vn/"),
        ("*.a.vn", "https://a.vn/"),
        ("*.a.vn", "https://ba.vn/"),
        ("a.vn", "https://a.vn.evil.example/"),
        ("a.vn", "http://a.vn/"),
        ("a.vn", "ftp://a.vn/"),
        ("a.vn", "file:///etc/passwd"),
        ("a.vn", "https://user:pw@a.vn/"),
        ("a.vn", "https://a.vn/#x"),
        ("a.vn", "https://a.vn:99999/"),
        ("a.vn", "https://a.vn/a b"),
        ("a.vn", "https://a.vn/\r\nX: y"),
        ("a.vn", "https:///x"),
        ("a.vn", "https://[::1/"),
        ("a.vn", "https://a.vn/" + "x" * 2000),
    ],
)
def test_what_is_refused(allowed: str, url: str) -> None:
    with pytest.raises(TargetRefused):
        check(allowed, url, PUBLIC)


@pytest.mark.parametrize("entry", ["http://a.vn", "a b", "10.0.0.1/8", "*", "a_b"])
def test_entries_that_are_none(entry: str) -> None:
    with pytest.raises(Misconfigured):
        AllowedTargets.parse(entry)


@given(st.text())
def test_any_text_is_a_target_or_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        check("", url, PUBLIC)
