"""What docker/ says, parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from api.settings import ApiSettings
from worker.settings import WorkerSettings

ROOT: Final = Path(__file__).resolve().parents[2]
DOCKER: Final = ROOT / "docker"
BASE: Final = DOCKER / "kubernetes" / "base"
COMPOSE_FILES: Final = ("compose.yaml", "compose.one.yaml")
OURS: Final = re.compile(r"^sohoa-(api|worker)(:|$)")

SETTINGS: Final = {
    f"SOHOA_{name.upper()}": settings
    for settings in (ApiSettings, WorkerSettings)
    for name in settings.model_fields
}
ONLY_ON_ONE_MACHINE: Final = {"SOHOA_WORKERS", "SOHOA_DRAIN_S"}
"""What `sohoa serve` is told about workers of its own."""
ONLY_WITH_AN_ORGANISATION: Final = {"SOHOA_OIDC_CLIENT_SECRET"}
"""A secret that most offices do not have; compose cannot leave a missing file out."""

Node = dict[str, Any]


def compose(name: str) -> Node:
    """A compose file with its anchors and merges resolved."""
    parsed: Node = yaml.safe_load((DOCKER / name).read_text(encoding="utf-8"))
    return parsed


def services(name: str) -> dict[str, Node]:
    found: dict[str, Node] = compose(name)["services"]
    return found


def manifests(folder: str = "base") -> list[Node]:
    """The resources of one kustomization, in its order."""
    where = DOCKER / "kubernetes" / folder
    listed = yaml.safe_load((where / "kustomization.yaml").read_text(encoding="utf-8"))
    return [
        resource
        for name in listed["resources"]
        if name.endswith(".yaml")
        for resource in yaml.safe_load_all((where / name).read_text(encoding="utf-8"))
    ]


def pods() -> Iterator[tuple[str, Node]]:
    """Name and pod template's spec of everything that runs."""
    for resource in [*manifests(), *manifests("migrate")]:
        if resource["kind"] in {"Deployment", "Job"}:
            yield resource["metadata"]["name"], resource["spec"]["template"]["spec"]


def instructions(stage: str | None = None) -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest) with lines joined; of one stage, or of all."""
    text = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found, current = [], ""
    for line in filter(None, joined.splitlines()):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            current = rest.partition(" AS ")[2]
        if stage in (None, current):
            found.append((word, rest.strip()))
    return found
