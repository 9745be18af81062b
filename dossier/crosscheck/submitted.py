"""Turns the JSON that a dossier system sends into a `Submission`, or says why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dossier.errors import InvalidRequest
from dossier.submission import Submission, SubmittedValue
from dossier.text import clean
from dossier.text.legacy import decode_legacy


def read_submission(raw: Any) -> Submission:
    """`{form: {field: value}}` with every value as text or rows of text; None counts as empty.

    Numbers and booleans, which JSON clients send for counts and ticks, become text ('2', 'yes').
    Raises InvalidRequest naming the place, never the value.
    """
    if not isinstance(raw, Mapping):
        raise InvalidRequest("cần {biểu mẫu: {trường: giá trị}} / expected {form: {field: value}}")
    return {_key(form, "form"): _read_form(form, fields) for form, fields in raw.items()}


def _read_form(form: str, fields: Any) -> dict[str, SubmittedValue]:
    if not isinstance(fields, Mapping):
        raise InvalidRequest(f"{form}: cần {{trường: giá trị}} / expected {{field: value}}")
    return {_key(key, form): _read_value(f"{form}.{key}", value) for key, value in fields.items()}


def _read_value(place: str, value: Any) -> SubmittedValue:
    if not isinstance(value, list):
        return _read_text(place, value)
    rows = []
    for at, row in enumerate(value, start=1):
        if not isinstance(row, Mapping):
            raise InvalidRequest(f"{place}[{at}]: mỗi dòng là một đối tượng / a row is an object")
        rows.append(
            {_key(column, place): _read_text(f"{place}[{at}].{column}", cell)
             for column, cell in row.items()}
        )  # fmt: skip
    return rows


def _read_text(place: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return clean(decode_legacy(value))
        case int() | float():
            return str(value)
        case _:
            raise InvalidRequest(f"{place}: cần văn bản hoặc số / expected text or a number")


def _key(key: Any, place: str) -> str:
    if not isinstance(key, str) or not key:
        raise InvalidRequest(f"{place}: khóa phải là chữ / keys are text")
    return key
