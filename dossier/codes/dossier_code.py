"""The code of a dossier in the QR code or barcode of a receipt (TT 01/2023/TT-VPCP).

The law fixes what the QR code must hold (dossier, procedure, person, name of the paper, system,
time) but not how it is written down, so the dossier's code is looked for, wherever it stands.
"""

from __future__ import annotations

import re
from typing import Final

DOSSIER_CODE: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""What a dossier may be called: systems number theirs in other ways too."""

_CODE: Final = re.compile(
    r"(?<![0-9A-Z.])(?:(?:[0-9A-Z]{2,3}\.){2,3}H[0-9]{2}|H[0-9]{2}(?:\.[0-9]{1,3}){0,4})"
    r"-[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]{1,6}(?![0-9])"
)
"""`000.00.01.H26-261122-0042`, `H26.12-261122-42`: office, day of arrival (yymmdd), number of that
day (NĐ 61/2018, article 26; codes of offices: QĐ 20/2020/QĐ-TTg)."""


def find_dossier_code(text: str) -> str | None:
    """The one dossier code in the text of a code; None when there is none, or more than one."""
    found = set(_CODE.findall(text.upper()))
    return found.pop() if len(found) == 1 else None
