"""A batch from its first file to its receipt: send, hold against the server, seal, clear the spool.

Every step may be cut off and made again: what is done is asked of the server, not remembered.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from api.wire.branch import make_receipt, pages_of
from api.wire.dossiers import DossierView, FileView
from cli.branch.client import BranchClient, Refused, Unreached
from cli.branch.files import exists
from cli.branch.finding import Aside, Found
from cli.branch.journal import Item, ItemState, Journal
from cli.branch.measure import Unreadable, hash_file
from cli.branch.names import extended
from cli.branch.sending import RefusedThere, Sender
from cli.branch.settled import Signature, signature
from dossier.branch.seal import BatchReceipt, PutAside
from dossier.errors import Conflict, InputRefused
from dossier.filenames import safe_name
from dossier.store.states import DossierState, FileState

_AHEAD: Final = 4
"""Files on their way for each thread: enough that the line never rests."""
_BAD_FILE: Final = frozenset({413, 415, 422})
_COUNTING: Final = (0.3, 5.0)
"""Seconds between questions while the server counts pages: at first, at most."""


_COUNTED_WITHIN_S: Final = 600.0


class SealedBefore(Conflict):
    code = "sealed_before"
    title_vi = "Hồ sơ đã niêm phong, còn tệp chưa nằm trong đó"
    title_en = "The dossier is sealed already, without these files"


class Copy(InputRefused):
    code = "copy"
    title_vi = "Trùng nội dung với tệp khác trong lô"
    title_en = "The same content as another file of the batch"


class Lost(InputRefused):
    code = "lost"
    title_vi = "Tệp biến mất trước khi an toàn trên máy chủ"
    title_en = "The file was gone before it was safe on the server"


class CountsDiffer(InputRefused):
    code = "counts_differ"
    title_vi = "Máy chủ đếm số trang khác"
    title_en = "The server counts other pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Of the pages that the batch has, how many the server has confirmed by their hash."""

    safe: int
    total: int

    def in_words(self) -> str:
        return (
            f"{self.safe} trên {self.total} trang đã an toàn trên máy chủ / "
            f"{self.safe} of {self.total} pages are safe on the server"
        )


class Batch:
    """One dossier's files between a spool and a server."""

    def __init__(
        self,
        client: BranchClient,
        journal: Journal,
        *,
        server: str,
        dossier: str,
        jobs: int = 4,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        """`server` names it in the receipt; `jobs` files are sent at once."""
        self.aside: list[Aside] = []
        """What does not go into the batch, with reasons; grows as the work goes on."""
        self._client = client
        self._journal = journal
        self._server = server
        self._dossier = dossier
        self._jobs = jobs
        self._on_progress = on_progress
        self._id = journal.batch(server, dossier)
        self._left_out: set[int] = set()
        self._once: list[Item] = []
        self._known: set[tuple[Path, Signature]] = set()
        self._load()

    def knows(self, path: Path) -> bool:
        """Whether this very version of a file was taken before. Raises OSError."""
        return (path, signature(path)) in self._known

    def take(self, found: Found) -> None:
        """Put files that were found behind those of earlier runs."""
        self.aside += found.aside
        here = {item.path: item for item in found.files}
        for item in self._once:
            new = here.get(item.path)
            if item.state is ItemState.FOUND and new and new.signature != item.signature:
                # Scanned again in place before it was sent: the new one counts.
                self._journal.drop(item)
        self._journal.add(self._id, found.files)
        self._load()

    def send(self) -> None:
        """Bring every file into the dossier, in order; one that cannot be is put aside.

        Raises Refused, Unreached, SealedBefore.
        """
        view = self._client.show_dossier(self._dossier)
        waiting = self._note_known(view)
        self._tell()
        if not waiting:
            return
        if view.state is not DossierState.OPEN:
            names = ", ".join(safe_name(item.path.name) for item in waiting)
            raise SealedBefore(names, dossier=self._dossier)
        sender = Sender(
            client=self._client, journal=self._journal, batch=self._id, dossier=self._dossier
        )
        pool = ThreadPoolExecutor(self._jobs)
        try:
            self._send_in_order(waiting, sender, pool)
        except BaseException:
            self._client.stop()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._load()

    def verify(self, *, wait: bool = True) -> DossierView:
        """Hold the server's files against ours; those that it has not counted yet only when it has,
        if we `wait` for that. Raises Refused, Unreached.
        """
        (pause, longest), end = _COUNTING, time.monotonic() + _COUNTED_WITHIN_S
        while True:
            view = self._client.show_dossier(self._dossier)
            if not (wait and view.progress.files_waiting):
                break
            if time.monotonic() > end:
                raise Unreached("máy chủ chưa đếm trang / the server has not counted the pages")
            time.sleep(pause)
            pause = min(longest, pause * 1.5)
        held = {file.sha256: file for file in view.files}
        for item in self._in_batch():
            if item.state is not ItemState.FOUND:
                problem = _disagreement(item, held.get(item.sha256), view)
                if problem is not None:
                    self._leave_out(item, problem)
        return view

    def seal(self, declared: int) -> DossierView:
        """Declare the dossier complete with so many pages. Raises Refused, Unreached."""
        self._client.seal(self._dossier, declared)
        return self._client.show_dossier(self._dossier)

    def receipt(self, view: DossierView) -> BatchReceipt:
        """Of a sealed dossier as the server tells it, and of what did not get there."""
        receipt = make_receipt(view, self._server)
        known = {item.name for item in receipt.put_aside}
        ours = [PutAside(name=a.name, reason=a.reason) for a in self.aside if a.name not in known]
        return receipt.model_copy(update={"put_aside": (*receipt.put_aside, *ours)})

    def pages(self) -> int:
        """Pages that go into the dossier: each content once."""
        return sum(item.pages for item in self._in_batch())

    def waiting(self) -> bool:
        """Whether a file is not on the server yet, or not cleared away."""
        return any(item.state is not ItemState.REMOVED for item in self._in_batch())

    def matters(self) -> bool:
        """Whether something was put aside that somebody has to see to."""
        return any(aside.matters for aside in self.aside)

    def clear_spool(self, view: DossierView) -> list[Path]:
        """Delete the files that the server holds, and say which.

        Each is hashed once more and held against the server's own list: what a scanner has written
        over since stays. A copy goes with the file whose content it has.
        """
        held = {f.sha256 for f in view.files if f.state is FileState.SPLIT}
        wrong = {item.sha256 for item in self._once if item.id in self._left_out}
        removed: list[Path] = []
        for item in self._journal.items(self._id):
            if item.sha256 not in held - wrong or item.state is ItemState.REMOVED:
                continue
            try:
                removed += _remove(item)
            except Unreadable as error:
                self.aside.append(Aside(path=item.path, error=error))
            else:
                self._journal.note_state([item], ItemState.REMOVED)
        self._load()
        return removed

    def close(self) -> None:
        """Nothing of this batch is needed any more."""
        self._journal.close_batch(self._id)

    def _load(self) -> None:
        """Each content once, at its first place; copies are told of."""
        first: dict[str, Item] = {}
        items = self._journal.items(self._id)
        self._known = {(item.path, item.signature) for item in items}
        for item in items:
            twin = first.setdefault(item.sha256, item)
            if twin.path != item.path and not any(a.path == item.path for a in self.aside):
                copy = Copy(safe_name(twin.path.name))
                self.aside.append(Aside(path=item.path, error=copy, matters=False))
        self._once = list(first.values())

    def _in_batch(self) -> list[Item]:
        return [item for item in self._once if item.id not in self._left_out]

    def _leave_out(self, item: Item, error: InputRefused) -> None:
        self._left_out.add(item.id)
        self.aside.append(Aside(path=item.path, error=error))

    def _send_in_order(
        self, waiting: Sequence[Item], sender: Sender, pool: ThreadPoolExecutor
    ) -> None:
        source = iter(waiting)
        ahead = deque(
            (item, pool.submit(sender.stage, item)) for item in islice(source, self._jobs * _AHEAD)
        )
        safe = sum(i.pages for i in self._in_batch() if i.state is not ItemState.FOUND)
        while ahead:
            item, staged = ahead.popleft()
            following = next(source, None)
            if following is not None:
                ahead.append((following, pool.submit(sender.stage, following)))
            safe += item.pages if self._commit(item, staged, sender) else 0
            self._on_progress(Progress(safe=safe, total=self.pages()))

    def _commit(self, item: Item, staged: Future[Item], sender: Sender) -> bool:
        try:
            done = sender.commit(staged.result())
        except InputRefused as refused:
            self._leave_out(item, refused)
            return False
        except Refused as refused:
            if refused.answered not in _BAD_FILE:
                raise
            self._leave_out(item, RefusedThere(refused.detail))
            return False
        self._journal.note_state([done], ItemState.SAFE)
        return True

    def _note_known(self, view: DossierView) -> list[Item]:
        """Mark what the server has already; what is left to send."""
        held = {file.sha256 for file in view.files}
        found = [item for item in self._once if item.state is ItemState.FOUND]
        self._journal.note_state([i for i in found if i.sha256 in held], ItemState.SAFE)
        missing = [item for item in found if item.sha256 not in held]
        self._load()
        for item in missing:
            if not exists(item.path):
                self._leave_out(item, Lost())
        return [item for item in missing if item.id not in self._left_out]

    def _tell(self) -> None:
        safe = sum(i.pages for i in self._in_batch() if i.state is not ItemState.FOUND)
        self._on_progress(Progress(safe=safe, total=self.pages()))


def _remove(item: Item) -> list[Path]:
    """The path, if the file was there as it was sent and is gone now. Raises Unreadable."""
    try:
        if hash_file(item.path) != item.sha256:
            return []
        os.unlink(extended(item.path))  # noqa: PTH108 - takes Windows' long form
    except FileNotFoundError:  # killed between the deleting and its note
        return []
    except OSError as exc:
        raise Unreadable(exc.strerror or type(exc).__name__, file=item.path.name) from exc
    return [item.path]


def _disagreement(item: Item, file: FileView | None, view: DossierView) -> InputRefused | None:
    if file is None:
        return Lost("máy chủ không có / the server does not have it")
    if file.state is FileState.WAITING:
        return None
    if file.state is not FileState.SPLIT:
        return RefusedThere(str((file.problem or {}).get("detail", file.state.value)))
    counted = pages_of(file, view)
    if counted != item.pages:
        return CountsDiffer(f"{item.pages} ≠ {counted}")
    return None
