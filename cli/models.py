"""`sohoa models`: which models are here, get what is missing, measure them on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Mô hình nhận dạng / recognition models."
)


@app.command()
def check() -> None:
    """Say whether every model file is whole and every engine can write Vietnamese.

    Exit code 1 when one is not or cannot.
    """
    from cli.output import stdout_kept_clean

    with stdout_kept_clean():
        from cli.proof import prove_all

        proofs = list(prove_all())
    for proof in proofs:
        typer.echo(f"{'được / ok ' if proof.ok else 'LỖI / FAIL'}  {proof.name}: {proof.detail}")
    if not all(proof.ok for proof in proofs):
        raise typer.Exit(1)


@app.command()
def fetch() -> None:
    """Put missing or damaged model files in place."""
    from models.store import catalogue, fetch

    for name in catalogue():
        written = fetch(name)
        typer.echo(f"{name}: {', '.join(written) if written else 'đủ / complete'}")


@app.command()
def bench(
    pages: Annotated[int, typer.Option(min=2, help="Made pages, half clean and half office.")] = 6,
    cores: Annotated[
        int | None, typer.Option(min=1, help="Processes of each reader. Default: all cores.")
    ] = None,
    scans: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the real scans of tests/accuracy/truth/real_lines.json. "
            "Default: the measuring data, where it is here."
        ),
    ] = None,
    real_pages: Annotated[
        int | None, typer.Option(min=1, help="About so many pages of the scans. Default: all.")
    ] = None,
    made_only: Annotated[bool, typer.Option("--made-only", help="Leave real scans out.")] = False,
    recogniser: Annotated[
        list[Path] | None,
        typer.Option(help="Another inference folder to measure beside ours; may be given again."),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Folder for bench.json, bench.png and stages.png.")
    ] = Path("bench-out"),
) -> None:
    """Errors, pages a second, memory and stages, beside tesseract on the same pages and cores."""
    from cli.settings import cores as all_cores
    from models.bench.compare import BenchOptions, find_scans, run_bench
    from models.bench.plot import write_plots
    from models.bench.report import print_tables, write_json

    options = BenchOptions(
        pages=pages,
        cores=cores or all_cores(),
        scans=None if made_only else scans or find_scans(os.environ.get("MEASURING_DATA")),
        real_pages=real_pages,
        recognisers=tuple(recogniser or ()),
    )
    result = run_bench(options, lambda message: typer.echo(message, err=True))
    print_tables(result)
    typer.echo(str(write_json(result, out)))
    pictures = write_plots(result, out)
    for picture in pictures:
        typer.echo(str(picture))
    if not pictures:
        typer.echo("(không có matplotlib nên không có hình / no matplotlib, so no pictures)")
