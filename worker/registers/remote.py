"""A register behind HTTP: one question, one answer, from an allow-listed host and no other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from dossier.errors import Misconfigured
from dossier.json_text import parse_json
from dossier.registers.port import Entry, RegisterUnavailable
from dossier.targets import AllowedTargets, Resolve, TargetRefused, resolve_host
from worker.post import Answer, NoAnswer, exchange
from worker.registers.base import Adapter
from worker.registers.definition import HttpSource, read_secret

_MAX_BYTES: Final = 200_000
_NOT_FOUND: Final = (204, 404)


class HttpRegister(Adapter[HttpSource]):
    """GET with the number in the URL, or POST with it in the body; redirects are not followed."""

    def __init__(self, source: HttpSource, resolve: Resolve = resolve_host) -> None:
        """Raises Misconfigured for a URL without `{key}` or an allow-list that is none."""
        if not source.body_key and "{key}" not in source.url:
            raise Misconfigured(f"{source.name}: url: thiếu / lacks {{key}}")
        super().__init__(source)
        self._allowed = AllowedTargets.parse(source.allowed, setting=f"{source.name}: allowed")
        self._resolve = resolve
        self._headers = {"Accept": "application/json"}
        if source.token_file is not None:
            self._headers["Authorization"] = f"Bearer {read_secret(source.token_file)}"

    def find(self, key: str) -> Sequence[Entry]:
        """The entries under `key`. Raises RegisterUnavailable."""
        try:
            answer = self._ask(key)
        except NoAnswer as exc:
            raise RegisterUnavailable(exc.detail) from exc
        except TargetRefused as exc:
            raise RegisterUnavailable(exc.code) from exc
        except OSError as exc:
            raise RegisterUnavailable(type(exc).__name__) from exc
        if answer.status in _NOT_FOUND:
            return ()
        if answer.status != 200:
            raise RegisterUnavailable(f"http_{answer.status}")
        return self._entries_in(self._rows(answer.body))

    def _ask(self, key: str) -> Answer:
        url = self._source.url.replace("{key}", quote(key, safe=""))
        target = self._allowed.check(url, self._resolve)
        headers, body = dict(self._headers), None
        if self._source.body_key:
            headers["Content-Type"] = "application/json"
            body = json.dumps({self._source.body_key: key}).encode()
        return exchange(
            target,
            "GET" if body is None else "POST",
            headers,
            body,
            timeout_s=self._source.timeout_s,
            max_bytes=_MAX_BYTES,
        )

    def _rows(self, body: bytes) -> list[Mapping[str, Any]]:
        """Raises RegisterUnavailable for what is not the JSON that was declared."""
        try:
            found: Any = parse_json(body)
            for part in filter(None, self._source.entries.split(".")):
                found = found[part]
        except (ValueError, KeyError, TypeError) as exc:
            raise RegisterUnavailable("not_understood") from exc
        rows = found if isinstance(found, list) else [found]
        if not all(isinstance(row, dict) for row in rows if row is not None):
            raise RegisterUnavailable("not_understood")
        return [row for row in rows if row]
