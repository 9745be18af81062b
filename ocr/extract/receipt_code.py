"""The dossier's code from the QR code or barcode that the law puts on its papers.

TT 01/2023/TT-VPCP prints it on every paper that a dossier system issues: where it decodes, no
letter of it can be misread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dossier.codes.dossier_code import find_dossier_code
from dossier.record import Check, FieldReading, FieldState, Source
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField

_FIELD: Final = "dossier_code"


def prefer_printed_code(
    fields: Mapping[str, RawField], pages: DocumentPages
) -> dict[str, RawField]:
    """`fields` with the dossier's code as a code on the paper has it, where there is just one."""
    found = {
        value: (number, page.transform.to_scan(code.box).as_list())
        for number, page in zip(pages.numbers, pages.readings, strict=True)
        for code in page.codes
        if (value := find_dossier_code(code.text)) is not None
    }
    if _FIELD not in fields or len(found) != 1:
        return dict(fields)
    ((value, (number, box)),) = found.items()
    shown = fields[_FIELD].reading
    checks: list[Check] = []
    if shown.state is FieldState.READ:
        ok = shown.value == value
        detail = "" if ok else "chữ in khác với mã vạch / the print differs from the barcode"
        checks.append(Check(rule="print_agrees_with_code", ok=ok, detail=detail))
    reading = FieldReading(
        value=value,
        raw=shown.raw or value,
        state=FieldState.READ,
        confidence=0.0,
        review=False,
        source=Source.QR,
        page=shown.page if shown.box else number,
        box=shown.box or box,
        checks=checks,
    )
    return {**fields, _FIELD: RawField(reading=reading, evidence=Evidence())}
