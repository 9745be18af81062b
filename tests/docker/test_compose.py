"""The compose files: valid, pinned, locked down, and in agreement with the settings in the code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import ApiSettings
from tests.docker.deployment import (
    COMPOSE_FILES,
    DOCKER,
    ONLY_ON_ONE_MACHINE,
    ONLY_WITH_AN_ORGANISATION,
    OURS,
    SETTINGS,
    Node,
    compose,
    services,
)
from worker.settings import WorkerSettings

EVERY_SERVICE = [
    pytest.param(file, name, id=f"{file}-{name}")
    for file in COMPOSE_FILES
    for name in services(file)
]
LONG_RUNNING = [
    pytest.param(file, name, id=f"{file}-{name}")
    for file in COMPOSE_FILES
    for name, service in services(file).items()
    if service["restart"] != "no"
]
WRITABLE = {"/tmp", "/data"}


def test_the_files_are_valid_compose() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*command, *(DOCKER / name for name in COMPOSE_FILES)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("file", "name"), EVERY_SERVICE)
def test_every_service_is_locked_down(file: str, name: str) -> None:
    service = services(file)[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"])
    assert service["pids_limit"]
    # The one service that is root makes a volume another's, and is cut off from everything.
    if service["user"].startswith("0"):
        assert service["network_mode"] == "none"
        assert service["restart"] == "no"
    else:
        assert "cap_add" not in service


@pytest.mark.parametrize(("file", "name"), LONG_RUNNING)
def test_every_service_tells_how_it_is_and_may_finish(file: str, name: str) -> None:
    service = services(file)[name]
    # The API's check is in its image.
    assert service.get("healthcheck", {}).get("test") or service["image"].startswith("sohoa-api")
    assert service["stop_grace_period"].endswith("s")


@pytest.mark.parametrize(("file", "name"), EVERY_SERVICE)
def test_images_are_pinned(file: str, name: str) -> None:
    image = services(file)[name]["image"]
    assert OURS.match(image) or re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", image)
    assert "latest" not in image


@pytest.mark.parametrize(("file", "name"), EVERY_SERVICE)
def test_ours_write_where_the_image_lets_them(file: str, name: str) -> None:
    service = services(file)[name]
    if OURS.match(service["image"]):
        mounts = [*service["tmpfs"], *(v.partition(":")[2] for v in service.get("volumes", []))]
        assert {mount.partition(":")[0] for mount in mounts} == WRITABLE


def _environment(service: Node) -> dict[str, str]:
    return {key: str(value) for key, value in service.get("environment", {}).items()}


def _names(service: Node) -> set[str]:
    secrets = {name for name in service.get("secrets", []) if isinstance(name, str)}
    return {n for n in {*_environment(service), *secrets} if n.startswith("SOHOA_")}


def test_every_setting_is_in_the_files_and_none_that_is_not_in_the_code() -> None:
    many = set().union(*(_names(service) for service in services("compose.yaml").values()))
    one = _names(services("compose.one.yaml")["sohoa"])
    assert many == set(SETTINGS) - ONLY_ON_ONE_MACHINE - ONLY_WITH_AN_ORGANISATION
    assert one <= set(SETTINGS)
    assert one >= ONLY_ON_ONE_MACHINE


@pytest.mark.parametrize(
    ("name", "settings"),
    [("api", ApiSettings), ("worker", WorkerSettings), ("keeper", WorkerSettings)],
)
def test_a_service_is_told_what_it_reads_and_the_numbers_are_those_of_the_code(
    name: str, settings: type[ApiSettings] | type[WorkerSettings]
) -> None:
    service = services("compose.yaml")[name]
    known = {f"SOHOA_{field.upper()}": field for field in settings.model_fields}
    assert _names(service) <= set(known)
    for key, value in _environment(service).items():
        default = settings.model_fields[known[key]].default
        if isinstance(default, int | float):
            assert float(value) == default, key


def test_no_secret_stands_in_a_file_or_has_a_default() -> None:
    for file in COMPOSE_FILES:
        for name, secret in compose(file).get("secrets", {}).items():
            assert secret["file"].startswith("${SECRETS:?"), name
        for name, service in services(file).items():
            told = _environment(service)
            assert not {"SOHOA_DATABASE_URL", "SOHOA_BROKER_URL"} & set(told), name
            assert not [k for k in told if re.search(r"(PASSWORD|SECRET|_KEY)$", k)], name


def test_a_worker_may_take_longer_to_end_than_its_lease() -> None:
    worker = services("compose.yaml")["worker"]
    grace = int(worker["stop_grace_period"].rstrip("s"))
    assert grace > float(_environment(worker)["SOHOA_LEASE_S"])
    one = services("compose.one.yaml")["sohoa"]
    assert int(one["stop_grace_period"].rstrip("s")) > 10 + float(
        _environment(one)["SOHOA_DRAIN_S"]
    )


def test_the_stores_cannot_be_reached_and_reach_nothing() -> None:
    assert compose("compose.yaml")["networks"]["store"] == {"internal": True}
    for name, service in services("compose.yaml").items():
        outside = "front" in service.get("networks", [])
        assert outside is (name in {"api", "keeper", "clamav"})
        assert ("ports" in service) is (name == "api")


def test_the_malware_scanner_runs_for_those_who_ask_for_it() -> None:
    assert services("compose.yaml")["clamav"]["profiles"] == ["clamav"]
    told = _environment(services("compose.yaml")["worker"])["SOHOA_CLAMD_URL"]
    assert told == "${CLAMD_URL-}"
    (name,) = compose("compose.yaml")["configs"].values()
    assert (DOCKER / name["file"]).is_file()


def test_services_wait_for_what_they_need() -> None:
    all_of_them = services("compose.yaml")
    for name in ("api", "keeper", "worker"):
        needs = {key: need["condition"] for key, need in all_of_them[name]["depends_on"].items()}
        assert needs == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "rabbitmq": "service_healthy",
            "s3": "service_healthy",
        }


def test_the_secrets_that_are_made_are_the_ones_that_are_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"

    def make() -> dict[str, str]:
        subprocess.run(["sh", DOCKER / "make-secrets.sh", folder], check=True)
        return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}

    made = make()
    asked = {s["file"].rpartition("/")[2] for s in compose("compose.yaml")["secrets"].values()}
    assert set(made) == asked
    assert make() == made, "a second call makes other secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert made["postgres_password"] in made["SOHOA_DATABASE_URL"]
    password = re.search(r"default_pass = (\w{48})", made["rabbitmq.conf"])
    assert password is not None
    assert password[1] in made["SOHOA_BROKER_URL"]
    (identity,) = json.loads(made["s3.json"])["identities"]
    (pair,) = identity["credentials"]
    assert pair == {
        "accessKey": made["SOHOA_S3_ACCESS_KEY"],
        "secretKey": made["SOHOA_S3_SECRET_KEY"],
    }
