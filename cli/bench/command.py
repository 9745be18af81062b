"""`sohoa bench`: put load on a running service; say what a city's pages need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Đo tải, tính năng lực / load and capacity."
)


@app.command()
def load(
    server: Annotated[str, typer.Option(help="URL of a service that runs.")],
    key: Annotated[
        str, typer.Option(envvar="SOHOA_KEY", help="An admin key of a service without real papers.")
    ],
    dossiers: Annotated[int, typer.Option(min=1)] = 10,
    pages: Annotated[int, typer.Option(min=1, help="Of one dossier, a file each.")] = 9,
    connections: Annotated[int, typer.Option(min=1, max=512, help="Branches at once.")] = 4,
    rate: Annotated[float, typer.Option(min=0, help="Pages a second; 0: no limit.")] = 0,
    burst: Annotated[int, typer.Option(min=1, help="Pages at once before the rate holds.")] = 10,
    page_kb: Annotated[int, typer.Option(min=1, help="Size of a page.")] = 500,
    jpeg: Annotated[
        Path | None, typer.Option(help="A page to send instead of made ones, over and over.")
    ] = None,
    cut: Annotated[
        float, typer.Option(min=0, max=1, help="Share of uploads that are cut and resumed.")
    ] = 0,
    patience: Annotated[float, typer.Option(min=0, help="Seconds to wait for readings.")] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="Numbers on stdout.")] = False,
) -> None:
    """Register, upload and seal made dossiers; print throughput, latencies, errors and states.

    Exit code 1 when a call failed or a page that was sent has no state at the end.
    """
    from cli.bench import report
    from cli.bench.load import Load, run_load
    from cli.output import write_json

    wanted = Load(
        dossiers=dossiers,
        pages_each=pages,
        connections=connections,
        rate=rate,
        burst=burst,
        page_bytes=page_kb * 1000,
        cut=cut,
        patience_s=patience,
        jpeg=b"" if jpeg is None else jpeg.read_bytes(),
    )
    told = run_load(wanted, server, key, lambda line: typer.echo(line, err=True))
    if as_json:
        write_json(report.as_json(told))
    else:
        report.print_table(told)
    if told.errors or sum(told.states.values()) != told.pages_sent:
        raise typer.Exit(1)


@app.command()
def capacity(
    cores_a_machine: Annotated[int, typer.Option(min=1, help="Cores of one worker machine.")] = 16,
    chart: Annotated[Path | None, typer.Option(help="Draw it as a PNG there.")] = None,
) -> None:
    """Print how many cores, operations and gigabytes the pages of a city need, from measured costs.

    The costs stand in `cli/bench/costs.toml`, each with the command that measures it.
    """
    from cli.bench.capacity import as_markdown, draw, load_costs, scenarios

    costs = load_costs()
    needs = scenarios(costs, cores_a_machine=cores_a_machine)
    typer.echo(as_markdown(costs, needs))
    if chart is not None:
        draw(needs, chart)
        typer.echo(str(chart), err=True)
