"""The in-box transport: messages as files in a folder, each appearing whole.

kombu's `filesystem` transport creates a message under its final name and then writes it, so a
worker that looks at the wrong moment takes half a message. Here it is written aside and renamed.
A message is gone once fetched, also when its worker is killed; that is why it is only a bell. One
bell hangs for each step, however often it is rung: a queue that waits for hours stays as long as
it is.
"""

from __future__ import annotations

import base64
import json
import os
import re
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
_STEP = re.compile(r"stp_[0-9a-z]+")


class Channel(filesystem.Channel):
    """In and out are the same folder; `new` and `taken` below it are ours."""

    # kombu's own base classes disagree on the parameter's name.
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        descriptor, written = tempfile.mkstemp(dir=folder / "new")
        with os.fdopen(descriptor, "w") as handle:
            json.dump(payload, handle)
        Path(written).rename(folder / f"{_name_of(payload)}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        while (first := _first(folder, f".{queue}.msg")) is not None:
            # A name of its own: the same bell may hang again while this one is answered.
            taken = folder / "taken" / f"{first}.{uuid.uuid4().hex}"
            try:
                (folder / first).rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            payload = json.loads(taken.read_text())
            taken.unlink()
            return payload
        raise Empty


def _name_of(payload: Any) -> str:
    """Of the step that the bell is for, whose id begins with its time; a message of Celery's own
    gets the time, which no restart sets back.
    """
    try:
        told = json.loads(base64.b64decode(payload["body"]))
    except (KeyError, TypeError, ValueError):
        told = None
    match told:
        case [_, {"step_id": str(step_id)}, *_] if _STEP.fullmatch(step_id):
            return step_id
    return f"{time_ns():020d}_{uuid.uuid4().hex}"


def _first(folder: Path, ending: str) -> str | None:
    """The oldest name. Not sorted, and not `glob`: with thousands waiting that is most of a bell's
    cost.
    """
    with os.scandir(folder) as found:
        return min((one.name for one in found if one.name.endswith(ending)), default=None)


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
