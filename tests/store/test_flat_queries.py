"""What a running service asks costs the same after a million pages as after a thousand.

Counted in rows and buffers that PostgreSQL touches (`fakes.explained`), never in seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import pytest

from tests.fakes.explained import Cost, measure, walk_nothing
from tests.fakes.many_rows import many_rows
from tests.store.calls_in_use import calls_in_use

MORE_ROWS, MORE_BUFFERS = 200, 60
"""Beyond this and half as much again a call has grown: a deeper index costs a block a look-up, and
one branch of thirty is found among two hundred rows as cheaply as by its own index."""

Costs = Mapping[str, Cost]


def measured(pages: int, *, indexes_alone: bool) -> Costs:
    with many_rows(pages) as database:
        if indexes_alone:
            walk_nothing(database)
        return measure(database, calls_in_use(database))


def grown(few: Costs, many: Costs) -> list[str]:
    """The calls that cost more after many pages than after few, with what they cost."""
    return [
        f"{name}: {few[name]} -> {cost}"
        for name, cost in many.items()
        if cost.rows > 1.5 * few[name].rows + MORE_ROWS
        or cost.buffers > 1.5 * few[name].buffers + MORE_BUFFERS
    ]


def table_of(sizes: Sequence[int]) -> str:
    """As Markdown: buffers and rows of every call after so many pages."""
    costs = [measured(size, indexes_alone=False) for size in sizes]
    heads = [f"{size:,} pages: buffers | rows" for size in sizes]
    lines = [f"| call | {' | '.join(heads)} |", "|---|" + "---:|---:|" * len(sizes)]
    for name in costs[0]:
        cells = [f"{of[name].buffers} | {of[name].rows}" for of in costs]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_no_call_grows_from_a_thousand_to_ten_thousand_pages() -> None:
    """With nothing but indexes to go by: small tables would be walked, rightly."""
    few, many = (measured(pages, indexes_alone=True) for pages in (1_000, 10_000))
    assert len(many) > 80
    assert grown(few, many) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_no_call_grows_to_a_million_pages() -> None:
    """As the planner would have it."""
    few, many = (measured(pages, indexes_alone=False) for pages in (100_000, 1_000_000))
    assert grown(few, many) == []
    # The outbox forgets what was sent a day ago: it is as small here after a million pages.
    growing = {"pages", "steps", "files", "dossiers", "records", "events", "audit"}
    walked = {name: cost.walked for name, cost in many.items() if growing & cost.walked.keys()}
    assert walked == {}


def test_a_call_that_grows_is_found() -> None:
    few, many = {"list": Cost(rows=10, buffers=5)}, {"list": Cost(rows=250, buffers=5)}
    assert len(grown(few, many)) == 1
    assert grown(many, few) == []


if __name__ == "__main__":
    print(table_of([int(size) for size in sys.argv[1:]] or [1_000, 100_000, 1_000_000]))
