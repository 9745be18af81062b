"""Whether this process can take calls, whether the installation moves, and how much there is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from api.context import Context
from dossier.errors import MalwareFound, SohoaError
from dossier.store import (
    dossiers,
    events,
    heartbeats,
    outbox,
    quarantine,
    schema,
    steps,
    webhooks,
)

_PATIENCE: Final = timedelta(seconds=60)
"""A message that was not sent for so long means that the broker or the keeper is away."""
_SPARE_BYTES: Final = 1 << 30


class _NotReady(SohoaError):
    """Carries the code that readiness shows."""


class _NoWorker(_NotReady):
    code = "no_worker"


class _NoKeeper(_NotReady):
    code = "no_keeper"


class _MessagesStuck(_NotReady):
    code = "messages_stuck"


class _DiskFull(_NotReady):
    code = "disk_full"


def check_own(context: Context) -> dict[str, str]:
    """What this process needs to take a scan in: each part with `ok` or the code of its problem."""
    return {
        "database": _verdict(lambda: _ask(context, _require_schema)),
        "object_store": _verdict(context.objects.check),
        "disk": _verdict(lambda: _require_room(context)),
    }


def check_others(context: Context) -> dict[str, str]:
    """What has to run somewhere for pages to move. Without it scans are kept, and wait."""
    return {
        "workers": _verdict(lambda: _ask(context, _require_worker)),
        "keeper": _verdict(lambda: _ask(context, _require_keeper)),
        "messages": _verdict(lambda: _ask(context, _require_flow)),
        **({"malware_scanner": _verdict(context.scanner.check)} if _scans(context) else {}),
    }


def metrics(context: Context) -> str:
    """In the Prometheus text format.

    Asked every few seconds, so nothing is counted but what is still to be done: each query walks
    an index over that alone, however many pages were ever read.
    """
    now = context.clock()
    with context.database.read() as session:
        oldest = steps.oldest_due(session, now=now)
        lines = [
            *_family("sohoa_dossiers", "Dossiers not completed.", "state", _dossiers(session)),
            *_steps(session),
            *_family("sohoa_webhook_deliveries", "Not taken yet.", "state", _deliveries(session)),
            *_gauge("sohoa_outbox_unsent", "Messages to be sent.", outbox.count_unsent(session)),
            *_gauge(
                "sohoa_oldest_step_seconds",
                "How long the step that waits longest has been due.",
                0 if oldest is None else max(0, round((now - oldest).total_seconds())),
            ),
            *_gauge("sohoa_events", "Events ever.", events.last_seq(session)),
            *_malware(session, context),
        ]
        for name, kind in (("workers", heartbeats.WORKER), ("keepers", heartbeats.KEEPER)):
            alive = heartbeats.count_alive(session, kind, now=now)
            lines += _gauge(f"sohoa_{name}_alive", "Those with a fresh sign of life.", alive)
    return "\n".join(lines) + "\n" + context.calls.render()


def _malware(session: Session, context: Context) -> Iterable[str]:
    held = quarantine.count_held(session, MalwareFound.code)
    yield from _gauge("sohoa_malware_held", "Files put aside because of malware.", held)
    if _scans(context):
        up = _verdict(context.scanner.check) == "ok"
        yield from _gauge("sohoa_malware_scanner_up", "Whether the scanner answers.", int(up))


def _scans(context: Context) -> bool:
    return bool(context.settings.clamd_url)


def _dossiers(session: Session) -> Mapping[str, int]:
    return {state.value: n for state, n in dossiers.count_unfinished(session).items()}


def _deliveries(session: Session) -> Mapping[str, int]:
    return {state.value: n for state, n in webhooks.count_by_state(session).items()}


def _steps(session: Session) -> Iterable[str]:
    yield from _head("sohoa_steps", "Steps not done, by kind and state.")
    for (kind, state), count in steps.count_unfinished(session).items():
        yield f'sohoa_steps{{kind="{kind.value}",state="{state.value}"}} {count}'


def _family(name: str, text: str, label: str, counts: Mapping[str, int]) -> Iterable[str]:
    yield from _head(name, text)
    for value, count in counts.items():
        yield f'{name}{{{label}="{value}"}} {count}'


def _gauge(name: str, text: str, value: int) -> Iterable[str]:
    yield from _head(name, text)
    yield f"{name} {value}"


def _head(name: str, text: str) -> Iterable[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} gauge"


def _verdict(ask: Callable[[], None]) -> str:
    try:
        ask()
    except SohoaError as exc:
        return exc.code
    return "ok"


def _ask(context: Context, require: Callable[[Session, Context], None]) -> None:
    with context.database.read() as session:
        require(session, context)


def _require_schema(session: Session, _context: Context) -> None:
    schema.require_head(session.connection())


def _require_worker(session: Session, context: Context) -> None:
    if not heartbeats.count_alive(session, heartbeats.WORKER, now=context.clock()):
        raise _NoWorker


def _require_keeper(session: Session, context: Context) -> None:
    if not heartbeats.count_alive(session, heartbeats.KEEPER, now=context.clock()):
        raise _NoKeeper


def _require_flow(session: Session, context: Context) -> None:
    oldest = outbox.oldest_unsent(session)
    if oldest is not None and context.clock() - oldest > _PATIENCE:
        raise _MessagesStuck


def _require_room(context: Context) -> None:
    if shutil.disk_usage(context.settings.data).free < _SPARE_BYTES:
        raise _DiskFull
