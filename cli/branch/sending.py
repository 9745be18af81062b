"""One file over a bad line: all of it but the last byte ahead of time, the last byte in its turn.

A file enters its dossier with its last byte, and files have the order in which they entered. So
many can be on their way at once and still stand in the order of the pile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cli.branch.client import BranchClient, Refused, Unreached
from cli.branch.journal import Item, Journal
from cli.branch.measure import Unreadable, hash_file
from cli.branch.names import extended
from dossier.errors import InputRefused, ServiceFault
from dossier.filenames import safe_name

CHUNK: Final = 256 * 1024
"""Bytes: a second at 2 Mbit/s, which is what a cut costs."""
_GONE: Final = frozenset({404, 410})


class Changed(InputRefused):
    code = "changed"
    title_vi = "Tệp đã đổi trong khi gửi"
    title_en = "The file changed while it was sent"


class RefusedThere(InputRefused):
    code = "refused_there"
    title_vi = "Máy chủ không nhận tệp này"
    title_en = "The server does not take this file"


class NotTheSame(ServiceFault):
    code = "not_the_same"
    title_vi = "Máy chủ giữ nội dung khác với tệp đã gửi"
    title_en = "The server holds other bytes than were sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends files of one batch. Safe to share between threads, for different files."""

    client: BranchClient
    journal: Journal
    batch: str
    dossier: str

    def stage(self, item: Item) -> Item:
        """Bring all but the last byte to the server. Raises Unreadable, Refused, Unreached."""
        attempt = 0
        while True:
            item, offset = self._place(item)
            before = offset
            try:
                self._send(item, offset, item.signature.size - 1)
            except Unreached as error:
                # What came before the cut counts as an answer; only the server knows how much.
                attempt += 1
                self.client.pause(attempt, error)
            except Refused as error:
                if error.reason != "wrong_offset" and error.answered not in _GONE:
                    raise
                attempt += 1
                self.client.pause(attempt, Unreached(error.reason or str(error.answered)))
            else:
                return item
            _, offset = self._place(item)
            attempt = 0 if offset > before else attempt

    def commit(self, item: Item) -> Item:
        """Send the last byte, and hold the server's hash against ours.

        Raises Changed, RefusedThere, Unreadable, NotTheSame, Refused, Unreached.
        """
        self._require_unchanged(item)
        while True:
            item = self.stage(item)
            try:
                self._send(item, item.signature.size - 1, item.signature.size)
            except (Unreached, Refused) as error:
                # It may have come all the same, with its answer lost: the upload itself tells.
                if isinstance(error, Refused) and error.reason != "wrong_offset":
                    raise
            file = self.client.show_upload(item.upload).file
            if file is None:
                continue
            if file.problem is not None:
                raise RefusedThere(str(file.problem.get("detail", "")))
            if file.sha256 != item.sha256:
                raise NotTheSame(safe_name(item.path.name), upload=item.upload)
            return item

    def give_up(self, item: Item) -> None:
        """End an upload whose file will not come after all."""
        if item.upload:
            try:
                self.client.end_upload(item.upload)
            except Refused as error:
                if error.answered not in _GONE:
                    raise
            self.journal.note_upload(item, "")

    def _place(self, item: Item) -> tuple[Item, int]:
        """Where the file goes and how much of it has come."""
        if item.upload:
            try:
                return item, self.client.offset(item.upload)
            except Refused as error:
                if error.answered not in _GONE:
                    raise
                item = self.journal.note_upload(item, "")
        name, size = safe_name(item.path.name), item.signature.size
        once = f"{self.batch}-{item.id}-{item.opened}"
        upload = self.client.open_upload(self.dossier, name, size, once=once)
        item = self.journal.note_upload(item, upload)
        # Not 0 when an earlier run was killed before it could note the answer.
        return self._place(item)

    def _send(self, item: Item, offset: int, end: int) -> None:
        if offset >= end:
            return
        try:
            with open(extended(item.path), "rb") as handle:  # noqa: PTH123 - Windows' long form
                handle.seek(offset)
                while offset < end:
                    chunk = handle.read(min(CHUNK, end - offset))
                    if not chunk:
                        raise Changed("ngắn đi / it became shorter")
                    offset = self.client.append(item.upload, offset, chunk)
        except OSError as exc:
            raise Unreadable(exc.strerror or type(exc).__name__) from exc

    def _require_unchanged(self, item: Item) -> None:
        # Bytes of two versions must not become one file.
        try:
            if hash_file(item.path) != item.sha256:
                raise Changed()
        except OSError as exc:
            raise Unreadable(exc.strerror or type(exc).__name__) from exc
