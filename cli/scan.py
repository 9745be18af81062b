"""`sohoa scan`: bring a batch of scans to the server, over any line, and get its receipt."""

from __future__ import annotations

import sys
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cli.branch.batch import Batch
    from cli.branch.client import Patience
    from cli.branch.finding import Found


class ScanExit(IntEnum):
    """How a run ended; the help text tells them."""

    DONE = 0
    PUT_ASIDE = 3
    CUT_OFF = 4
    INTERRUPTED = 130


Server = Annotated[str, typer.Option(envvar="SOHOA_SERVER", help="URL of the service.")]
Key = Annotated[
    str,
    typer.Option(
        envvar="SOHOA_KEY",
        help="Key of role scanner, or @FILE that holds it: other users of this machine see what "
        "stands in a command.",
    ),
]
Jobs = Annotated[int, typer.Option(min=1, max=32, help="Files sent at once.")]
Settle = Annotated[
    float,
    typer.Option(min=0, help="Seconds that a file must stand still before it counts as whole."),
]


def scan(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Files in the order of the pile, or folders of them."
        ),
    ],
    dossier: Annotated[str, typer.Option(help="Mã hồ sơ / code of the dossier.")],
    server: Server = "http://127.0.0.1:8000",
    key: Key = "",
    pages: Annotated[
        int | None,
        typer.Option(min=0, help="Pages counted by hand; sealed only if the server has as many."),
    ] = None,
    seal: Annotated[bool, typer.Option(help="--no-seal where more pages will follow.")] = True,
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Delete files that the server holds with the same hash."),
    ] = False,
    backs: Annotated[
        list[Path] | None,
        typer.Option(help="Scan of the backs, where PATH holds the fronts alone."),
    ] = None,
    backs_reversed: Annotated[
        bool, typer.Option(help="The pile was turned over: its last back comes first.")
    ] = True,
    state: Annotated[
        Path | None,
        typer.Option(help="Folder of journal and receipts. Default .sohoa beside the first PATH."),
    ] = None,
    jobs: Jobs = 4,
    settle: Settle = 2.0,
    patience: Annotated[
        float, typer.Option(min=0, help="Minutes to wait for a line that is down.")
    ] = 10.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent; send and write nothing.")
    ] = False,
    progress: Annotated[bool, typer.Option(help="Say how far it is.")] = True,
) -> None:
    """Upload a batch of one dossier, seal it, and print its receipt.

    Cut off at any byte (line, power, Ctrl-C), the same command goes on where it was. What the
    server has is not sent again; a bad file stops no other. The receipt goes to stdout, and as
    text and PDF into the state folder.

    \b
    Exit codes:
      0    every page is safe on the server, and sealed
      1    a fault here or there: the message says which
      2    bad usage, or the server refuses (key, dossier, page count)
      3    files were put aside; all others are safe; sealed only where --pages says how many
      4    the line is down: what is safe stays safe, run the same command again
      130  interrupted: the same
    """
    from cli.branch.client import Patience, Unreached
    from cli.branch.telling import tell, tell_now_and_then

    waiting = Patience(patience * 60, on_wait=tell_now_and_then())
    folder = state or _beside(paths[0])
    try:
        if dry_run:
            with TemporaryDirectory() as nowhere:
                code = _tell_plan(_find(paths, backs, Path(nowhere), backs_reversed, settle))
        else:
            found = _find(paths, backs, folder / "sides", backs_reversed, settle)
            code = _upload(
                found, dossier, server, key, folder, waiting,
                pages=pages, seal=seal, remove=remove, jobs=jobs, progress=progress,
            )  # fmt: skip
    except Unreached as error:
        tell(
            f"{error.title_vi} ({error.detail}): phần đã an toàn vẫn an toàn, chạy lại lệnh này / "
            f"{error.title_en}: what is safe stays safe, run this command again"
        )
        code = ScanExit.CUT_OFF
    except KeyboardInterrupt:
        code = ScanExit.INTERRUPTED
    raise typer.Exit(code)


def secret(key: str) -> str:
    """The key itself, from its file where it is given so. Raises Unauthenticated."""
    from dossier.errors import Unauthenticated

    try:
        text = Path(key[1:]).read_text(encoding="utf-8") if key.startswith("@") else key
    except OSError as exc:
        raise Unauthenticated(f"--key {key}: {exc.strerror}") from exc
    if not text.strip():
        raise Unauthenticated("--key")
    return text.strip()


def finish(batch: Batch, folder: Path, pages: int | None, *, seal: bool, remove: bool) -> ScanExit:
    """What comes after the last byte: verify, seal, receipt, and only then the spool."""
    from cli.branch.telling import keep_receipt, tell, tell_aside
    from dossier.branch.papers import receipt_text
    from dossier.store.states import DossierState

    view = batch.verify()
    if view.state is DossierState.OPEN and seal and (pages is not None or not batch.matters()):
        view = batch.seal(batch.pages() if pages is None else pages)
    sealed = view.state is not DossierState.OPEN
    if sealed:
        receipt = batch.receipt(view)
        tell(f"biên nhận / receipt: {keep_receipt(receipt, folder / 'receipts')}")
        sys.stdout.buffer.write(receipt_text(receipt).encode())
        sys.stdout.flush()
    removed = batch.clear_spool(view) if remove else []
    if removed:
        tell(f"đã xóa khỏi máy quét / removed from the spool: {len(removed)}")
    tell_aside(batch.aside)
    if batch.matters():
        if not sealed:
            tell("chưa niêm phong, hãy sửa hoặc khai --pages / not sealed: mend, or say --pages")
        return ScanExit.PUT_ASIDE
    if sealed:
        batch.close()
    return ScanExit.DONE


def _beside(path: Path) -> Path:
    from cli.branch.finding import STATE_FOLDER

    return (path if path.is_dir() else path.parent) / STATE_FOLDER


def _find(
    paths: list[Path], backs: list[Path] | None, folder: Path, backs_reversed: bool, settle: float
) -> Found:
    from cli.branch.finding import list_scans, measure_all
    from cli.branch.interleave import interleave

    listed = list_scans(paths)
    if backs:
        front, back = ([path for path, _ in side] for side in (listed, list_scans(backs)))
        laid = interleave(front, back, folder, reversed_backs=backs_reversed)
        listed = [(path, True) for path in laid]
    return measure_all(listed, settle_s=settle, patience_s=60.0)


def _tell_plan(found: Found) -> ScanExit:
    from cli.branch.telling import tell, tell_aside

    for number, item in enumerate(found.files, start=1):
        tell(f"{number:>5}  {item.sha256[:12]}  {item.pages:>4}  {item.path}")
    tell_aside(found.aside)
    pages = sum(item.pages for item in found.files)
    tell(f"{len(found.files)} tệp, {pages} trang / {len(found.files)} files, {pages} pages")
    return ScanExit.PUT_ASIDE if any(a.matters for a in found.aside) else ScanExit.DONE


def _upload(
    found: Found,
    dossier: str,
    server: str,
    key: str,
    folder: Path,
    patience: Patience,
    *,
    pages: int | None,
    seal: bool,
    remove: bool,
    jobs: int,
    progress: bool,
) -> ScanExit:
    from cli.branch.batch import Batch
    from cli.branch.client import BranchClient
    from cli.branch.journal import Journal
    from cli.branch.telling import told_progress

    with (
        BranchClient(server, secret(key), patience) as client,
        Journal(folder / "journal.sqlite") as journal,
        told_progress(wanted=progress) as on_progress,
    ):
        batch = Batch(
            client, journal, server=server, dossier=dossier, jobs=jobs, on_progress=on_progress
        )
        batch.take(found)
        batch.send()
        return finish(batch, folder, pages, seal=seal, remove=remove)
