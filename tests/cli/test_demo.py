from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cli.demo.report import row_of
from cli.demo.samples import load_samples
from cli.demo.service import PortTaken, Service


def test_samples_know_their_pages_and_never_upload_their_truth() -> None:
    samples = load_samples(Path("samples/demo"))
    assert len(samples) >= 3
    for sample in samples:
        assert sample.pages >= 1
        assert {path.suffix for path in sample.files} <= {".pdf", ".tif", ".jpg", ".png"}


def test_a_taken_port_is_said_before_anything_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        (kept := tmp_path / f"data-{port}").mkdir()
        with pytest.raises(PortTaken), Service(port=port, folder=tmp_path):
            raise AssertionError("not reached")
    assert kept.exists()


def test_a_row_counts_what_was_read_flagged_and_differs() -> None:
    record = {
        "decision": "review",
        "documents": [
            {
                "form": "birth_registration",
                "fields": {
                    "a": {"state": "read", "review": False},
                    "b": {"state": "read", "review": True},
                    "c": {"state": "blank", "review": False},
                },
            }
        ],
        "crosscheck": {"fields": [{"verdict": v} for v in ("same", "equivalent", "tones_only")]},
    }
    assert row_of("x", record) == (
        *("x", "birth_registration", "3", "2", "1", "1"),
        "[yellow]review",
    )


@pytest.mark.long
def test_the_demo_ends_with_a_record_a_dossier(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "cli.demo"],
        env=os.environ | {"PORT": str(port), "EXIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    for sample in load_samples(Path("samples/demo")):
        assert f"demo-out/{sample.name}.json" in done.stdout
