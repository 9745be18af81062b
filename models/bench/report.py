"""What a measurement looks like: tables for people, JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from models.bench.compare import BenchResult, LineResult, ReadResult, WholeResult
from models.bench.pages import GROUPS, Group

TITLES: Final[dict[Group, str]] = {
    "clean": "trang tạo, sạch / made pages, clean",
    "office": "trang tạo, máy quét / made pages, office scanner",
    "real": "bản quét thật / real scans",
}
STAGE_TITLES: Final = {
    "decode": "mở tệp / decode",
    "prepare": "dựng thẳng, xóa dấu / straighten, clean",
    "detect": "tìm dòng / detect",
    "recognise": "nhận chữ / recognise",
    "cut": "cắt dòng, số / cut, figures",
    "layout": "bố cục / layout",
    "fields": "trường / fields",
}


def print_tables(result: BenchResult, console: Console | None = None) -> None:
    """Print a table a group of pages, and one of the whole way, on stdout."""
    console = console or Console()
    for group in GROUPS:
        if result.of(group):
            console.print(_read_table(result, group))
    if result.lines:
        console.print(_line_table(result.lines))
    console.print(_whole_table(result.whole, result.cores))
    console.print(
        "nhanh hơn, lỗi còn: so với tesseract, theo giây CPU và CER / "
        "speed and error ratio: against tesseract, by CPU seconds and CER"
    )


def write_json(result: BenchResult, folder: Path) -> Path:
    """Write `bench.json` into `folder` and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    body = {
        "cores": result.cores,
        "read": [_read_row(result, row) for row in result.read],
        "lines": [asdict(row) for row in result.lines],
        "whole": [
            asdict(w) | {"pages_a_second": w.pages_a_second, "cpu_s_a_page": w.cpu_s_a_page}
            for w in result.whole
        ],
    }
    path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _read_row(result: BenchResult, row: ReadResult) -> dict[str, Any]:
    counts = row.counts
    rates: dict[str, Any] = {
        "cer": counts.cer,
        "cer_without_leaders": counts.plain_cer,
        "exact_lines": counts.exact_share,
        "missed_lines": counts.missed_share,
        "extra_letters": counts.extra_share if row.whole else None,
        "bag_of_words_error": counts.bag_error if row.whole else None,
        "pages_a_second": row.pages_a_second,
        "cpu_s_a_page": row.cpu_s_a_page,
        "speed_ratio": result.speed_ratio(row),
        "error_ratio": result.error_ratio(row),
    }
    return asdict(row) | rates


def _read_table(result: BenchResult, group: Group) -> Table:
    rows = result.of(group)
    counts = rows[0].counts
    table = _table(
        f"{TITLES[group]}: {rows[0].pages} trang / pages, {counts.lines} dòng / lines, "
        f"{counts.letters} ký tự / letters, {result.cores} lõi / cores",
        [row.reader for row in rows],
    )
    cells = [_read_cells(result, row) for row in rows]
    for title in cells[0]:
        table.add_row(title, *(column[title] for column in cells))
    return table


def _read_cells(result: BenchResult, row: ReadResult) -> dict[str, str]:
    counts, error = row.counts, result.error_ratio(row)
    cells = {
        "lỗi ký tự / CER": f"{counts.cer:.2%}",
        "  dòng không có chấm / lines without leaders": f"{counts.plain_cer:.2%}",
        "dòng đúng / exact lines": f"{counts.exact_share:.1%}",
        "dòng sót / missed lines": f"{counts.missed_share:.1%}",
    }
    if row.whole:
        cells["chữ thừa / extra letters"] = f"{counts.extra_share:.2%}"
        cells["lỗi từ / bag of words error"] = f"{counts.bag_error:.2%}"
    return cells | {
        "trang/giây / pages a second": f"{row.pages_a_second:.3f}",
        "giây CPU/trang / CPU seconds a page": f"{row.cpu_s_a_page:.2f}",
        "bộ nhớ / peak memory, MB": f"{row.cost.peak_mb:.0f} × {row.cost.processes}",
        "nhanh hơn / speed ratio": f"{result.speed_ratio(row):.2f}",
        "lỗi còn / error ratio": "-" if error is None else f"{error:.2f}",
    }


def _table(title: str, readers: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for reader in readers:
        table.add_column(reader, justify="right")
    return table


def _line_table(rows: Sequence[LineResult]) -> Table:
    table = _table(
        f"dòng cắt từ bản quét thật / lines cut out of real scans: {rows[0].score.lines}",
        [row.reader for row in rows],
    )
    table.add_row("lỗi ký tự / CER", *(f"{row.score.characters:.2%}" for row in rows))
    table.add_row("dòng đúng / exact lines", *(f"{row.score.exact:.1%}" for row in rows))
    return table


def _whole_table(rows: Sequence[WholeResult], cores: int) -> Table:
    table = _table(
        f"từ tệp đến trường / files to fields: {rows[0].pages} trang / pages, "
        f"{cores} lõi / cores; giây CPU mỗi trang / CPU seconds a page",
        [row.reader for row in rows],
    )
    for stage, title in STAGE_TITLES.items():
        table.add_row(f"  {title}", *(f"{row.stages.get(stage, 0.0):.2f}" for row in rows))
    table.add_row("tất cả / all", *(f"{row.cpu_s_a_page:.2f}" for row in rows))
    table.add_row("trang/giây / pages/s", *(f"{row.pages_a_second:.3f}" for row in rows))
    table.add_row(
        "bộ nhớ, MB / peak memory",
        *(f"{row.cost.peak_mb:.0f} × {row.cost.processes}" for row in rows),
    )
    table.add_row("trường đúng / fields right", *(f"{row.right} / {row.fields}" for row in rows))
    return table
