"""How many cores, operations and gigabytes so many pages need: costs of a page times pages.

    cores       = pages a second x processor seconds a page / share that may be planned with;
                  the keeper's: and what it takes with nothing to do
    operations  = pages a second x operations a page
    storage     = pages a year x bytes a page

Workers share nothing but the database, so they add up; the database's operations are given for the
peak, since that is what its disk has to flush.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from dossier.toml_files import read_toml

_COSTS: Final = Path(__file__).parent / "costs.toml"
_OFFICE_S: Final = 250 * 8 * 3600
_GB: Final = 10**9


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cpu(_Part):
    """Processor seconds."""

    read_page: float
    upload_call: float
    other_call: float
    keeper_page: float
    idle: float
    """Cores of a service that has nothing to do."""


class Calls(_Part):
    a_page: float
    a_dossier: float


class DatabaseWork(_Part):
    statements_a_page: float
    commits_a_page: float


class ObjectWork(_Part):
    puts_a_file: float
    gets_a_page: float
    gets_a_file: float


class Storage(_Part):
    """Bytes a page."""

    original: int
    reading: int
    rows: int


class Volume(_Part):
    pages_a_dossier: float
    use: float
    """Share of a core that may be planned with."""


class Scenario(_Part):
    name: str
    pages_a_year: int
    average: float
    """Pages a second in office hours."""
    peak: float


class Costs(_Part):
    """`costs.toml`."""

    cpu: Cpu
    calls: Calls
    database: DatabaseWork
    objects: ObjectWork
    storage: Storage
    volume: Volume
    scenario: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What one scenario asks for."""

    scenario: Scenario
    worker_cores_average: float
    worker_cores: float
    """At the peak."""
    machines: int
    """Of workers, at the peak."""
    api_cores: float
    keeper_cores: float
    statements_a_second: float
    commits_a_second: float
    objects_a_second: float
    network_mbit: float
    """Pages coming in and going to workers, at the peak."""
    originals_gb_a_year: float
    database_gb_a_year: float


def load_costs(path: Path = _COSTS) -> Costs:
    """Raises Misconfigured."""
    return read_toml(path, Costs)


def scenarios(costs: Costs, *, cores_a_machine: int) -> list[Needs]:
    return [needs_of(costs, one, cores_a_machine=cores_a_machine) for one in costs.scenario]


def needs_of(costs: Costs, scenario: Scenario, *, cores_a_machine: int = 16) -> Needs:
    peak, use, storage = scenario.peak, costs.volume.use, costs.storage
    dossiers = peak / costs.volume.pages_a_dossier
    calls = peak * costs.calls.a_page * costs.cpu.upload_call
    calls += dossiers * costs.calls.a_dossier * costs.cpu.other_call
    files = peak  # at worst a file a page
    objects = files * (costs.objects.puts_a_file + costs.objects.gets_a_file)
    objects += peak * costs.objects.gets_a_page
    cores = peak * costs.cpu.read_page / use
    return Needs(
        scenario=scenario,
        worker_cores_average=scenario.average * costs.cpu.read_page / use,
        worker_cores=cores,
        machines=math.ceil(cores / cores_a_machine),
        api_cores=calls / use,
        keeper_cores=(costs.cpu.idle + peak * costs.cpu.keeper_page) / use,
        statements_a_second=peak * costs.database.statements_a_page,
        commits_a_second=peak * costs.database.commits_a_page,
        objects_a_second=objects,
        network_mbit=objects * storage.original * 8 / 1e6,
        originals_gb_a_year=scenario.pages_a_year * storage.original / _GB,
        database_gb_a_year=scenario.pages_a_year * (storage.reading + storage.rows) / _GB,
    )


def as_markdown(costs: Costs, needs: Sequence[Needs]) -> str:
    """A table, a column a scenario."""
    rows = {
        "trang/giây, trung bình và cao điểm / pages a second, average and peak": [
            f"{n.scenario.average:g}; {n.scenario.peak:g}" for n in needs
        ],
        "lõi đọc, trung bình / worker cores, average": [
            f"{n.worker_cores_average:.1f}" for n in needs
        ],
        "lõi đọc, cao điểm / worker cores, peak": [f"{n.worker_cores:.1f}" for n in needs],
        "máy đọc, cao điểm / worker machines, peak": [f"{n.machines}" for n in needs],
        "lõi API / API cores": [f"{n.api_cores:.2f}" for n in needs],
        "lõi điều phối / keeper cores": [f"{n.keeper_cores:.2f}" for n in needs],
        "lệnh CSDL mỗi giây / database statements a second": [
            f"{n.statements_a_second:.0f}" for n in needs
        ],
        "lần ghi CSDL mỗi giây / database commits a second": [
            f"{n.commits_a_second:.0f}" for n in needs
        ],
        "thao tác kho tệp mỗi giây / object operations a second": [
            f"{n.objects_a_second:.1f}" for n in needs
        ],
        "mạng, Mbit/s / network": [f"{n.network_mbit:.0f}" for n in needs],
        "bản gốc, GB mỗi năm / originals, GB a year": [
            f"{n.originals_gb_a_year:,.0f}" for n in needs
        ],
        "CSDL, GB mỗi năm / database, GB a year": [f"{n.database_gb_a_year:,.0f}" for n in needs],
    }
    heads = [n.scenario.name for n in needs]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    lines += [f"| {title} | {' | '.join(cells)} |" for title, cells in rows.items()]
    read = costs.cpu.read_page
    lines += ["", f"{read:g} s CPU/trang / a page; {costs.volume.use:.0%} lõi dùng / of a core"]
    return "\n".join(lines)


def draw(needs: Sequence[Needs], path: Path) -> None:
    """Worker cores over pages a second, with the scenarios' averages and peaks, as a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 4.4), layout="constrained", dpi=150)
    axes = figure.add_subplot()
    most = max(n.scenario.peak for n in needs) * 1.1
    slope = needs[0].worker_cores / needs[0].scenario.peak
    axes.plot([0, most], [0, most * slope], color="#2a6fbb", lw=1.6)
    for need, colour in zip(needs, ("#2a9d8f", "#e07a1f", "#b4304a"), strict=False):
        points = (
            (need.scenario.average, need.worker_cores_average, "o"),
            (need.scenario.peak, need.worker_cores, "^"),
        )
        for rate, cores, marker in points:
            axes.plot(rate, cores, marker, color=colour, ms=8, mec="white")
        axes.annotate(
            f"{need.scenario.name}\n{need.scenario.peak:g} → {need.worker_cores:.0f} lõi / cores",
            (need.scenario.peak, need.worker_cores),
            xytext=(-8, 8), textcoords="offset points", ha="right", fontsize=8.5, color=colour,
        )  # fmt: skip
    axes.set(xlim=(0, most), ylim=(0, most * slope * 1.12))
    axes.set_xlabel("trang mỗi giây / pages a second   (o trung bình / average, ▲ cao điểm / peak)")
    axes.set_ylabel("lõi xử lý / worker cores")
    axes.set_title("Cần bao nhiêu lõi / How many cores the pages need", loc="left", fontsize=11)
    axes.grid(color="0.92", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)
