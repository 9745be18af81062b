"""`sohoa separators`: sheets to put between the papers of a pile before it is scanned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def separators(
    dossier: Annotated[str, typer.Option(help="Mã hồ sơ / code of the dossier.")],
    pdf: Annotated[Path, typer.Option(help="Where the sheets go.")],
    papers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME[=PAGES]]...",
            help="A sheet for each paper: 'Tờ khai=2' 'Giấy chứng sinh=1'. None: one sheet for "
            "the whole dossier.",
        ),
    ] = None,
) -> None:
    """Print separator sheets: the dossier's code, the paper and its pages as text and QR code.

    A sheet speaks for the pages after it, up to the next sheet, and for nothing else.
    """
    from dossier.branch.papers import draw_separators
    from dossier.branch.separator import parse_request

    sheets = [parse_request(paper, dossier) for paper in papers or [""]]
    pdf.write_bytes(draw_separators(sheets))
    typer.echo(f"{pdf}: {len(sheets)} tờ / sheets", err=True)
