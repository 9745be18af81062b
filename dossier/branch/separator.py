"""Separator sheets: a page put before a paper, whose QR code says what comes next.

A sheet speaks for the pages after it up to the next sheet and for nothing else: a code that leaks
into the following document is the best-known fault of systems that split piles by codes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dossier.codes.dossier_code import DOSSIER_CODE
from dossier.errors import InvalidRequest

_MARK: Final = "SOHOA-SEP/1"
_TEXT: Final = re.compile(rf"{re.escape(_MARK)} d=(\S+) p=([0-9]{{1,5}}) c=(.*)", re.DOTALL)


class SeparatorSheet(BaseModel):
    """What one sheet says of the pages after it."""

    model_config = ConfigDict(frozen=True)

    dossier: Annotated[str, Field(pattern=DOSSIER_CODE)]
    component: Annotated[str, Field(max_length=120)] = ""
    """Name or key of the paper in the list of the procedure, NFC, one line; '' for any paper."""
    pages: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many pages follow; 0 where nobody has counted."""

    @field_validator("component")
    @classmethod
    def _one_line(cls, component: str) -> str:
        return " ".join(unicodedata.normalize("NFC", component).split())

    def code_text(self) -> str:
        """What stands in the QR code."""
        return f"{_MARK} d={self.dossier} p={self.pages} c={self.component}"


def parse_separator(text: str) -> SeparatorSheet | None:
    """The sheet whose QR code reads `text`; None when it is another kind of code, or damaged."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        return None
    dossier, pages, component = found.groups()
    try:
        return SeparatorSheet(dossier=dossier, pages=int(pages), component=component)
    except ValueError:
        return None


def parse_request(text: str, dossier: str) -> SeparatorSheet:
    """`Tờ khai=3`: a sheet for a paper of three pages; the count may be left out.

    Raises InvalidRequest.
    """
    component, _, pages = text.rpartition("=") if re.search(r"=\d+$", text) else (text, "", "0")
    try:
        return SeparatorSheet(dossier=dossier, component=component, pages=int(pages))
    except ValueError as exc:
        raise InvalidRequest("Tờ phân cách / separator sheet: TÊN=SỐ TRANG / NAME=PAGES") from exc
