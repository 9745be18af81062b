"""Whether this installation can do its work now, and how much there is of it."""

from __future__ import annotations

from collections.abc import Callable

from api.context import Context
from dossier.errors import SohoaError
from dossier.store import dossiers, heartbeats, outbox, pages, steps


def check_all(context: Context) -> dict[str, str]:
    """Each part with `ok` or the code of its problem."""
    return {
        "database": _verdict(lambda: _ask_database(context)),
        "object_store": _verdict(context.objects.check),
        "workers": _verdict(lambda: _ask_workers(context)),
    }


def metrics(context: Context) -> str:
    """Counts in the Prometheus text format."""
    with context.database.read() as session:
        dossier_counts = dossiers.count_by_state(session)
        page_counts = pages.count_by_state(session)
        step_counts = steps.count_by_state(session)
        unsent = outbox.count_unsent(session)
        alive = heartbeats.count_alive(session, heartbeats.WORKER, now=context.clock())
    lines = _gauge("sohoa_dossiers", "Dossiers by state.")
    lines += [f'sohoa_dossiers{{state="{s.value}"}} {n}' for s, n in dossier_counts.items()]
    lines += _gauge("sohoa_pages", "Pages by state.")
    lines += [f'sohoa_pages{{state="{s.value}"}} {n}' for s, n in page_counts.items()]
    lines += _gauge("sohoa_steps", "Steps by kind and state.")
    lines += [
        f'sohoa_steps{{kind="{kind.value}",state="{state.value}"}} {n}'
        for (kind, state), n in step_counts.items()
    ]
    lines += [
        *_gauge("sohoa_outbox_unsent", "Messages to be sent."),
        f"sohoa_outbox_unsent {unsent}",
    ]
    lines += [
        *_gauge("sohoa_workers_alive", "Workers with a fresh sign."),
        f"sohoa_workers_alive {alive}",
    ]
    return "\n".join(lines) + "\n"


def _gauge(name: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge"]


def _verdict(ask: Callable[[], None]) -> str:
    try:
        ask()
    except SohoaError as exc:
        return exc.code
    return "ok"


def _ask_database(context: Context) -> None:
    with context.database.read() as session:
        outbox.count_unsent(session)


def _ask_workers(context: Context) -> None:
    with context.database.read() as session:
        if not heartbeats.count_alive(session, heartbeats.WORKER, now=context.clock()):
            raise _NoWorker


class _NoWorker(SohoaError):
    code = "no_worker"
