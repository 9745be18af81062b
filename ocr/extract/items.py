"""Rows that a form numbers instead of ruling a table: "1. Tờ khai (01 bản chính)"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.forms.definition import Column, FieldSpec
from dossier.text import fold_each, strip_leaders
from ocr.extract.regions import Region

_NUMBER = re.compile(r"(?:^|\n)\s*[0-9]{1,2}(?:\s?[.)/:]\s*|\s(?=(?P<initial>[^\W\d_])))")
"""The number of an item; its point may be lost before a capital."""


def read_items(spec: FieldSpec, region: Region) -> list[dict[str, str]]:
    """One row an item, by the field's pattern of an item; empty where nothing is numbered.

    The pattern sees letters without marks and case; a value that its column's kind cannot parse
    stays as it was written.
    """
    text = "".join(glyph.char for glyph in region.glyphs)
    found = [n for n in _NUMBER.finditer(text) if n["initial"] is None or n["initial"].isupper()]
    ends = [*(number.start() for number in found[1:]), len(text)]
    columns = {column.key: column for column in spec.columns}
    items = (text[number.end() : end] for number, end in zip(found, ends, strict=False))
    rows = [_row_of(strip_leaders(item.replace("\n", " ")), spec.items, columns) for item in items]
    return [row for row in rows if any(row.values())]


def _row_of(item: str, pattern: str, columns: Mapping[str, Column]) -> dict[str, str]:
    found = re.fullmatch(pattern, fold_each(item))
    if found is None:
        return {}
    spans = {key: found.span(key) for key in found.re.groupindex if found[key] is not None}
    return {key: _value_of(item[slice(*span)], columns[key].kind) for key, span in spans.items()}


def _value_of(text: str, kind: str) -> str:
    outcome = KINDS[kind].parse(text.strip())
    return outcome.value if isinstance(outcome, Parsed) else text.strip()
