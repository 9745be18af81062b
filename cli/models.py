"""`sohoa models`: which models are here, get what is missing, measure them on this machine."""

from __future__ import annotations

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
    pages: Annotated[
        list[Path] | None,
        typer.Option(help="Folder, PDF or picture; may be given again. Default: samples/demo."),
    ] = None,
    engine: Annotated[str | None, typer.Option(help="paddle or tesseract.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Pages at most.")] = 20,
    out: Annotated[Path, typer.Option(help="Folder for bench.json and bench.png.")] = Path(
        "bench-out"
    ),
) -> None:
    """Seconds a page of each stage, memory and error, beside tesseract on the same pictures."""
    from cli.settings import ReadSettings
    from models.bench.compare import BenchOptions, run_bench
    from models.bench.report import print_table, write_json, write_plot

    settings = ReadSettings()
    options = BenchOptions(
        engine=engine or settings.engine, threads=settings.threads(), max_pages=limit
    )
    result = run_bench(pages or [Path("samples/demo")], options)
    print_table(result)
    typer.echo(str(write_json(result, out)))
    picture = write_plot(result, out)
    typer.echo(str(picture) if picture else "(matplotlib is not installed: no picture)")
