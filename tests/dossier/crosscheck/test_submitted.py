from __future__ import annotations

from typing import Any

import pytest

from dossier.crosscheck import read_submission
from dossier.errors import InvalidRequest


def test_reads_what_json_clients_send() -> None:
    sent = {"f": {"n": 2, "yes": True, "none": None, "t": "Hoа\u00a0", "rows": [{"c": 1}]}}
    assert read_submission(sent) == {
        "f": {"n": "2", "yes": "yes", "none": "", "t": "Hoa", "rows": [{"c": "1"}]}
    }


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"f": None},
        {"f": {"k": {"a": 1}}},
        {"f": {"k": ["a"]}},
        {1: {}},
        {"f": {"": 1}},
    ],
    ids=str,
)
def test_refuses_what_is_no_submission(sent: Any) -> None:
    with pytest.raises(InvalidRequest):
        read_submission(sent)
