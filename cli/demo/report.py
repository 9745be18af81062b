"""The table at the end of the demo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.table import Table

from cli.demo.samples import Sample

_COLOURS: Final = {"accept": "green", "review": "yellow", "rescan": "red"}
_NO_DIFFERENCE: Final = {"same", "equivalent"}


def make_table(samples: Sequence[Sample], records: Mapping[str, dict[str, Any]]) -> Table:
    """One row a dossier that has its record."""
    table = Table(title="sohoa demo", title_justify="left")
    table.add_column("hồ sơ\ndossier", no_wrap=True)
    table.add_column("giấy tờ\ndocuments", no_wrap=True)
    for title in ("trường\nfields", "đã đọc\nread", "cần xem\nflagged", "khác\ndiffer"):
        table.add_column(title, justify="right")
    table.add_column("quyết định\ndecision")
    for sample in samples:
        if sample.code in records:
            table.add_row(*row_of(sample.name, records[sample.code]))
    return table


def row_of(name: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    """Counts of one record, as text."""
    fields = list(_fields(record))
    differing = [f for f in record["crosscheck"]["fields"] if f["verdict"] not in _NO_DIFFERENCE]
    decision = record["decision"]
    return (
        name,
        "\n".join(document["form"] for document in record["documents"]),
        str(len(fields)),
        str(sum(f["state"] == "read" for f in fields)),
        str(sum(f["review"] for f in fields)),
        str(len(differing)),
        f"[{_COLOURS[decision]}]{decision}",
    )


def _fields(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for document in record["documents"]:
        yield from document["fields"].values()
