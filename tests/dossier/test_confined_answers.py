"""Whoever takes a child over may answer anything: it is an answer or a named problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dossier.confined import Bounds, Confined, ParserCrashed
from dossier.errors import SohoaError
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined

CALLS = "tests.dossier.confined_calls"
PAGE = {"shape": [2, 2, 3], "dpi": 100.0}
LIMITS = ImageLimits(max_pages=5, max_pixels=100)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(b"a page")
    return path


@pytest.mark.parametrize(
    "head",
    [
        *(b"", b"\xff", b"[]", b"1", b"{}", b'{"bytes": 0}', b"[" * 100_000),
        *(b'{"values": {}}', b'{"values": [], "bytes": 0}', b'{"values": {}, "bytes": "0"}'),
        *(b'{"values": {}, "bytes": -1}', b'{"values": {}, "bytes": 7}'),
        b'{"error": "no_such_error", "bytes": 0}',
        b'{"error": "damaged_file", "context": {"detail": 1}, "bytes": 0}',
        b'{"error": "damaged_file", "context": {"file": {}}, "bytes": 0}',
        b'{"crash": "Nguyen Van An", "bytes": 0}',
    ],
)
def test_a_head_that_is_none_is_a_crash(paper: Path, head: bytes) -> None:
    paper.write_bytes(head)
    with pytest.raises(ParserCrashed) as crash:
        Confined(CALLS, Bounds(wall_s=60)).ask("write_head", paper)
    assert "Nguyen" not in crash.value.detail


@pytest.mark.parametrize("pages", [0, -1, 6, 10**9, 2.0, "3", None, [3]])
def test_a_count_that_cannot_be_is_a_crash(paper: Path, pages: object) -> None:
    with pytest.raises(ParserCrashed):
        answering(paper, {"pages": pages}).count_pages(paper, "a.pdf")


@pytest.mark.parametrize(
    ("values", "size"),
    [
        *(({}, 12), ({"shape": [2, 2, 3]}, 12), (PAGE, 11), (PAGE | {"shape": [4, 3]}, 12)),
        *((PAGE | {"shape": [-2, -2, 3]}, 12), (PAGE | {"shape": [0, 2, 3]}, 0)),
        *((PAGE | {"shape": ["2", 2, 3]}, 12), (PAGE | {"shape": [20, 20, 3]}, 1200)),
        *((PAGE | {"dpi": 0.0}, 12), (PAGE | {"dpi": "100"}, 12)),
    ],
)
def test_a_page_that_cannot_be_is_a_crash(paper: Path, values: dict[str, Any], size: int) -> None:
    with pytest.raises(ParserCrashed):
        answering(paper, values, bytes(size)).render(paper, "a.pdf", 1)


def test_an_answer_that_can_be_is_taken(paper: Path) -> None:
    assert answering(paper, {"pages": 5}).count_pages(paper, "a.pdf") == 5
    for dpi in (100.0, 100):
        opener = answering(paper, PAGE | {"dpi": dpi}, bytes(12))
        assert opener.render(paper, "a.pdf", 1).width_px == 2


def test_every_error_arrives_as_what_it_was(paper: Path) -> None:
    paper.write_bytes(b'{"error": "damaged_file", "context": {"page": 3}, "bytes": 0}')
    with pytest.raises(SohoaError) as refusal:
        Confined(CALLS, Bounds(wall_s=60)).ask("write_head", paper)
    assert (refusal.value.code, refusal.value.context) == ("damaged_file", {"page": 3})


def answering(paper: Path, values: dict[str, Any], content: bytes = b"") -> OpenConfined:
    """An opener whose child says this, whatever it is asked."""
    paper.write_bytes(json.dumps(values).encode() + b"\n" + content)
    return OpenConfined(LIMITS, Bounds(wall_s=60), module="tests.dossier.confined_answers")
