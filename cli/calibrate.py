"""`sohoa calibrate`: confidences and floors from what reviewers have said, seen before used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.database import DataOption, note, open_database, operator

if TYPE_CHECKING:
    from dossier.calibration import Calibration, Change, Sample

app = typer.Typer(
    rich_markup_mode=None,
    help="Hiệu chỉnh độ tin cậy / confidence, fitted to what reviewers have confirmed.",
)

_DAYS = 90


@app.callback(invoke_without_command=True)
def calibrate(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, help="Of the last so many days.")] = _DAYS,
    tolerate: Annotated[
        float | None,
        typer.Option(min=1e-6, max=0.5, help="Share of accepted fields that may be wrong."),
    ] = None,
    tolerate_critical: Annotated[
        float | None, typer.Option(min=1e-6, max=0.5, help="The same for names, ID numbers ...")
    ] = None,
    draw_share: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Share of accepted fields to key again blind."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the diagrams (SVG) and their numbers (JSON).")
    ] = None,
    samples_file: Annotated[
        Path | None,
        typer.Option(
            "--samples",
            exists=True,
            dir_okay=False,
            help="An archive of `sohoa admin export-corrections`, in place of this database's own.",
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Keep it as a new version. It is not used yet.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Show what a calibration fitted to the reviewers' answers would change; keep it if asked.

    A version is used only after `sohoa calibrate activate VERSION`.
    """
    if context.invoked_subcommand is not None:
        return
    from dossier.calibration import Tolerance, compare, fit
    from dossier.store import calibrations

    with open_database(data) as database:
        with database.read() as session:
            since = datetime.now(UTC) - timedelta(days=days)
            samples = (
                calibrations.samples(session, since=since)
                if samples_file is None
                else _read_samples(samples_file)
            )
            before = calibrations.active(session)
        tolerance = Tolerance(
            usual=tolerate or before.tolerance.usual,
            critical=tolerate_critical or before.tolerance.critical,
        )
        after = fit(samples, version=before.version, before=before, tolerance=tolerance)
        if draw_share is not None:
            after = after.model_copy(update={"drawn": draw_share})
        _show_change(compare(samples, before, after), before)
        if out is not None:
            _draw(samples, after, out)
        if write:
            with database.write() as session:
                now = datetime.now(UTC)
                kept = calibrations.add(
                    session, after, fields=len(samples), actor=operator(), now=now
                )
                note(session, "calibration_add", str(kept.version))
            typer.echo(f"đã giữ, chưa dùng / kept, not used yet: {kept.version}", err=True)


@app.command("list")
def list_versions(data: DataOption = None) -> None:
    """Print every version: when it was fitted, on how many fields, since when it is used."""
    from dossier.store import calibrations

    with open_database(data) as database, database.read() as session:
        used = calibrations.active(session).version
        for kept in calibrations.versions(session):
            version = kept.calibration.version
            since = f"{kept.used_since:%Y-%m-%d %H:%M}" if kept.used_since else "-"
            mark = "*" if version == used else " "
            typer.echo(
                f"{mark} {version:4}  {kept.created:%Y-%m-%d %H:%M}  {kept.fields:7}  "
                f"{since:16}  {kept.created_by}"
            )
        typer.echo(f"{'*' if used == 0 else ' '}    0  theo sản phẩm / as shipped")


@app.command()
def activate(
    version: Annotated[int, typer.Argument(min=0, help="0: as shipped.")],
    data: DataOption = None,
) -> None:
    """Use a version for what is read from now on."""
    from dossier.store import calibrations

    with open_database(data) as database, database.write() as session:
        calibrations.activate(session, version, actor=operator(), now=datetime.now(UTC))
        note(session, "calibration_activate", str(version))
    typer.echo(f"đang dùng / in use: {version}")


@app.command()
def rollback(data: DataOption = None) -> None:
    """Use again what was used before."""
    from dossier.store import calibrations

    with open_database(data) as database, database.write() as session:
        found = calibrations.roll_back(session, actor=operator(), now=datetime.now(UTC))
        note(session, "calibration_rollback", str(found.version))
    typer.echo(f"đang dùng / in use: {found.version}")


@app.command()
def quality(
    days: Annotated[int, typer.Option(min=1, help="Of the last so many days.")] = _DAYS,
    data: DataOption = None,
) -> None:
    """How many accepted fields were wrong, by the lots that were keyed again blind."""
    from dossier.store import calibrations
    from dossier.store import quality as lots
    from dossier.store.scope import EVERYWHERE

    with open_database(data) as database, database.read() as session:
        used = calibrations.active(session)
        found = lots.report(session, EVERYWHERE, used, days=days, now=datetime.now(UTC))
        waiting = lots.count_waiting(session, EVERYWHERE)
    says = {True: "giữ lời / kept", False: "SAI LỜI / BROKEN", None: "chưa rõ / too few"}
    for row in found:
        name = f"{row.group}{' !' if row.critical else ''}"
        wrong = row.wrong
        typer.echo(
            f"{name:22}{wrong.hits:5} / {wrong.seen:<6} {wrong.share:7.3%}  "
            f"[{wrong.low:.3%}, {wrong.high:.3%}]  ≤ {row.tolerated:.3%}  {says[row.kept]}"
        )
    typer.echo(f"còn chờ / waiting: {waiting}", err=True)


def _read_samples(archive: Path) -> list[Sample]:
    """The samples of an archive. Raises InvalidRequest when it is none."""
    import json
    import zipfile

    from dossier.calibration import Sample
    from dossier.errors import InvalidRequest

    try:
        with zipfile.ZipFile(archive) as opened:
            lines = opened.read("samples.jsonl").decode().splitlines()
        return [Sample(**json.loads(line)) for line in lines]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as exc:
        raise InvalidRequest(f"{archive.name}: samples.jsonl") from exc


def _show_change(change: Change, before: Calibration) -> None:
    typer.echo(f"so với phiên bản / against version {before.version}")
    head = "group", "fields", "wrong", "ECE", "floor", "to a person", "wrong & accepted"
    typer.echo("{:22}{:>8}{:>7}  {:>15}  {:>17}  {:>17}  {:>17}".format(*head))
    for row in change.groups:
        old, new = row.before, row.after
        name = f"{row.group}{' !' if row.critical else ''}"
        typer.echo(
            f"{name:22}{row.fields:8}{row.wrong:7}  {old.error:6.2%} → {new.error:6.2%}  "
            f"{old.floor:7.4f} → {new.floor:7.4f}  {old.load:7.1%} → {new.load:7.1%}  "
            f"{old.risk:7.2%} → {new.risk:7.2%}"
        )
    typer.echo(
        f"tất cả / all: người xem / to a person {change.load_before:.1%} → "
        f"{change.load_after:.1%}, sai mà dùng / wrong and accepted {change.risk_before:.3%} → "
        f"{change.risk_after:.3%}"
    )


def _draw(samples: list[Sample], calibration: Calibration, folder: Path) -> None:
    from dossier.calibration import measure, pictures
    from dossier.calibration.fitting import by_group

    measured = {
        group: measure(some, calibration.scales.get(group))
        for group, some in sorted(by_group(samples).items())
    }
    for path in pictures.write(measured, folder):
        typer.echo(f"{path}", err=True)
