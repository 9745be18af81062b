from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from cli.batch import BatchOptions, Item, Result, parse_item, read_batch
from dossier.errors import EngineFailed, InvalidRequest, ModelMissing
from tests.fakes import batch_reader

OPTIONS = BatchOptions(engine="made up", threads=1)


def _run(
    tmp_path: Path,
    lines: Sequence[str],
    *,
    jobs: int = 1,
    start: Callable[[BatchOptions], Callable[[Item], Result]] = batch_reader.start,
) -> tuple[bool, dict[Any, Result]]:
    listed, out = tmp_path / "list.jsonl", tmp_path / "out.jsonl"
    listed.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    clean = read_batch(listed, out, OPTIONS, jobs=jobs, start=start)
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(answers) == len(lines)
    return clean, {answer["id"]: answer for answer in answers}


def _item(item_id: str, file: str = "scan.pdf") -> str:
    return json.dumps({"id": item_id, "files": [file]})


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_dossier_gets_its_line(tmp_path: Path, jobs: int) -> None:
    wanted = [f"h-{n}" for n in range(7)]
    clean, answers = _run(tmp_path, [_item(i) for i in wanted], jobs=jobs)
    assert clean
    assert set(answers) == set(wanted)
    assert all("record" in answer for answer in answers.values())


@pytest.mark.parametrize("fate", ["kill", "crash"])
def test_a_dossier_that_ends_its_process_costs_only_itself(
    tmp_path: Path, fate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    clean, answers = _run(tmp_path, [_item("a"), _item("bad", fate), _item("c"), _item("d")])
    assert not clean
    assert answers["bad"]["problem"]["code"] == "engine_failed"
    assert [i for i, answer in answers.items() if "record" in answer] == ["a", "c", "d"]
    told = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line[0] == "{"]
    assert [problem["id"] for problem in told] == ["bad"]


@pytest.mark.parametrize(
    ("line", "item_id"),
    [
        pytest.param("not json", None, id="not JSON"),
        pytest.param("[" * 5000, None, id="nested too deep"),
        pytest.param('["a"]', None, id="not an object"),
        pytest.param('{"files": ["a.pdf"]}', None, id="no id"),
        pytest.param('{"id": 7}', 7, id="no files"),
        pytest.param('{"id": 7, "files": []}', 7, id="empty files"),
        pytest.param('{"id": 7, "files": "a.pdf"}', 7, id="files is text"),
    ],
)
def test_a_bad_line_is_a_problem_of_its_own(tmp_path: Path, line: str, item_id: object) -> None:
    clean, answers = _run(tmp_path, [_item("a"), line])
    assert not clean
    assert answers[item_id]["problem"]["code"] == "invalid_request"
    assert answers[item_id]["problem"]["line"] == 2
    assert "record" in answers["a"]


def test_what_stops_every_reader_stops_the_batch(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no weights here"):
        _run(tmp_path, [_item("a")], start=batch_reader.start_without_model)


def test_readers_that_die_at_the_start_are_not_started_for_ever(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed):
        _run(tmp_path, [_item("a")], start=batch_reader.start_and_die)


def test_a_list_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        read_batch(tmp_path / "none", tmp_path / "out", OPTIONS, jobs=1, start=batch_reader.start)


def test_files_are_found_beside_the_list(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").touch()
    item = parse_item(_item("a").encode(), 1, tmp_path)
    assert item.files == (tmp_path / "scan.pdf",)
    assert parse_item(_item("a", "no.pdf").encode(), 1, tmp_path).files == (Path("no.pdf"),)


def test_an_id_that_is_no_text_comes_back_as_it_was(tmp_path: Path) -> None:
    _, answers = _run(tmp_path, ['{"id": "\\ud800", "files": ["x"]}'])
    assert list(answers) == ["\ud800"]
