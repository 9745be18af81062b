"""What a branch takes home, out of what a dossier's status tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from api.wire.dossiers import DossierView, FileView
from dossier.branch.seal import BatchReceipt, PutAside, SealedFile
from dossier.errors import NotReady
from dossier.store.states import FileState


class FaultAdvice(BaseModel):
    """One fault of a picture and the way to a better one, Vietnamese / English."""

    fault: str
    remedy: str


def pages_of(file: FileView, view: DossierView) -> int:
    """How many pages of the dossier are of this file."""
    return sum(page.file_id == file.file_id for page in view.pages)


def make_receipt(view: DossierView, server: str) -> BatchReceipt:
    """The receipt of a sealed dossier; refused files are told of, with the reason.

    Raises NotReady while it is open.
    """
    if view.sealed_at is None:
        raise NotReady("Chưa niêm phong / not sealed yet", dossier=view.code)
    return BatchReceipt(
        dossier=view.code,
        server=server,
        sealed_at=view.sealed_at,
        files=tuple(
            SealedFile(
                name=file.name, sha256=file.sha256, size=file.size, pages=pages_of(file, view)
            )
            for file in view.files
            if file.state is FileState.SPLIT
        ),
        put_aside=tuple(
            PutAside(name=file.name, reason=_reason(file.problem or {}))
            for file in view.files
            if file.state is not FileState.SPLIT
        ),
    )


def _reason(problem: Mapping[str, Any]) -> str:
    return str(problem.get("title", "")) or "chưa đếm được trang / its pages were not counted"
