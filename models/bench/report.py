"""What a measurement looks like: a table for people, JSON for machines, a picture for both."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from models.bench.compare import BenchResult, ReaderResult


def print_table(result: BenchResult) -> None:
    """Print both readers side by side on stdout."""
    table = Table(
        title=f"{result.pages} trang / pages, {result.threads} lõi / cores", title_justify="left"
    )
    table.add_column("")
    table.add_column(result.ours.name, justify="right")
    table.add_column(result.tesseract.name, justify="right")
    for stage, seconds in result.ours.stages.items():
        table.add_row(f"  {stage}, s", f"{seconds:.3f}", "")
    for title, values in _rows(result):
        table.add_row(title, *values)
    console = Console()
    console.print(table)
    console.print(
        f"tesseract / sohoa: {result.ratio:.2f} (giây mỗi trang / seconds a page; "
        "trên 1: sohoa nhanh hơn / above 1: sohoa is faster)"
    )


def write_json(result: BenchResult, folder: Path) -> Path:
    """Write `bench.json` into `folder` and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    body: dict[str, Any] = asdict(result) | {"ratio": result.ratio}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def write_plot(result: BenchResult, folder: Path) -> Path | None:
    """Draw seconds a page, our stages stacked, into `bench.png`; None without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:  # not among what the product needs
        return None
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.add_subplot()
    left = 0.0
    for stage, seconds in result.ours.stages.items():
        axes.barh(result.ours.name, seconds, left=left, label=stage)
        left += seconds
    axes.barh(result.tesseract.name, result.tesseract.seconds_a_page, color="0.6")
    axes.set_xlabel(f"giây mỗi trang / seconds a page ({result.threads} cores)")
    axes.legend(ncols=5, fontsize="small", loc="lower center", bbox_to_anchor=(0.5, 1.0))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.png"
    figure.savefig(path)
    return path


def _rows(result: BenchResult) -> list[tuple[str, list[str]]]:
    readers = (result.ours, result.tesseract)
    rows = [
        ("giây mỗi trang / seconds a page", [f"{r.seconds_a_page:.2f}" for r in readers]),
        ("trang mỗi giây / pages a second", [f"{1 / r.seconds_a_page:.2f}" for r in readers]),
        ("giây CPU mỗi trang / CPU seconds a page", [f"{r.cpu_s_a_page:.2f}" for r in readers]),
        ("bộ nhớ / peak memory, MB", [_memory(r) for r in readers]),
        (
            "giá trị có trong chữ đọc / values found",
            [_share(r.values_found) for r in readers],
        ),
        ("tỉ lệ lỗi ký tự / CER", [_share(r.cer) for r in readers]),
    ]
    return [(title, values) for title, values in rows if any(v != "-" for v in values)]


def _memory(reader: ReaderResult) -> str:
    return f"{reader.peak_mb:.0f}" + (f" × {reader.processes}" if reader.processes > 1 else "")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
