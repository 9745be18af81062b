"""Reviewers at their desks, played through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx

from dossier.store import keys
from dossier.store.states import Role
from tests.api.conftest import Office
from tests.fakes.reviews import Made


class Reviewer:
    """One reviewer with an own key at one desk."""

    def __init__(
        self,
        office: Office,
        name: str,
        *,
        branch: str | None = "H26.01",
        role: Role = Role.REVIEWER,
    ) -> None:
        with office.context.database.write() as session:
            key = keys.create_key(
                session, role=role, name=name, branch=branch, now=datetime.now(UTC)
            )
        self._office, self._headers = office, {"X-Api-Key": key.secret}
        self.lock, self.version = "", 0

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = self._headers | options.pop("headers", {})
        return await self._office.client.request(
            method, f"/v1/review{path}", headers=headers, **options
        )

    async def take(self, code: str, **body: Any) -> httpx.Response:
        answer = await self.call("POST", f"/dossiers/{code}/lock", json=body)
        if answer.status_code == 200:
            self.lock, self.version = answer.json()["lock"], answer.json()["version"]
        return answer

    async def do(self, code: str, path: str, **body: Any) -> httpx.Response:
        body = {"lock": self.lock, "version": self.version} | body
        answer = await self.call("POST", f"/dossiers/{code}/{path}", json=body)
        if answer.status_code == 200 and "version" in answer.json():
            self.version = answer.json()["version"]
        return answer

    async def act(self, code: str, kind: str, field: str = "", **body: Any) -> httpx.Response:
        return await self.do(code, "actions", kind=kind, field=field, **{"document": 1} | body)


def field_of(view: dict[str, Any], key: str) -> dict[str, Any]:
    return next(dict(f) for f in view["documents"][0]["fields"] if f["key"] == key)


async def settle_all(who: Reviewer, made: Made) -> dict[str, Any]:
    """Correct what was misread and confirm the rest, as a careful reviewer would."""
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    for shown in [f for f in view["documents"][0]["fields"] if f["flagged"]]:
        key = shown["key"]
        if key in made.misread or shown["state"] == "unreadable":
            answer = await who.act(made.code, "correct", key, value=made.truth[key])
        else:
            answer = await who.act(made.code, "confirm", key)
        assert answer.status_code == 200, answer.text
        view = answer.json()
    for number in view["unverified"]:
        view = (await who.act(made.code, "verify", document=number)).json()
    return dict(view)


async def key_again(who: Reviewer, made: Made, **keyed: str) -> dict[str, Any]:
    """Key what waits for a second person, as the paper says or as `keyed` says, and finish."""
    await who.take(made.code)
    view = (await who.call("GET", f"/dossiers/{made.code}")).json()
    for document in view["documents"]:
        for field in document["fields"]:
            key = field["key"]
            value = keyed.get(key) or made.truth[key]
            answer = await who.act(
                made.code, "correct", key, value=value, document=document["number"]
            )
            assert answer.status_code == 200, answer.text
    return dict((await who.do(made.code, "complete")).json())
