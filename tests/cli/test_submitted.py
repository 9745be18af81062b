from __future__ import annotations

from pathlib import Path

import pytest

from cli.submitted import load_submission, parse_submission
from dossier.errors import InvalidRequest


def test_submitted_numbers_are_text_and_nulls_are_left_out() -> None:
    body = {"f": {"count": 2, "area": 71.5, "none": None, "rows": [{"a": 1, "b": None}]}}
    assert parse_submission(body) == {"f": {"count": "2", "area": "71.5", "rows": [{"a": "1"}]}}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param([], id="a list"),
        pytest.param({"form": "text"}, id="a form that is text"),
        pytest.param({"form": {"field": {"deep": "er"}}}, id="a field that is an object"),
        pytest.param({"form": {"field": True}}, id="a truth value"),
    ],
)
def test_submitted_data_of_another_shape_is_refused_without_quoting_it(body: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_submission(body)
    assert "er" not in refused.value.detail.split()


def test_a_submission_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_bytes(b"\xff\xfe")
    for wrong in (path, tmp_path / "none.json"):
        with pytest.raises(InvalidRequest):
            load_submission(wrong)
