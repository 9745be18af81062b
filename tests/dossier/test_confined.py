"""Whatever happens in the child, the asker gets an answer or a named problem, and goes on."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dossier.confined import Bounds, Confined, ParserCrashed
from dossier.confined.asking import _Forker
from dossier.errors import DamagedFile, EngineTimeout

CALLS = "tests.dossier.confined_calls"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(b"a page\nof two lines")
    return path


@pytest.fixture
def child() -> Confined:
    return Confined(CALLS, Bounds(memory_mb=600, cpu_s=2, wall_s=60, file_mb=1, answer_mb=2))


def test_values_and_bytes_come_back(child: Confined, paper: Path) -> None:
    answer = child.ask("echo", paper, name="đơn.pdf", page=3)
    assert (answer.values["name"], answer.values["page"]) == ("đơn.pdf", 3)
    assert bytes(answer.content) == paper.read_bytes()


def test_every_call_has_a_child_of_its_own(child: Confined, paper: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: child.ask("echo", paper, n=n), range(12)))
    assert [answer.values["n"] for answer in answers] == list(range(12))
    assert len({answer.values["pid"] for answer in answers}) == 12


def test_a_refusal_arrives_as_what_it_was(child: Confined, paper: Path) -> None:
    with pytest.raises(DamagedFile) as refusal:
        child.ask("refuse", paper)
    assert refusal.value.detail == "cắt cụt / cut short"
    assert refusal.value.context == {"file_page": 3}


@pytest.mark.parametrize("call", ["segfault", "leave", "half", "burn", "flood", "eat_memory"])
def test_whatever_ends_it_is_a_named_problem_and_ends_nothing_else(
    child: Confined, paper: Path, call: str
) -> None:
    with pytest.raises(ParserCrashed) as crash:
        child.ask(call, paper)
    assert crash.value.problem()["code"] == "parser_crashed"
    assert child.ask("echo", paper).content


def test_a_fault_tells_its_kind_and_not_its_message(child: Confined, paper: Path) -> None:
    with pytest.raises(ParserCrashed) as crash:
        child.ask("fault", paper)
    assert "ZeroDivisionError" in crash.value.detail
    assert "Nguyễn" not in crash.value.detail


def test_what_takes_too_long_is_killed_with_all_that_it_started(paper: Path) -> None:
    impatient = Confined(CALLS, Bounds(wall_s=1.5))
    mark = "34567.125"
    with pytest.raises(EngineTimeout):
        impatient.ask("sleep", paper, seconds=float(mark))
    for _ in range(100):
        if not _running(mark):
            return
        time.sleep(0.1)
    raise AssertionError("what the child had started lives on")


def test_no_file_grows_beyond_the_bound(child: Confined, paper: Path) -> None:
    child.ask("write_file", paper, size=1000)
    with pytest.raises(ParserCrashed):
        child.ask("write_file", paper, size=2 << 20)
    assert (paper.parent / "written").stat().st_size <= 1 << 20


def test_v15_2_5_no_socket_no_secret_no_new_right(
    child: Confined, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_DATABASE_URL", "postgresql://secret")
    seen = child.ask("look_around", paper).values
    assert not [name for name in seen["environment"] if name.startswith("SOHOA_")]
    assert (seen["no_new_privileges"], seen["threads"]) == ("1", "1")
    # Standard streams, the answer, and the folder that was just being listed.
    assert seen["handles"] <= 5
    assert child.ask("call_out", paper).values == {"refused": True}


def test_a_forker_that_was_killed_is_started_again(child: Confined, paper: Path) -> None:
    with pytest.raises(ParserCrashed):
        child.ask("end_forker", paper)
    assert child.ask("echo", paper).content


def _running(argument: str) -> bool:
    """Whether a process with `argument` in its command line runs."""
    for found in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument.encode() in found.read_bytes():
                return True
        except OSError:
            continue
    return False


def children() -> set[str]:
    """Ids of the processes that this one has started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return set(listed.stdout.split())


def test_it_is_started_before_anybody_asks() -> None:
    # Its own: the one that a process shares may run already.
    forker, before = _Forker("api.services.picture_calls"), children()
    try:
        for _ in range(2):
            forker.get_ready()
        # Of what was not there before, one process is `ps` itself.
        assert len(children() - before) == 2
    finally:
        forker.end()
