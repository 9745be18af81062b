"""Readers of batch items for `cli.batch`, started in processes of their own.

The name of an item's first file says what happens to it: `kill` dies as by the out-of-memory
killer, `crash` raises, anything else gives a record.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from cli.batch import BatchOptions, Item, Result, failed
from dossier.errors import ModelMissing


def start(options: BatchOptions) -> Callable[[Item], Result]:
    def read(item: Item) -> Result:
        if item.problem is not None:
            return failed(item, item.problem)
        match item.files[0].name:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "crash":
                raise ZeroDivisionError
        record: dict[str, Any] = {"problems": [], "pages": [], "reader": os.getpid()}
        return {"id": item.id, "record": record}

    return read


def start_without_model(options: BatchOptions) -> Callable[[Item], Result]:
    raise ModelMissing("no weights here", model="made up")


def start_and_die(options: BatchOptions) -> Callable[[Item], Result]:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not reached")
