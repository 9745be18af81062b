"""What comes from a store far away is kept for the pages that follow; nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest

from dossier.errors import NotFound, StorageUnavailable
from dossier.store.kept import KeptFiles
from dossier.store.keyring import Keyring, Tampered
from dossier.store.object_cipher import MAGIC, ObjectCipher
from dossier.store.objects import measure, object_name
from dossier.store.s3 import S3Objects
from dossier.store.scratch import PREFIX, scratch_folder
from dossier.store.settings import StoreSettings
from tests.fakes.s3 import FailingStore, Trouble, failing_store

SECRET = b"a citizen's paper"


@dataclass
class Far:
    """Objects by name, and how often each was asked for."""

    objects: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def fetch(self, name: str) -> Callable[[Path, Callable[[int], None]], None]:
        def write(path: Path, make_room: Callable[[int], None]) -> None:
            self.asked.append(name)
            make_room(len(self.objects[name]))
            path.write_bytes(self.objects[name])

        return write


@pytest.fixture
def far() -> Far:
    return Far({name: name.encode() * 100 for name in "abc"} | {"long": b"l" * 1000})


def read(kept: KeptFiles, far: Far, name: str) -> bytes:
    with kept.use(name, far.fetch(name)) as path:
        return path.read_bytes()


def held() -> list[Path]:
    return list(scratch_folder().glob("kept-*"))


def test_what_was_fetched_is_not_fetched_again(far: Far) -> None:
    kept = KeptFiles(1000)
    for _ in range(3):
        for name in "ab":
            assert read(kept, far, name) == far.objects[name]
    assert far.asked == ["a", "b"]


def test_what_was_used_longest_ago_makes_room(far: Far) -> None:
    kept = KeptFiles(200)
    for name in ("a", "b", "a", "c", "a", "b"):
        read(kept, far, name)
    assert far.asked == ["a", "b", "c", "b"]


def test_a_file_beyond_the_bound_is_kept_alone(far: Far) -> None:
    kept, before = KeptFiles(200), len(held())
    for name in ("a", "long", "long", "a"):
        read(kept, far, name)
    assert far.asked == ["a", "long", "a"]
    assert len(held()) == before + 1


def test_what_nobody_uses_is_dropped_after_a_while_and_nothing_that_is_used(far: Far) -> None:
    now, before = 0.0, len(held())
    kept = KeptFiles(1000, clock=lambda: now)
    with kept.use("a", far.fetch("a")) as path:
        now = 10_000.0
        kept.drop_idle()
        assert path.is_file()
    kept.drop_idle()
    assert read(kept, far, "a") == far.objects["a"]
    now = 20_000.0
    kept.drop_idle()
    assert len(held()) == before
    assert far.asked == ["a"]


def test_a_second_thread_fetches_for_itself(far: Far) -> None:
    kept, seen = KeptFiles(1000), []
    with kept.use("a", far.fetch("a")):
        other = Thread(target=lambda: seen.append(read(kept, far, "a")))
        other.start()
        other.join()
    assert (seen, far.asked) == ([far.objects["a"]], ["a", "a"])


def test_half_a_file_is_not_kept(far: Far) -> None:
    kept, before = KeptFiles(1000), len(held())

    def cut(path: Path, make_room: Callable[[int], None]) -> None:
        path.write_bytes(b"half")
        raise StorageUnavailable

    with pytest.raises(StorageUnavailable), kept.use("a", cut):
        pass
    assert len(held()) == before
    assert read(kept, far, "a") == far.objects["a"]


@pytest.fixture
def sealed(tmp_path: Path) -> ObjectCipher:
    return ObjectCipher(Keyring({"k1": bytes(32)}))


def s3(store: FailingStore, cipher: ObjectCipher) -> S3Objects:
    told = {"s3_url": store.url, "s3_access_key": "a", "s3_secret_key": "b"}
    settings = StoreSettings(**told)  # type: ignore[arg-type]
    return S3Objects.from_settings(settings, cipher, KeptFiles(1 << 20), timeout_s=5)


def test_what_is_kept_is_encrypted_and_checked_each_time(
    tmp_path: Path, sealed: ObjectCipher
) -> None:
    source = tmp_path / "source"
    source.write_bytes(SECRET * 100)
    content = measure(source)
    with failing_store() as store:
        objects, before = s3(store, sealed), set(held())
        objects.put(source, content)
        store.reading.append(Trouble.WRONG)
        with pytest.raises(Tampered), objects.path(content.sha256):
            pass
        assert set(held()) == before, "what was no good is kept"
        with objects.path(content.sha256) as path:
            assert path.read_bytes() == source.read_bytes()
        (kept,) = set(held()) - before
        assert kept.read_bytes().startswith(MAGIC)
        assert SECRET not in kept.read_bytes()
        store.reading.append(Trouble.BUSY)  # would be seen by who asked the store
        with objects.path(content.sha256) as path:
            assert path.read_bytes() == source.read_bytes()
        assert len(store.reading) == 1
        # Changed on the disk: noticed, and fetched anew by the next.
        store.reading.clear()
        kept.write_bytes(kept.read_bytes()[:-1] + b"?")
        with pytest.raises(Tampered), objects.path(content.sha256):
            pass
        with objects.path(content.sha256) as path:
            assert path.read_bytes() == source.read_bytes()


def test_what_is_gone_is_not_there(tmp_path: Path, sealed: ObjectCipher) -> None:
    with failing_store() as store:
        objects = s3(store, sealed)
        with pytest.raises(NotFound), objects.path("0" * 64):
            pass
        assert object_name("0" * 64) not in store.objects


def test_the_folder_is_this_process_alone_s() -> None:
    assert scratch_folder() == scratch_folder()
    assert scratch_folder().stat().st_mode & 0o777 == 0o700


WAITS = """
import sys
from dossier.store.scratch import scratch_folder
(scratch_folder() / "paper").write_text("clear")
print(scratch_folder(), flush=True)
sys.stdin.read()
"""


def start(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS],
        env=os.environ | {"TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()
    assert process.returncode is not None


def test_a_folder_goes_with_its_process_and_that_of_a_killed_one_with_the_next(
    tmp_path: Path,
) -> None:
    killed, deserted = start(tmp_path)
    other, lived_in = start(tmp_path)
    killed.send_signal(signal.SIGKILL)
    end(killed)
    assert (deserted / "paper").is_file()
    last, own = start(tmp_path)
    assert sorted(tmp_path.glob(f"{PREFIX}*")) == sorted([lived_in, own])
    end(other)
    end(last)
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


FORKS = """
import os, sys
from dossier.store.scratch import scratch_folder
folder, child = scratch_folder(), os.fork()
if not child:
    sys.exit(0)
os.waitpid(child, 0)
sys.exit(0 if folder.is_dir() else "gone")
"""


def test_a_child_that_was_forked_leaves_its_parents_folder() -> None:
    subprocess.run([sys.executable, "-c", FORKS], check=True)
