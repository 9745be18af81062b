"""What the citizen submitted on line: `{form_key: {field_key: value}}`."""

from __future__ import annotations

from collections.abc import Mapping

SubmittedValue = str | list[dict[str, str]]
Submission = Mapping[str, Mapping[str, SubmittedValue]]
