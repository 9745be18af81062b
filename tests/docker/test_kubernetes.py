"""The Kubernetes manifests: valid, locked down, drain-safe, and in agreement with the code."""

from __future__ import annotations

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from tests.docker.deployment import (
    BASE,
    DOCKER,
    ONLY_ON_ONE_MACHINE,
    SETTINGS,
    Node,
    manifests,
    pods,
)
from worker.settings import WorkerSettings

VERSIONS = ("1.29", "1.32", "1.37")
OF_OTHERS = {"TriggerAuthentication", "ScaledObject"}
"""KEDA's kinds, which no schema of Kubernetes knows."""
RESOURCES = [
    pytest.param(r, id=f"{r['kind']}-{r['metadata']['name']}")
    for folder in ("base", "clamav", "keda", "migrate")
    for r in manifests(folder)
    if r["kind"] not in OF_OTHERS
]
PODS = [pytest.param(name, pod, id=name) for name, pod in pods()]
SERVING = [param for param in PODS if param.id != "sohoa-migrate"]


def _of_kind(kind: str, folder: str = "base") -> dict[str, Node]:
    return {r["metadata"]["name"]: r for r in manifests(folder) if r["kind"] == kind}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_manifest_is_valid(resource: Node) -> None:
    for version in VERSIONS:
        kubernetes_validate.validate(resource, version, strict=True)


@pytest.mark.parametrize("path", sorted((DOCKER / "kubernetes").rglob("*.yaml")), ids=str)
def test_every_file_is_in_a_kustomization(path: object) -> None:
    assert path in {
        *(DOCKER / "kubernetes").glob("*/kustomization.yaml"),
        # Never installed with the values of the template.
        BASE / "secret.example.yaml",
        *(
            k.parent / name
            for k in (DOCKER / "kubernetes").glob("*/kustomization.yaml")
            for name in yaml.safe_load(k.read_text(encoding="utf-8"))["resources"]
        ),
    }


@pytest.mark.parametrize(("name", "pod"), PODS)
def test_a_pod_is_an_ordinary_user_on_a_file_system_that_it_cannot_write(
    name: str, pod: Node
) -> None:
    security = pod["securityContext"]
    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] == 10001
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    # A service called sohoa-api would otherwise become SOHOA_API_PORT and the like.
    assert pod["enableServiceLinks"] is False
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    writable = {m["mountPath"] for m in container["volumeMounts"] if not m.get("readOnly")}
    assert writable == {"/tmp", "/data"}
    assert {"cpu", "memory"} == set(container["resources"]["requests"])
    assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize(("name", "pod"), SERVING)
def test_a_pod_is_probed_and_has_longer_to_end_than_a_lease(name: str, pod: Node) -> None:
    (container,) = pod["containers"]
    assert {"startupProbe", "livenessProbe"} <= set(container)
    assert ("readinessProbe" in container) is (name == "sohoa-api")
    lease = WorkerSettings.model_fields["lease_s"].default
    assert pod["terminationGracePeriodSeconds"] > lease
    assert name in _of_kind("PodDisruptionBudget")


def test_the_probes_of_the_api_are_its_routes() -> None:
    (container,) = _of_kind("Deployment")["sohoa-api"]["spec"]["template"]["spec"]["containers"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_every_setting_is_in_the_manifests_and_none_that_is_not_in_the_code() -> None:
    told = set(_of_kind("ConfigMap")["sohoa-settings"]["data"])
    secret = yaml.safe_load((BASE / "secret.example.yaml").read_text(encoding="utf-8"))
    assert told | set(secret["stringData"]) == set(SETTINGS) - ONLY_ON_ONE_MACHINE
    assert not told & set(secret["stringData"])


def test_the_numbers_are_those_of_the_code() -> None:
    for key, value in _of_kind("ConfigMap")["sohoa-settings"]["data"].items():
        default = SETTINGS[key].model_fields[key.removeprefix("SOHOA_").lower()].default
        if isinstance(default, int | float):
            assert float(value) == default, key


def test_secrets_are_where_the_program_looks() -> None:
    for name, pod in pods():
        (mount,) = [m for m in pod["containers"][0]["volumeMounts"] if m["name"] == "secrets"]
        (volume,) = [v for v in pod["volumes"] if v["name"] == "secrets"]
        assert mount["mountPath"] == "/run/secrets", name
        assert volume["secret"]["secretName"] == "sohoa-secrets"


def test_the_workers_follow_the_queue_that_they_read() -> None:
    scaled = _of_kind("ScaledObject", "keda")["sohoa-worker"]["spec"]
    queue = _of_kind("ConfigMap")["sohoa-settings"]["data"]["SOHOA_QUEUE"]
    worker = _of_kind("Deployment")[scaled["scaleTargetRef"]["name"]]
    assert "replicas" not in worker["spec"], "applying it would set back what the queue asked for"
    (trigger,) = scaled["triggers"]
    assert trigger["metadata"]["queueName"] == queue
    # With none the first page of the morning would wait for a model to load.
    assert scaled["minReplicaCount"] >= 1
    auth = _of_kind("TriggerAuthentication", "keda")[trigger["authenticationRef"]["name"]]
    secret = yaml.safe_load((BASE / "secret.example.yaml").read_text(encoding="utf-8"))
    assert auth["spec"]["secretTargetRef"][0]["key"] in secret["stringData"]


def test_nothing_goes_in_or_out_that_is_not_named() -> None:
    policies = _of_kind("NetworkPolicy")
    nothing = policies["sohoa-nothing"]["spec"]
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    inward = {n for n, p in policies.items() if p["spec"].get("ingress")}
    assert inward == {"sohoa-callers"}


def test_the_malware_scanner_hears_the_service_alone() -> None:
    policies = _of_kind("NetworkPolicy", "clamav")
    asked, asks = (policies[name]["spec"] for name in ("clamav", "sohoa-asks-clamav"))
    assert asked["ingress"][0]["from"] == [{"podSelector": asks["podSelector"]}]
    (pod,) = (d["spec"]["template"] for d in _of_kind("Deployment", "clamav").values())
    labels = pod["metadata"]["labels"]
    assert asks["egress"][0]["to"][0]["podSelector"]["matchLabels"].items() <= labels.items()
    assert _of_kind("Service", "clamav")["clamav"]["spec"]["selector"] == labels
    (container,) = pod["spec"]["containers"]
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_selectors_find_their_pods() -> None:
    labels = {
        name: d["spec"]["template"]["metadata"]["labels"]
        for name, d in _of_kind("Deployment").items()
    }
    for name, deployment in _of_kind("Deployment").items():
        assert deployment["spec"]["selector"]["matchLabels"] == labels[name]
    for name, budget in _of_kind("PodDisruptionBudget").items():
        assert budget["spec"]["selector"]["matchLabels"] == labels[name]
    assert _of_kind("Service")["sohoa-api"]["spec"]["selector"] == labels["sohoa-api"]
