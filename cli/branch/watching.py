"""The loop of `sohoa watch`: look after look at the folder, and any of them may be the last."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cli.branch.batch import Batch, Copy
from cli.branch.client import BranchClient
from cli.branch.files import exists, put_aside, scans_in
from cli.branch.finding import STATE_FOLDER, Aside, measure_all
from cli.branch.journal import Journal
from cli.branch.measure import StillWritten
from cli.branch.routing import Router, folders_of
from cli.branch.settled import Settling, Signature, signature
from cli.branch.telling import keep_receipt, tell, tell_now_and_then
from dossier.errors import InputRefused, SohoaError

_REST_S: Final = 30.0
"""After a refusal, before the dossier is tried again: it may be registered by then."""


@dataclass(slots=True)
class _Counter:
    """One dossier of the watched folder."""

    batch: Batch
    news_at: float
    rest_until: float = 0.0
    aside: int = 0
    """How many of the files that the batch put aside were moved away."""
    told: str = ""
    """The last refusal, so that it is not told every time."""
    stuck_since: float | None = None
    """Since when every try has ended in a refusal or a fault of the disk."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """Uploads whatever becomes whole under `root`, and clears it away when it is safe."""

    client: BranchClient
    journal: Journal
    root: Path
    server: str
    jobs: int
    settle_s: float
    seal_after_s: float | None
    """None: sealing is left to others."""
    only: str | None = None
    """The dossier of everything that lies in `root` itself."""
    held_s: float = math.inf
    """How long a file that others hold, or a dossier that is refused, is something to wait for."""
    _counters: dict[str, _Counter] = field(default_factory=dict)
    _tell_some: Callable[[str], bool] = field(default_factory=tell_now_and_then)
    _held: dict[Path, tuple[Signature | None, float]] = field(default_factory=dict)
    """Files that could not be taken: what they look like, and since when."""
    _settling: Settling = field(init=False)
    _router: Router = field(init=False)

    def __post_init__(self) -> None:
        self._settling = Settling(self.settle_s)
        self._router = Router(self.root, self.root / STATE_FOLDER, only=self.only)
        for code in self.journal.dossiers(self.server):
            self._counter(code)

    def look(self) -> bool:
        """Do what can be done now. Returns whether anything is left to wait for."""
        left = self._route()
        for folder in folders_of(self.root):
            if scans_in(folder):
                self._counter(folder.name)
        for code, counter in list(self._counters.items()):
            left |= self._serve(code, counter)
        return left

    def _route(self) -> bool:
        for path in scans_in(self.root):
            # The order is that of the pile: what comes after an unfinished page waits for it.
            if not self._is_whole(path):
                return self._is_waited_for(path)
            try:
                self._route_one(path)
            except OSError as error:  # a scanner or an indexer holds it: at the next look
                self._tell_some(f"{path.name}: {error.strerror}")
                return self._is_waited_for(path)
            self._settling.forget(path)
            self._held.pop(path, None)
        return False

    def held(self) -> list[Path]:
        """Files that could not be taken, and what lies beside or behind them."""
        stuck = {
            self.root / code for code, one in self._counters.items() if one.stuck_since is not None
        }
        folders = sorted({path.parent for path in self._held} | stuck)
        return [path for folder in folders if exists(folder) for path in scans_in(folder)]

    def _is_waited_for(self, path: Path) -> bool:
        """Whether a file that cannot be taken has changed, or been held, only a moment ago."""
        now = time.monotonic()
        try:
            looks: Signature | None = signature(path)
        except FileNotFoundError:  # gone again: the next look tells
            self._held.pop(path, None)
            return True
        except OSError:
            looks = None
        before = self._held.get(path)
        if before is None or before[0] != looks:
            before = self._held[path] = (looks, now)
        return now - before[1] < self.settle_s + self.held_s

    def _route_one(self, path: Path) -> None:
        """Raises OSError."""
        try:
            self._router.move(path)
        except InputRefused as refused:
            self._put_aside(Aside(path=path, error=refused), "")

    def _serve(self, code: str, counter: _Counter) -> bool:
        now = time.monotonic()
        if now < counter.rest_until:
            return self._is_hoped_for(counter, now)
        try:
            left = self._work(code, counter)
        # Whatever is wrong with one dossier, the others go on.
        except SohoaError as error:
            told = f"{error.title_vi} / {error.title_en}: {error.detail}"
        except OSError as error:
            told = error.strerror or type(error).__name__
        else:
            counter.stuck_since = None
            return left
        counter.rest_until = now + _REST_S
        counter.stuck_since = now if counter.stuck_since is None else counter.stuck_since
        if counter.told != told:
            tell(f"{code}: {told}")
        counter.told = told
        return self._is_hoped_for(counter, now)

    def _is_hoped_for(self, counter: _Counter, now: float) -> bool:
        """Whether a dossier that is stuck may go on soon: registered, or let go by who holds it."""
        return counter.stuck_since is None or now - counter.stuck_since < self.held_s

    def _work(self, code: str, counter: _Counter) -> bool:
        folder, batch = self.root / code, counter.batch
        files = scans_in(folder) if exists(folder) else []
        whole = [path for path in files if self._is_whole(path)]
        # Every one of them is looked at: each has its own clock.
        waited = [self._is_waited_for(path) for path in files if path not in whole]
        for path in whole:
            self._held.pop(path, None)
        fresh = [path for path in whole if not batch.knows(path)]
        if fresh:
            found = measure_all([(p, True) for p in fresh], settle_s=0, patience_s=0)
            found.aside = [a for a in found.aside if not isinstance(a.error, StillWritten)]
            counter.news_at = time.monotonic()
            batch.take(found)
        if batch.waiting():
            batch.send()
            view = batch.verify(wait=False)
            for path in batch.clear_spool(view):
                self._settling.forget(path)
        for aside in batch.aside[counter.aside :]:
            # A copy goes with the file whose content it has.
            if exists(aside.path) and not isinstance(aside.error, Copy):
                self._put_aside(aside, code)
        counter.aside = len(batch.aside)
        if whole or any(waited) or batch.waiting():
            return True
        # A held file may belong to this dossier: it is not sealed without it.
        return not files and self._seal_when_quiet(code, counter)

    def _seal_when_quiet(self, code: str, counter: _Counter) -> bool:
        """Returns whether it is not time yet."""
        batch, after = counter.batch, self.seal_after_s
        if after is None or batch.pages() == 0 or batch.matters():
            return False
        if time.monotonic() - counter.news_at < after:
            return True
        receipt = batch.receipt(batch.seal(batch.pages()))
        tell(f"{code}: {keep_receipt(receipt, self.root / STATE_FOLDER / 'receipts')}")
        batch.close()
        del self._counters[code]
        return False

    def _is_whole(self, path: Path) -> bool:
        try:
            return self._settling.is_whole(path, time.monotonic())
        except FileNotFoundError:  # gone again: the next look tells
            return False
        except OSError as error:  # held by another program, or not ours to read
            self._tell_some(f"{path.name}: {error.strerror}")
            return False

    def _put_aside(self, aside: Aside, code: str) -> None:
        folder = self.root / STATE_FOLDER / "put-aside" / code
        now_at = put_aside(aside.path, folder, aside.reason)
        tell(f"để riêng / put aside: {now_at}: {aside.reason}")

    def _counter(self, code: str) -> _Counter:
        if code not in self._counters:
            batch = Batch(
                self.client,
                self.journal,
                server=self.server,
                dossier=code,
                jobs=self.jobs,
                on_progress=lambda progress: tell(f"{code}: {progress.in_words()}"),
            )
            self._counters[code] = _Counter(batch, time.monotonic())
        return self._counters[code]
