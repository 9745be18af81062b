"""Lines cut and processes killed at random bytes: every page once, nothing deleted too early."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier.branch.seal import SealedFile, batch_seal, grouped
from tests.cli.branch.conftest import CODE, Server, fill_spool
from tests.fakes.lines import BadLine


class Counter:
    """`sohoa scan` in a process of its own, started again whenever it was killed."""

    def __init__(self, server: Server, spool: Path, cuts: list[int], seed: int) -> None:
        self._server = server
        self._spool = spool
        self._chance = random.Random(seed)
        self._process: subprocess.Popen[bytes] | None = None
        self.wanted = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in spool.glob("*.png")}
        self.kills = 0
        self.line = BadLine(server.port, cuts, self._on_cut)

    def _on_cut(self, _byte: int) -> None:
        if self._chance.random() < 0.4 and self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self.kills += 1

    def run(self) -> bytes:
        """Until it ends by itself; what it printed."""
        with self.line:
            while True:
                self._process = subprocess.Popen(self._command(), stdout=subprocess.PIPE)
                printed, _ = self._process.communicate()
                self.check_spool()
                if self._process.returncode != -signal.SIGKILL:
                    assert self._process.returncode == 0
                    return printed

    def kill_while_clearing(self, count: int) -> None:
        """Kill it in the middle of deleting, so many times at most."""
        for _ in range(count):
            here = len(list(self._spool.glob("*.png")))
            process = subprocess.Popen(self._command(), stdout=subprocess.DEVNULL)
            while process.poll() is None and len(list(self._spool.glob("*.png"))) == here:
                time.sleep(0.001)
            process.kill()
            process.wait()
            self.check_spool()

    def check_spool(self) -> None:
        """What is not in the spool any more is on the server, with the same hash, and sealed."""
        gone = {sha for path, sha in self.wanted.items() if not path.exists()}
        if gone:
            with self._server.client() as client:
                assert client.show_dossier(CODE).sealed_at is not None
        assert gone <= set(self._server.hashes())

    def in_order(self) -> list[str]:
        return [self.wanted[self._spool / f"trang {n}.png"] for n in range(1, len(self.wanted) + 1)]

    def _command(self) -> list[str]:
        where = ["--server", self.line.url, "--key", self._server.key, "--dossier", CODE]
        return [
            *(sys.executable, "-m", "cli", "scan", str(self._spool), *where),
            *("--remove", "--settle", "0", "--no-progress"),
        ]


def upload_over_a_bad_line(
    server: Server, spool: Path, pages: int, cuts: int, side: int, seed: int
) -> Counter:
    size = sum(path.stat().st_size for path in fill_spool(spool, pages, side))
    places = random.Random(seed).sample(range(size), cuts)
    counter = Counter(server, spool, places, seed)
    printed = counter.run()
    assert counter.line.cuts_left == 0
    assert server.hashes() == counter.in_order(), "every page once, in the order of the pile"
    files = tuple(
        SealedFile(name=f"trang {n}.png", sha256=sha, size=0, pages=1)
        for n, sha in enumerate(counter.in_order(), start=1)
    )
    assert grouped(batch_seal(CODE, files)).encode() in printed
    kept = (spool / ".sohoa" / "receipts" / f"{CODE}.txt").read_bytes()
    assert kept == printed
    assert list(spool.glob("*.png")) == []
    return counter


def test_a_few_pages_and_one_kill(server: Server, tmp_path: Path) -> None:
    counter = upload_over_a_bad_line(server, tmp_path / "spool", pages=3, cuts=1, side=60, seed=1)
    assert counter.kills == 1


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_hundred_pages_over_fifty_cuts(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    counter = upload_over_a_bad_line(server, spool, pages=200, cuts=50, side=200, seed=11)
    assert 10 < counter.kills < 40


@pytest.mark.long
@pytest.mark.timeout(900)
def test_killed_while_the_spool_is_cleared(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    fill_spool(spool, 60)
    counter = Counter(server, spool, [], seed=1)
    counter.kill_while_clearing(5)
    counter.run()
    assert list(spool.glob("*.png")) == []
    assert server.hashes() == counter.in_order()
