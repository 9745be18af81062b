"""Pictures of a measurement: accuracy over speed, and where the time goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from models.bench.compare import TESSERACT, BenchResult
from models.bench.pages import GROUPS, Group
from models.bench.report import STAGE_TITLES, TITLES

_COLOURS: Final[dict[Group, str]] = {"clean": "#2a9d8f", "office": "#e07a1f", "real": "#5b4bb7"}
_STAGE_COLOURS: Final = (
    "#9aa5b1", "#c9a227", "#2a6fbb", "#1b4f8f", "#7fb2e5", "#6aa84f", "#b4637a",
)  # fmt: skip
_MARKERS: Final = "osD^vP*X"
_SPEED_GOAL: Final = 2.0
_ERROR_GOAL: Final = 0.5
_GOAL_LABEL: Final = "đích: nhanh gấp 2, lỗi một nửa\ngoal: twice as fast, half the errors"
_SPEED_LABEL: Final = (
    "trang mỗi giây của một lõi, so với Tesseract\npages/s of one core against Tesseract"
)
_CER_TICKS: Final = (0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5)
_LEAST_CER: Final = 1e-4
"""No errors at all are drawn here: a logarithm has no place for them."""


def write_plots(result: BenchResult, folder: Path) -> tuple[Path, ...]:
    """Draw `bench.png` and `stages.png` into `folder`; nothing without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:  # not among what the product needs
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    groups = [group for group in GROUPS if result.of(group)]
    figure = Figure(figsize=(4.3 * len(groups) + 0.6, 4.9), layout="constrained", dpi=150)
    panels = figure.subplots(1, len(groups), squeeze=False, sharey=True)[0]
    for axes, group in zip(panels, groups, strict=True):
        _draw_group(axes, result, group)
    shown = [max(row.counts.cer, _LEAST_CER) for row in result.read]
    panels[0].set_ylim(min(shown) / 4, max(shown) * 2.5)
    panels[0].set_ylabel("tỉ lệ lỗi ký tự / character error rate (CER)")
    figure.suptitle(
        "Chính xác theo tốc độ: tìm dòng và nhận chữ, một lõi mỗi trang\n"
        "Accuracy over speed: detection and recognition, one core a page",
        fontsize=11,
    )
    plot = folder / "bench.png"
    figure.savefig(plot)
    stages = folder / "stages.png"
    bars = Figure(figsize=(9, 2.3 + 0.55 * len(result.whole)), layout="constrained", dpi=150)
    _draw_stages(bars, result)
    bars.savefig(stages)
    return plot, stages


def _draw_group(axes: Any, result: BenchResult, group: Group) -> None:
    rows = result.of(group)
    error = max(result.tesseract(group).counts.cer, _LEAST_CER)
    speeds = [result.speed_ratio(row) for row in rows]
    errors = [max(row.counts.cer, _LEAST_CER) for row in rows]
    left, right = min(0.5, *speeds) / 1.3, max(6.0, *speeds) * 1.3
    axes.set(xscale="log", yscale="log", xlim=(left, right))
    goal = error * _ERROR_GOAL
    axes.fill_between([_SPEED_GOAL, right], _LEAST_CER / 9, goal, color="#2a9d8f", alpha=0.12, lw=0)
    for draw, at in ((axes.axvline, 1.0), (axes.axhline, error)):
        draw(at, color="0.6", lw=0.8)
    for draw, at in ((axes.axvline, _SPEED_GOAL), (axes.axhline, goal)):
        draw(at, color="#2a9d8f", lw=0.9, ls="--")
    axes.text(
        right / 1.05, 0.02, _GOAL_LABEL, transform=axes.get_xaxis_transform(),
        ha="right", va="bottom", fontsize=6.5, color="#1d6f65",
    )  # fmt: skip
    for index, (row, speed, cer) in enumerate(zip(rows, speeds, errors, strict=True)):
        is_ours = row.reader != TESSERACT
        colour = _COLOURS[group] if is_ours else "0.35"
        marker = _MARKERS[index % len(_MARKERS)] if is_ours else "X"
        axes.plot(speed, cer, marker, ms=9, color=colour, mec="white", mew=0.8, zorder=3)
        # Neighbours are labelled above and below by turns, so that labels do not meet.
        below = is_ours and index % 2 == 0
        axes.annotate(
            f"{row.reader}\n{cer:.2%}, ×{speed:.2f}", (speed, cer), xytext=(0, -8 if below else 8),
            textcoords="offset points", ha="center", va="top" if below else "bottom",
            fontsize=7.5, color=colour,
            bbox={"facecolor": "white", "alpha": 0.6, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
    axes.set_title(TITLES[group].replace(" / ", "\n"), fontsize=9.5, color=_COLOURS[group])
    axes.set_xlabel(_SPEED_LABEL, fontsize=8)
    _label_axes(axes, left, right)


def _label_axes(axes: Any, left: float, right: float) -> None:
    ticks = [t for t in (0.25, 0.5, 1, 2, 4, 8, 16) if left <= t <= right]
    axes.set_xticks(ticks, [f"×{t:g}" for t in ticks])
    axes.set_xticks([], minor=True)
    axes.set_yticks(_CER_TICKS, [f"{100 * share:g} %" for share in _CER_TICKS])
    axes.set_yticks([], minor=True)
    axes.grid(axis="y", color="0.92", lw=0.6, zorder=0)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_stages(figure: Any, result: BenchResult) -> None:
    axes = figure.add_subplot()
    rows = result.whole[::-1]
    names = [row.reader for row in rows]
    ends = [0.0] * len(rows)
    total = max(row.cpu_s_a_page for row in rows)
    for (stage, title), colour in zip(STAGE_TITLES.items(), _STAGE_COLOURS, strict=True):
        widths = [row.stages.get(stage, 0.0) for row in rows]
        bars = axes.barh(names, widths, left=ends, color=colour, label=title, height=0.6)
        shown = [f"{width:.2f}" if width > 0.05 * total else "" for width in widths]
        axes.bar_label(bars, shown, label_type="center", fontsize=7.5, color="white")
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    for index, end in enumerate(ends):
        axes.text(end + 0.01 * total, index, f"{end:.2f}", va="center", fontsize=8.5, weight="bold")
    axes.set_xlim(0, total * 1.08)
    axes.set_xlabel("giây CPU mỗi trang, một luồng / CPU seconds a page, one thread", fontsize=8.5)
    axes.set_title("Thời gian đi đâu: từ tệp đến trường / Where the time goes: file to fields",
                   fontsize=10.5, loc="left")  # fmt: skip
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    figure.legend(loc="outside lower center", ncols=4, fontsize=7.5, frameon=False)
