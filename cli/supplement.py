"""`sohoa supplement RECORD`: what a citizen still has to bring, as data and as a paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def supplement(
    record: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A record as `sohoa read` prints it."),
    ],
    office: Annotated[str, typer.Option(help="Who asks, as printed over the paper.")],
    pdf: Annotated[Path | None, typer.Option(help="Where the paper goes.")] = None,
    asked_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day of the request.")
    ] = None,
    contact: Annotated[str, typer.Option(help="Whom to ask, under which number.")] = "",
) -> None:
    """Print the request for supplements as JSON (null: nothing is missing); write it as PDF."""
    from cli.explain import load_record
    from cli.output import write_json
    from dossier.procedures.paper import draw_request
    from dossier.procedures.supplement import request_supplements

    day = None if asked_on is None else asked_on.date()
    request = request_supplements(load_record(record), office=office, asked_on=day, contact=contact)
    if request is not None and pdf is not None:
        pdf.write_bytes(draw_request(request))
    write_json(None if request is None else request.model_dump(mode="json"))
