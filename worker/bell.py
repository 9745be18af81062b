"""The in-box transport: messages as files in a folder, each appearing whole.

kombu's `filesystem` transport creates a message under its final name and then writes it, so a
worker that looks at the wrong moment takes half a message. Here it is written aside and renamed.
A message is gone once fetched, also when its worker is killed; that is why it is only a bell.
"""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from functools import cache
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.connection import Connection
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.virtual import BrokerState

SCHEME = "sohoa-folder"


class Channel(filesystem.Channel):
    """In and out are the same folder; `new` and `taken` below it are ours."""

    # kombu's own base classes disagree on the parameter's name.
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        descriptor, written = tempfile.mkstemp(dir=folder / "new")
        with os.fdopen(descriptor, "w") as handle:
            json.dump(payload, handle)
        # Names sort by time over all processes and restarts; `monotonic` would start anew.
        Path(written).rename(folder / f"{time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        for waiting in sorted(folder.glob(f"*.{queue}.msg")):
            taken = folder / "taken" / waiting.name
            try:
                waiting.rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            payload = json.loads(taken.read_text())
            taken.unlink()
            return payload
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel

    def __init__(self, client: Connection, **options: Any) -> None:
        super().__init__(client, **options)  # type: ignore[no-untyped-call]
        # kombu remembers bindings once a process. A queue bound in one folder would pass for bound
        # in the next, and its messages would be dropped without a word.
        folder = (client.transport_options or {}).get("control_folder", "")
        self.state = _bindings_of(str(folder))


@cache
def _bindings_of(_folder: str) -> Any:
    return BrokerState()  # type: ignore[no-untyped-call]


def prepare_folder(folder: Path) -> dict[str, Any]:
    """Make the queue's folders and give the transport options that name them."""
    for part in ("new", "taken", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.1,
    }
