"""`sohoa`: the command line. Each command group is a file beside this one.

The groups import what they need when they run, so that `sohoa --help` answers at once.
"""

from __future__ import annotations

import sys

import typer

from cli import (
    admin,
    audit,
    calibrate,
    explain,
    forms,
    models,
    read,
    scan,
    separators,
    serve,
    supplement,
    watch,
)
from cli.bench import command as bench
from dossier.errors import InputRefused, RequestRefused, SohoaError

EXIT_FAULT = 1
EXIT_USAGE = 2
EXIT_UNREADABLE = 3

app = typer.Typer(
    name="sohoa",
    help="Số hóa hồ sơ: đọc giấy tờ thành bản ghi đã kiểm tra. / "
    "Turns the paper of a citizen's dossier into a checked record.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("read")(read.read)
app.command("explain")(explain.explain)
app.command("supplement")(supplement.supplement)
app.command("scan")(scan.scan)
app.command("watch")(watch.watch)
app.command("separators")(separators.separators)
app.command("serve")(serve.serve)
app.add_typer(forms.app, name="forms")
app.add_typer(models.app, name="models")
app.add_typer(bench.app, name="bench")
app.add_typer(admin.app, name="admin")
app.add_typer(audit.app, name="audit")
app.add_typer(calibrate.app, name="calibrate")


def exit_code(error: SohoaError) -> int:
    """2: the caller is at fault; 3: a file is; 1: we or a neighbour are."""
    match error:
        case RequestRefused():
            return EXIT_USAGE
        case InputRefused():
            return EXIT_UNREADABLE
        case _:
            return EXIT_FAULT


def run() -> None:
    """Run the command line and end the process."""
    try:
        app()
    except SohoaError as error:
        print(f"sohoa: {error.title_vi} / {error.title_en}: {error.detail}", file=sys.stderr)
        sys.exit(exit_code(error))
