"""What the images would hold, run as they would run it: no engine, the same files, user and limits.

The wheel is built of what the Dockerfile copies, laid where nobody may write, and its programs are
started by a user without rights who can write to /data and /tmp alone.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.docker.deployment import COMPOSE_FILES, ROOT, instructions, pods, services

NOBODY = 65534
PATIENCE_S = 240.0
_SOHOA = "import sys; sys.argv[0] = 'sohoa'; from cli.main import run; run()"
PROGRAMS = {"sohoa": (sys.executable, "-c", _SOHOA), "python": (sys.executable,)}


@dataclass(frozen=True, kw_only=True)
class Image:
    """`code` is what /opt/sohoa would add to Python's path."""

    code: Path
    data: Path
    tmp: Path

    @property
    def log(self) -> Path:
        return self.tmp.parent / "log"

    def command(self, words: Sequence[str]) -> list[str]:
        """As the container would run it: setpriv takes away what root has and nobody has not.

        But for reading: the interpreter and its libraries may lie in a home that is closed.
        """
        drop = ["setpriv", "--no-new-privs"]
        if os.getuid() == 0:
            drop += [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            for kind in ("bounding-set", "inh-caps", "ambient-caps"):
                drop.append(f"--{kind}=-all,+dac_read_search")
        return [*drop, *PROGRAMS[words[0]], *words[1:]]

    def environment(self, **settings: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.code),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "HOME": str(self.tmp),
            "TMPDIR": str(self.tmp),
            "SOHOA_DATA": str(self.data),
            **settings,
        }

    def run(self, words: Sequence[str], **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(words),
            env=self.environment(**settings),
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built of what the `builder` stage copies and of nothing else."""
    context = tmp_path_factory.mktemp("context")
    for word, rest in instructions("builder"):
        if word == "COPY":
            for source in rest.split()[:-1]:
                _copy(ROOT / source, context / source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", context / "out", context], check=True)
    (built,) = (context / "out").glob("*.whl")
    return built


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copy(source, target)
        return
    # As .dockerignore: training and its measurements run elsewhere.
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(source, target, ignore=left_out)
    if source.name == "models":
        shutil.rmtree(target / "train")
        shutil.rmtree(target / "bench")


@pytest.fixture(scope="module")
def code(wheel: Path) -> Iterator[Path]:
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory(prefix="image-") as name:
        root = Path(name)
        root.chmod(0o755)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(root / "code")
        for path in sorted((root / "code").rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield root / "code"
        for path in (root / "code").rglob("*"):
            path.chmod(0o755)


@pytest.fixture
def image(code: Path) -> Iterator[Image]:
    with tempfile.TemporaryDirectory(prefix="container-") as name:
        root = Path(name)
        root.chmod(0o755)
        made = Image(code=code, data=root / "data", tmp=root / "tmp")
        for folder in (made.data, made.tmp):
            folder.mkdir(mode=0o700)
            if os.getuid() == 0:
                os.chown(folder, NOBODY, NOBODY)
        yield made


def _commands() -> set[tuple[str, ...]]:
    """Of the images, of compose and of Kubernetes; only ours."""
    found = [
        json.loads(rest)
        for stage in ("api", "worker")
        for word, rest in instructions(stage)
        if word == "CMD"
    ]
    for file in COMPOSE_FILES:
        for service in services(file).values():
            if service["image"].startswith("sohoa-"):
                found.append(service.get("command"))
                found.append(service.get("healthcheck", {}).get("test", ["CMD"])[1:])
    found += [pod["containers"][0]["command"] for _, pod in pods()]
    return {tuple(command) for command in found if command and command[1] != "-c"}


@pytest.mark.parametrize("command", sorted(_commands()), ids=" ".join)
def test_every_command_is_there(command: tuple[str, ...], image: Image) -> None:
    asked = image.run([*command, "--help"])
    assert asked.returncode == 0, asked.stderr


def test_nothing_that_the_code_reads_is_left_out(wheel: Path) -> None:
    # A file that is no Python comes in only if pyproject.toml names its ending.
    context = wheel.parents[1]
    wanted = {
        path.relative_to(context).as_posix()
        for package in ("api", "cli", "dossier", "models", "ocr", "worker")
        for path in (context / package).rglob("*")
        if path.is_file() and path.suffix != ".md" and path.name != ".gitattributes"
    }
    with zipfile.ZipFile(wheel) as archive:
        assert wanted - set(archive.namelist()) == set()


def test_the_code_is_that_of_the_wheel(image: Image) -> None:
    asked = image.run(["python", "-c", "import api, cli, ocr; print(api.__path__, ocr.__path__)"])
    assert asked.stdout.count(str(image.code)) == 2, asked.stdout + asked.stderr


def test_the_code_cannot_be_written_by_who_runs_it(image: Image) -> None:
    target = image.code / "api" / "app.py"
    tried = image.run(["python", "-c", f"open({str(target)!r}, 'a')"])
    assert "PermissionError" in tried.stderr


def test_the_models_are_in_the_image_and_whole(image: Image) -> None:
    asked = image.run(["sohoa", "models", "check"])
    assert asked.returncode == 0, asked.stdout + asked.stderr


@contextmanager
def started(
    image: Image, words: Sequence[str], **settings: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and the URL of its API; a free port instead of the container's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    local = [{"8000": port, "0.0.0.0": "127.0.0.1"}.get(word, word) for word in words]
    with image.log.open("wb") as log:
        process = subprocess.Popen(
            image.command(local), env=image.environment(**settings), cwd=image.data, stderr=log
        )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def answer_of(
    image: Image, process: subprocess.Popen[bytes], url: str, wanted: str
) -> httpx.Response:
    """Ask until the answer's `status` is `wanted`."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, image.log.read_text()
        try:
            answer = httpx.get(url, timeout=10)
        except httpx.TransportError:
            time.sleep(0.2)
            continue
        if answer.status_code == 200 and answer.json()["status"] == wanted:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{url} did not answer {wanted}")


@pytest.mark.timeout(600)
def test_the_api_alone_serves_tells_what_is_missing_and_ends_in_order(image: Image) -> None:
    secrets = image.tmp / "secrets"
    secrets.mkdir()
    (secrets / "SOHOA_BROKER_URL").write_text("amqp://guest:guest@127.0.0.1:5672//")
    secrets.chmod(0o755)
    (command,) = [json.loads(rest) for word, rest in instructions("api") if word == "CMD"]
    with started(image, command, CREDENTIALS_DIRECTORY=str(secrets)) as (process, url):
        assert answer_of(image, process, f"{url}/healthz", "ok").json() == {"status": "ok"}
        checks = answer_of(image, process, f"{url}/readyz", "degraded").json()["checks"]
        missing = {part: verdict for part, verdict in checks.items() if verdict != "ok"}
        assert missing == {"workers": "no_worker", "keeper": "no_keeper"}
        (check,) = [rest for word, rest in instructions("api") if word == "HEALTHCHECK"]
        words = json.loads(check.partition("CMD ")[2].replace("http://127.0.0.1:8000", url))
        assert image.run(words).returncode == 0
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_one_container_gets_ready_with_its_engine_and_ends_in_order(image: Image) -> None:
    command = services("compose.one.yaml")["sohoa"]["command"]
    with started(image, command) as (process, url):
        checks = answer_of(image, process, f"{url}/readyz", "ok").json()["checks"]
        assert set(checks.values()) == {"ok"}
        assert image.run(["python", "-m", "worker", "check"]).returncode == 0
        assert (image.data / "admin.key").stat().st_mode & 0o777 == 0o600
        process.terminate()
        assert process.wait(90) == 0
    # A worker that is gone as planned took its sign with it; the keeper's is not fresh for long.
    log = image.log.read_text()
    assert "worker killed" not in log
    assert "Read-only" not in log
    assert "Permission denied" not in log
