"""The server of the branch's tests, which takes load as well."""

from __future__ import annotations

from tests.cli.branch.conftest import Server, server

__all__ = ["Server", "server"]
