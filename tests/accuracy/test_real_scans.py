"""Real scanned decisions, directives and letters, end to end, against what was read by eye."""

from __future__ import annotations

import pytest

from dossier.record import PageState, Record
from ocr.engines.registry import EngineSettings, make_engine
from tests.accuracy.real_scans import FORM, Outcome, compare, load_truth, read_folder, share, table
from tests.conftest import MeasuringData

pytestmark = [pytest.mark.long, pytest.mark.shared_data]

_ENOUGH = 0.8


@pytest.fixture(scope="module")
def records(measuring_data: MeasuringData) -> dict[str, Record]:
    return read_folder(measuring_data("scans"), make_engine("paddle", EngineSettings()))


@pytest.fixture(scope="module")
def outcomes(records: dict[str, Record]) -> list[Outcome]:
    found = compare(records)
    print(f"\n{table(found)}")
    return found


@pytest.mark.parametrize(
    "field",
    [
        "issuing_body",
        "kind",
        "place",
        "number_symbol",
        "issued_on",
    ],
)
def test_most_letterheads_are_read_exactly(outcomes: list[Outcome], field: str) -> None:
    assert share(outcomes, field) >= _ENOUGH


def test_most_subjects_are_read_exactly_or_nearly(outcomes: list[Outcome]) -> None:
    """Nearly: 97 % alike. A mark lost in forty words is not another subject."""
    assert share(outcomes, "subject", near=True) >= _ENOUGH


def test_hardly_a_wrong_field_goes_unflagged(outcomes: list[Outcome]) -> None:
    silent = [o for o in outcomes if not o.exact and not o.flagged]
    assert len(silent) <= 0.02 * len(outcomes), [(o.file, o.field) for o in silent]


def test_documents_begin_where_they_begin(records: dict[str, Record]) -> None:
    begun = {
        (name, d.pages[0]) for name, r in records.items() for d in r.documents if d.form == FORM
    }
    assert begun == {(entry["file"], entry["page"]) for entry in load_truth()}


def test_every_page_ends_in_a_named_state(records: dict[str, Record]) -> None:
    states = {page.state for record in records.values() for page in record.pages}
    assert states <= {PageState.READ, PageState.BLANK}
