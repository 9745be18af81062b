"""A file is whole when it stands still and nobody has it open for writing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.branch.finding import list_scans, measure_all
from cli.branch.measure import StillWritten, Unreadable
from cli.branch.settled import Settling, is_open_elsewhere
from dossier.errors import SohoaError
from tests.cli.branch.conftest import page_image

WRITER = "import sys; f = open(sys.argv[1], 'ab'); print('open', flush=True); sys.stdin.read()"


def test_a_file_must_stand_still(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"1")
    settling = Settling(2.0)
    assert not settling.is_whole(path, 10.0)
    assert not settling.is_whole(path, 11.9)
    path.write_bytes(b"12")
    assert not settling.is_whole(path, 12.5), "it grew: the time starts anew"
    assert not settling.is_whole(path, 14.4)
    assert settling.is_whole(path, 14.5)
    os.utime(path, (1, 1))
    assert not settling.is_whole(path, 20.0), "written over with as many bytes"


def test_a_file_that_another_process_writes_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(page_image(1))
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert is_open_elsewhere(path)
        found = measure_all([(path, True)], settle_s=0, patience_s=0)
        writer.communicate()
    assert [type(aside.error) for aside in found.aside] == [StillWritten]
    assert not is_open_elsewhere(path)
    assert [item.path for item in measure_all([(path, True)], settle_s=0, patience_s=0).files] == [
        path
    ]


def test_asking_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"1")
    assert not is_open_elsewhere(path)
    with path.open("ab") as handle:
        handle.write(b"2")
    assert path.read_bytes() == b"12"


@pytest.mark.parametrize("name", ["none.png", "folder/none.png"])
def test_what_cannot_be_opened_is_told_and_stops_nothing(tmp_path: Path, name: str) -> None:
    good = tmp_path / "a.png"
    good.write_bytes(page_image(1))
    found = measure_all([(tmp_path / name, True), (good, True)], settle_s=0, patience_s=0)
    assert [item.path for item in found.files] == [good]
    errors: list[SohoaError] = [aside.error for aside in found.aside]
    assert [type(error) for error in errors] == [Unreadable]


def test_folders_are_listed_without_leaving_them(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.touch()
    spool = tmp_path / "spool"
    (spool / "sau").mkdir(parents=True)
    (spool / ".sohoa").mkdir()
    for name in ("2.png", "10.png", "sau/1.png", ".sohoa/old.png", "Thumbs.db"):
        (spool / name).touch()
    (spool / "link.png").symlink_to(outside)
    (spool / "loop").symlink_to(spool)
    os.mkfifo(spool / "pipe.png")
    os.link(spool / "2.png", spool / "sau" / "2 again.png")
    listed = [path.relative_to(spool).as_posix() for path, _ in list_scans([spool, spool])]
    assert listed == ["2.png", "10.png", "sau/1.png"]
