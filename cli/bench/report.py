"""The result of a load as a table and as JSON."""

from __future__ import annotations

from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.bench.load import Told


def as_json(told: Told) -> dict[str, Any]:
    """Numbers only; milliseconds and pages a second."""
    return {
        "pages_sent": told.pages_sent,
        "sent_pages_a_second": round(told.pages_sent / told.sent_s, 3) if told.sent_s else 0.0,
        "read_pages_a_second": round(_read(told) / told.read_s, 3) if told.read_s else 0.0,
        "pages": dict(told.states),
        "cuts": told.cuts,
        "errors": dict(told.errors),
        "calls": {call: _row(seconds) for call, seconds in told.seconds.items() if seconds},
    }


def print_table(told: Told) -> None:
    body = as_json(told)
    table = Table(title="sohoa bench load", title_justify="left")
    for title in ("gọi / call", "số / count", "p50 ms", "p95 ms", "max ms"):
        table.add_column(title, justify="left" if title.startswith("gọi") else "right")
    for call, row in body["calls"].items():
        table.add_row(call, *(f"{row[k]:.0f}" for k in ("count", "p50_ms", "p95_ms", "max_ms")))
    console = Console()
    console.print(table)
    for title, key in (
        ("trang đã gửi / pages sent", "pages_sent"),
        ("gửi, trang/giây / sent, pages a second", "sent_pages_a_second"),
        ("đọc, trang/giây / read, pages a second", "read_pages_a_second"),
        ("trang theo trạng thái / pages by state", "pages"),
        ("đường truyền bị cắt / lines cut", "cuts"),
        ("lỗi / errors", "errors"),
    ):
        console.print(f"{title}: {body[key] or 0}")


def _read(told: Told) -> int:
    return sum(count for state, count in told.states.items() if state != "waiting")


def _row(seconds: list[float]) -> dict[str, float]:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    middle = sorted(seconds)[len(seconds) // 2]
    return {
        "count": len(seconds),
        "p50_ms": round(1000 * middle, 1),
        "p95_ms": round(1000 * p95, 1),
        "max_ms": round(1000 * max(seconds), 1),
    }
