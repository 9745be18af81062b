from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from rich.console import Console

from dossier.errors import EngineFailed, InvalidRequest
from dossier.geometry import PixelBox
from dossier.page import Line
from models.bench import ours
from models.bench.compare import (
    TESSERACT,
    BenchResult,
    LineResult,
    Picture,
    ReadResult,
    WholeResult,
    count_errors,
    find_scans,
    place_lines,
)
from models.bench.matching import Counts, PlacedLine, Word, compare, fold, words_of
from models.bench.pages import BenchPage, Group, TruthLine, make_pages, real_pages
from models.bench.plot import write_plots
from models.bench.processes import Cost, measure_command, read_tsv, run_tesseract
from models.bench.report import print_tables, write_json
from models.bench.stopwatch import Stopwatch
from models.train.measure import Score
from tests.fakes.engines import ScriptedEngine

SQUARE = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))


def _line(
    text: str, y: float, *, x: float = 0, width: float = 400, boxed: bool = False
) -> PlacedLine:
    corners = [[x, y], [x + width, y], [x + width, y + 20], [x, y + 20]]
    return PlacedLine(text=text, corners=np.array(corners, dtype=np.float64), boxed=boxed)


def _word(text: str, x: float, y: float) -> Word:
    return Word(text=text, x=x, y=y)


@pytest.mark.parametrize(
    ("read", "truth"),
    [
        pytest.param("Số:........./QĐ", "Số: …/QĐ", id="a leader is one sign"),
        pytest.param("ngày 09 . tháng", "ngày 09. tháng", id="a stop stands beside its word"),
        pytest.param("“Tổ” – xóm", '"Tổ" - xóm', id="dashes and quotes of one kind"),
        pytest.param("Tên ____ An", "Tên An", id="ruled blanks are no letters"),
        pytest.param("hòa", "hòa", id="NFC"),
    ],
)
def test_what_nobody_calls_a_misreading_is_none(read: str, truth: str) -> None:
    assert fold(read) == fold(truth)


def test_tones_and_capitals_count() -> None:
    assert len({fold(text) for text in ("Tuấn", "Tuân", "tuấn")}) == 3


def test_words_go_to_the_line_they_stand_on_however_a_reader_parts_the_page() -> None:
    lines = [_line("ỦY BAN", 0, width=100), _line("CỘNG HÒA", 2, x=200), _line("Số: 12", 40)]
    one_row = [_word(t, x, 12) for t, x in (("HÒA", 330), ("ỦY", 20), ("CỘNG", 250), ("BAN", 70))]
    counts = compare(lines, [*one_row, _word("12", 90, 50), _word("Số:", 20, 50)], whole=True)
    assert (counts.lines, counts.exact, counts.edits, counts.extra) == (3, 3, 0, 0)
    assert counts.bag_error == 0


def test_missed_lines_are_edits_and_words_on_no_line_are_extra() -> None:
    lines = [_line("một hai", 0), _line("ba", 40)]
    counts = compare(
        lines, [_word("một", 30, 10), _word("hại", 90, 10), _word("xyz", 9, 300)], whole=True
    )
    assert counts == Counts(
        lines=2,
        missed=1,
        letters=9,
        edits=1 + 2,
        plain_letters=9,
        plain_edits=1 + 2,
        extra=3,
        words=3 + 3,
        unmatched=2 + 2,
    )
    assert counts.cer == pytest.approx(3 / 9)


def test_lines_without_leaders_are_counted_on_their_own_too() -> None:
    lines = [_line("Tên: …", 0), _line("Số 1", 40)]
    read = [_word("Tên:", 30, 10), _word("ssse", 90, 10), _word("Số", 20, 50), _word("7", 60, 50)]
    counts = compare(lines, read, whole=True)
    assert (counts.plain_edits, counts.plain_letters) == (1, 4)
    assert counts.edits > counts.plain_edits


def test_rows_of_boxes_count_neither_way() -> None:
    lines = [_line("012345", 0, boxed=True), _line("Tên", 40)]
    counts = compare(lines, [_word("|0|1|", 50, 10), _word("Tên", 20, 50)], whole=True)
    assert (counts.lines, counts.edits, counts.extra, counts.unmatched) == (1, 0, 0, 0)


def _words_at(text: str, y: float, line: int) -> list[Word]:
    return [Word(text=t, x=30 + 60 * i, y=y, line=line) for i, t in enumerate(text.split())]


def test_the_line_beside_one_that_nobody_wrote_down_is_not_its_own() -> None:
    """Next lines come within reach where print is narrow: the nearer of two is the line."""
    known, words = [_line("hai ba", 0)], [*_words_at("hai ba", 11, 1), *_words_at("bốn năm", 26, 2)]
    assert compare(known, words, whole=False).exact == 1
    assert compare(known, words, whole=True).edits > 0
    both = [*known, _line("bốn năm", 16)]
    assert compare(both, words, whole=True).exact == 2


def test_pieces_of_one_line_are_all_of_it() -> None:
    """A reader that parts a line at a gap has two lines there, side by side and not stacked."""
    words = [*_words_at("hai", 11, 1), Word(text="ba", x=200, y=14, line=2)]
    assert compare([_line("hai ba", 0)], words, whole=False).exact == 1


def test_a_misread_line_is_no_better_for_its_neighbour() -> None:
    words = [*_words_at("hài bá", 11, 1), *_words_at("hai ba", 26, 2)]
    assert compare([_line("hai ba", 0)], words, whole=False).edits == 2


def test_where_only_some_lines_are_known_other_words_say_nothing() -> None:
    counts = compare([_line("Tên", 0)], [_word("Tên", 20, 10), _word("khác", 20, 90)], whole=False)
    assert (counts.exact, counts.extra, counts.words) == (1, 0, 0)


def test_a_line_is_parted_into_words_at_their_letters() -> None:
    box = PixelBox(left=0, top=10, right=80, bottom=30)
    centers = (5.0, 15.0, 25.0, 60.0, 70.0)
    placed = Line(text="Hà An", confidence=1, box=box, char_centers=centers)
    assert words_of(placed) == [_word("Hà", 10, 20), _word("An", 65, 20)]
    evenly = words_of(Line(text="Hà An", confidence=1, box=box))
    assert [word.text for word in evenly] == ["Hà", "An"]
    assert evenly[0].x < 40 < evenly[1].x


def test_true_lines_follow_the_page_when_it_is_turned_upright() -> None:
    page = _page(whole=True)
    # The scan lay on its head: upright pixels (x, y) of 100 x 200 are 1 - x/100, 1 - y/200.
    (line,) = place_lines(page, (-1 / 100, 0, 1, 0, -1 / 200, 1, 0, 0, 1))
    assert line.corners[0] == pytest.approx([90, 180])
    picture = Picture(page=page, png=Path("p.png"), dpi=200, lines=(line,))
    assert count_errors([picture], [[_word("Tên", 50, 170)]]).exact == 1


@pytest.fixture(scope="module")
def made_pages(tmp_path_factory: pytest.TempPathFactory) -> list[BenchPage]:
    return list(make_pages(2, tmp_path_factory.mktemp("made")))


def test_made_pages_come_with_all_their_lines(made_pages: list[BenchPage]) -> None:
    pages = made_pages
    assert {page.group for page in pages} == {"clean", "office"}
    assert all(page.whole and len(page.lines) > 5 for page in pages)
    assert all((page.file.parent / "truth.json").is_file() for page in pages)


def test_real_pages_hold_their_printed_lines_and_missing_scans_are_named(tmp_path: Path) -> None:
    quad = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.2], [0.1, 0.2]]
    entry = {"file": "a.pdf", "page": 2, "quad": quad, "text": "Số", "set": "first"}
    entry["handwriting"] = False
    truth = tmp_path / "lines.json"
    rows = [entry, entry | {"handwriting": True}, entry | {"page": 3}]
    truth.write_text(json.dumps({"lines": rows}), encoding="utf-8")
    with pytest.raises(InvalidRequest, match=r"a\.pdf"):
        real_pages(truth, tmp_path)
    (tmp_path / "a.pdf").touch()
    pages = real_pages(truth, tmp_path)
    assert [(page.page, len(page.lines), page.whole) for page in pages] == [
        (2, 1, False),
        (3, 1, False),
    ]
    assert find_scans(str(tmp_path)) is None


def test_a_stage_within_another_stops_it() -> None:
    now = iter([0.0, 1.0, 3.0, 6.0, 10.0])
    watch = Stopwatch(lambda: next(now))
    with watch.stage("outer"):
        with watch.stage("inner"):
            assert watch.is_running("outer")
        watch.go_on_as("after")
    assert watch.seconds == {"outer": 1.0 + 3.0, "inner": 2.0, "after": 4.0}


def test_our_process_gives_words_and_what_they_took(tmp_path: Path) -> None:
    png = tmp_path / "p.png"
    cv2.imwrite(str(png), np.full((60, 80, 3), 255, dtype=np.uint8))
    box = PixelBox(left=0, top=0, right=80, bottom=20)
    engine = ScriptedEngine(lines=(Line(text="Họ tên", confidence=1, box=box),))
    body = ours.run(engine, Stopwatch(), ours.read, [{"png": str(png), "dpi": 200.0}] * 2)
    assert [[word["text"] for word in item["words"]] for item in body["items"]] == [
        ["Họ", "tên"]
    ] * 2
    assert body["stages"].keys() == {"decode"}
    assert body["wall_s"] > 0


def test_the_whole_way_is_timed_by_stages_and_held_against_the_truth(
    made_pages: list[BenchPage],
) -> None:
    file = str(made_pages[0].file)
    body = ours.run(ScriptedEngine(), Stopwatch(), ours.read_whole, [{"file": file}])
    assert set(body["stages"]) == {"decode", "prepare", "fields"} <= set(ours.STAGES)
    (item,) = body["items"]
    assert item["fields"] > item["right"] >= 0


def test_a_command_is_measured_and_its_failure_is_told() -> None:
    run = measure_command(["echo", "ữ"])
    assert run.peak_mb > 0
    assert run.printed == "ữ\n"
    for command in (["false"], ["no-such-command-anywhere"]):
        with pytest.raises(EngineFailed):
            measure_command(command)


def test_tesseract_reads_a_list_of_pictures_in_their_order(tmp_path: Path) -> None:
    pictures = []
    for text in ("NAM", "SINH", "QUAN"):
        pixels = np.full((200, 700, 3), 255, dtype=np.uint8)
        cv2.putText(pixels, text, (40, 120), cv2.FONT_HERSHEY_SIMPLEX, 2.5, (0, 0, 0), 5)
        pictures.append(tmp_path / f"{text}.png")
        cv2.imwrite(str(pictures[-1]), pixels)
    cost, words = run_tesseract(pictures, cores=2)
    assert [page[-1].text for page in words] == ["NAM", "SINH", "QUAN"]
    assert all(0 < word.x < 700 and 50 < word.y < 150 for page in words for word in page)
    assert cost.processes == 2
    assert cost.cpu_s > 0


def test_a_table_without_words_is_an_empty_page() -> None:
    assert read_tsv("level\tpage_num\n1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n", 1) == [[]]


def test_a_measurement_is_told_to_people_and_machines(tmp_path: Path) -> None:
    result = _result()
    shown = StringIO()
    print_tables(result, Console(file=shown, width=120))
    for words in ("CER", "exact lines", "pages a second", "CPU seconds a page", "peak memory",
                  "0.50%", "2.00%", "sohoa int8", TESSERACT, "real scans", "detect",
                  "1.25%"):  # fmt: skip
        assert words in shown.getvalue()
    body = json.loads(write_json(result, tmp_path).read_text(encoding="utf-8"))
    ours_clean = body["read"][0]
    assert ours_clean["speed_ratio"] == pytest.approx(2.0)
    assert ours_clean["error_ratio"] == pytest.approx(0.25)
    assert ours_clean["pages_a_second"] == pytest.approx(0.5)
    assert body["read"][-1]["extra_letters"] is None
    assert body["whole"][0]["stages"]["detect"] == 0.4


def test_the_pictures_show_every_reader_and_every_stage(tmp_path: Path) -> None:
    pictures = write_plots(_result(), tmp_path)
    assert [picture.name for picture in pictures] == ["bench.png", "stages.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_a_reader_without_an_error_can_be_drawn(tmp_path: Path) -> None:
    whole = _result().whole
    perfect = (_read("sohoa", "clean", 0, 4), _read(TESSERACT, "clean", 0, 8))
    result = BenchResult(cores=2, lines=(), read=perfect, whole=whole)
    assert result.error_ratio(perfect[0]) is None
    assert write_plots(result, tmp_path)


def _page(*, whole: bool) -> BenchPage:
    lines = (TruthLine(text="Tên", quad=SQUARE),)
    return BenchPage(name="p", group="clean", file=Path("p.pdf"), page=1, lines=lines, whole=whole)


def _read(reader: str, group: Group, edits: int, cpu_s: float) -> ReadResult:
    cost = Cost(wall_s=cpu_s, cpu_s=cpu_s, peak_mb=400, processes=2)
    counts = Counts(lines=10, exact=8, letters=1000, edits=edits)
    whole = group != "real"
    return ReadResult(reader=reader, group=group, pages=2, whole=whole, cost=cost, counts=counts)


def _result() -> BenchResult:
    groups: tuple[Group, ...] = ("clean", "real")
    rows = [
        _read(reader, group, edits, cpu_s)
        for group in groups
        for reader, edits, cpu_s in (
            ("sohoa", 5, 4.0),
            ("sohoa int8", 6, 2.0),
            (TESSERACT, 20, 8.0),
        )
    ]
    whole = WholeResult(
        reader="sohoa",
        pages=2,
        cost=Cost(wall_s=4, cpu_s=8, peak_mb=700, processes=2),
        stages={"decode": 0.1, "detect": 0.4},
        fields=20,
        right=19,
    )
    lines = LineResult(reader="sohoa", score=Score(characters=0.0125, exact=0.9, lines=10))
    return BenchResult(cores=2, lines=(lines,), read=tuple(rows), whole=(whole,))
