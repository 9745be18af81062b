"""The scanner's adapter on a real clamd, with the settings that docker/kubernetes/clamav ships.

Debian: `apt-get install clamav-daemon`. Its signatures are one of our own, for the EICAR text.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dossier.errors import MalwareFound, MalwareScanFailed, MalwareScannerUnavailable, SohoaError
from dossier.malware import MalwareScanner, open_malware_scanner
from tests.fakes.clamd import EICAR
from tests.fakes.servers import program, wait_for
from tests.faults import bad_pdfs

pytestmark = pytest.mark.long
SHIPPED = Path("docker/kubernetes/clamav/clamd.conf")
IN_A_CONTAINER = ("TCPSocket", "LocalSocket", "DatabaseDirectory", "TemporaryDirectory")


@contextmanager
def clamd(folder: Path, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A daemon with the shipped settings, but for where it lives; `more` replace them."""
    signatures = folder / "signatures"
    signatures.mkdir(exist_ok=True)
    (signatures / "own.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    told = [f"LocalSocket {folder}/clamd.ctl", f"DatabaseDirectory {signatures}"]
    told += [f"TemporaryDirectory {folder}", "User root" if os.getuid() == 0 else "", *more]
    replaced = {*IN_A_CONTAINER, *(line.partition(" ")[0] for line in more)}
    kept = [line for line in SHIPPED.read_text().splitlines() if line.split(" ")[0] not in replaced]
    config = folder / "clamd.conf"
    config.write_text("\n".join([*kept, *told]) + "\n")
    process = subprocess.Popen(
        [program("clamd"), "--config-file", str(config)], stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def scanner_in(folder: Path, timeout_s: float = 60) -> MalwareScanner:
    return open_malware_scanner(f"unix://{folder}/clamd.ctl", timeout_s=timeout_s)


def answers(folder: Path) -> bool:
    try:
        scanner_in(folder).check()
    except MalwareScannerUnavailable:
        return False
    return True


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[MalwareScanner]:
    with clamd(tmp_path):
        wait_for(lambda: answers(tmp_path))
        yield scanner_in(tmp_path)


def verdict(scanner: MalwareScanner, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    try:
        scanner.scan(path)
    except SohoaError as exc:
        return f"{exc.code} {exc.context.get('signature') or exc.context.get('cause')}"
    return "sound"


def test_what_it_finds_is_named_and_what_it_does_not_is_sound(
    scanner: MalwareScanner, tmp_path: Path
) -> None:
    paper = tmp_path / "paper"
    found = "malware_found Eicar-Test-Signature.UNOFFICIAL"
    assert verdict(scanner, paper, EICAR) == found
    assert verdict(scanner, paper, b"%PDF-1.7\n" + os.urandom(3_000_000) + EICAR) == found
    assert verdict(scanner, paper, os.urandom(30_000_000)) == "sound"
    assert verdict(scanner, paper, b"") == "sound"


def test_odd_papers_are_no_malware(scanner: MalwareScanner, tmp_path: Path) -> None:
    odd = ("PDF and ZIP at once", "PDF with a script and a file inside", "PDF form of XFA alone")
    verdicts = [verdict(scanner, tmp_path / kind, bad_pdfs.READ[kind]()) for kind in odd]
    assert verdicts == ["sound"] * 3


@pytest.mark.parametrize("setting", ["StreamMaxLength 1M", "MaxFileSize 1M", "MaxScanSize 1M"])
def test_a_file_beyond_its_limits_is_not_taken_for_sound(tmp_path: Path, setting: str) -> None:
    with clamd(tmp_path, setting):
        wait_for(lambda: answers(tmp_path))
        scanner, paper = scanner_in(tmp_path), tmp_path / "paper"
        paper.write_bytes(b"%PDF-1.7\n" + os.urandom(5_000_000))
        with pytest.raises(MalwareScanFailed):
            scanner.scan(paper)
        assert verdict(scanner, paper, b"short") == "sound"


def test_one_that_is_killed_has_judged_nothing_and_is_there_again_after_its_start(
    tmp_path: Path,
) -> None:
    paper = tmp_path / "paper"
    with clamd(tmp_path):
        wait_for(lambda: answers(tmp_path))
        assert verdict(scanner_in(tmp_path), paper, b"paper") == "sound"
    with pytest.raises(MalwareScannerUnavailable):
        scanner_in(tmp_path).scan(paper)
    (tmp_path / "clamd.ctl").unlink()
    with clamd(tmp_path):
        wait_for(lambda: answers(tmp_path))
        assert verdict(scanner_in(tmp_path), paper, EICAR).startswith(MalwareFound.code)


def test_one_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    with clamd(tmp_path) as process:
        wait_for(lambda: answers(tmp_path))
        paper = tmp_path / "paper"
        paper.write_bytes(b"paper")
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(MalwareScanFailed) as failed:
            scanner_in(tmp_path, timeout_s=1).scan(paper)
        assert failed.value.context == {"cause": "TimeoutError"}


def test_the_shipped_limits_reach_what_a_branch_may_send() -> None:
    from api.settings import ApiSettings

    told = dict(re.findall(r"^(\w+) (\S+)$", SHIPPED.read_text(), re.MULTILINE))
    most = ApiSettings.model_fields["max_file_bytes"].default
    for name in ("StreamMaxLength", "MaxFileSize", "MaxScanSize"):
        assert int(told[name].rstrip("M")) << 20 >= most
    assert int(told["MaxScanTime"]) < 1000 * ApiSettings.model_fields["clamd_timeout_s"].default
    assert told["AlertExceedsMax"] == "yes"
