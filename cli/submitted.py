"""Submitted data from JSON, as a dossier system exports it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dossier.errors import InvalidRequest
from dossier.json_text import parse_json
from dossier.submission import Submission, SubmittedValue

_SUBMISSION: TypeAdapter[dict[str, dict[str, SubmittedValue]]] = TypeAdapter(
    dict[str, dict[str, SubmittedValue]]
)


def parse_submission(body: object) -> Submission:
    """What the citizen submitted, from JSON; numbers become text and nulls are left out.

    Raises InvalidRequest, which names the place and never the value.
    """
    if not isinstance(body, Mapping):
        raise InvalidRequest(
            "dữ liệu đã nộp phải có dạng {biểu mẫu: {trường: giá trị}} / "
            "submitted data must be {form: {field: value}}"
        )
    plain = {form: _plain_fields(fields) for form, fields in body.items()}
    try:
        return _SUBMISSION.validate_python(plain)
    except ValidationError as exc:
        places = sorted({".".join(str(part) for part in e["loc"][:2]) for e in exc.errors()})
        raise InvalidRequest(
            f"dữ liệu đã nộp sai ở / submitted data is wrong at: {', '.join(places)}"
        ) from exc


def load_submission(path: Path) -> Submission:
    """Read a JSON file of submitted data. Raises InvalidRequest."""
    try:
        return parse_submission(parse_json(path.read_bytes()))
    except OSError as exc:
        raise InvalidRequest(f"{path.name}: {exc.strerror}") from exc
    except ValueError as exc:  # not JSON, or not UTF-8
        raise InvalidRequest(f"{path.name}: không phải JSON / not JSON") from exc


def _plain_fields(fields: object) -> object:
    if not isinstance(fields, Mapping):
        return fields
    return {key: _plain(value) for key, value in fields.items() if value is not None}


def _plain(value: object) -> object:
    match value:
        case bool() | dict():
            return value
        case int() | float():
            return str(value)
        case list():
            return [_plain_fields(row) for row in value]
        case _:
            return value
