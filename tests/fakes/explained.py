"""What statements cost the database: rows and buffers that they touch, told by EXPLAIN ANALYZE.

Every statement of a measured call is explained where it stands, inside its transaction, and then
done for real; so calls are measured as they are, without knowing their queries. Buffers and rows
are counts, the same on any machine at any load; seconds are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import event, text

from dossier.store.database import Database

_EXPLAIN: Final = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "


@dataclass
class Cost:
    """Of all statements of one call."""

    statements: int = 0
    buffers: int = 0
    """Blocks of 8 kB looked at, in memory or on the disk."""
    rows: int = 0
    """Read from tables and indexes, those that a filter threw away too."""
    walked: dict[str, int] = field(default_factory=dict)
    """Table to the rows that were read from it by walking through all of it."""


@contextmanager
def explained(database: Database) -> Iterator[Cost]:
    """Adds up what statements on `database` (PostgreSQL) cost meanwhile."""
    cost = Cost()
    asking = False

    def explain(_c: Any, cursor: Any, statement: str, given: Any, _x: Any, _many: bool) -> None:
        nonlocal asking
        verb = statement.lstrip().partition(" ")[0].upper()
        if asking or verb not in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            return
        asking = True
        for one in given if isinstance(given, list) else [given]:
            cost.statements += 1
            cursor.execute("SAVEPOINT explained")
            cursor.execute(_EXPLAIN + statement, one)
            (plan,) = cursor.fetchone()[0]
            cursor.execute("ROLLBACK TO SAVEPOINT explained")
            _add(cost, plan)
        asking = False

    event.listen(database._engine, "before_cursor_execute", explain)
    try:
        yield cost
    finally:
        event.remove(database._engine, "before_cursor_execute", explain)


def walk_nothing(database: Database) -> None:
    """Let the planner walk through a table only where no index answers.

    A small table is walked because that is cheap; so only this tells whether there is another way.
    """
    name, engine = database._engine.url.database, database._engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            connection.execute(text(f"ALTER DATABASE {name} SET enable_{way} = off"))
    engine.dispose()


def measure(
    database: Database, calls: Mapping[str, Callable[[Database], object]]
) -> dict[str, Cost]:
    """What each call costs, by its name."""
    costs: dict[str, Cost] = {}
    for name, call in calls.items():
        with explained(database) as cost:
            call(database)
        costs[name] = cost
    return costs


def _add(cost: Cost, explained_plan: Mapping[str, Any]) -> None:
    plan = explained_plan["Plan"]
    cost.buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    for node in _nodes(plan):
        if "Scan" not in node["Node Type"] or node["Node Type"].startswith(("CTE", "Function")):
            continue
        loops = node["Actual Loops"]
        thrown = sum(v for k, v in node.items() if k.startswith("Rows Removed by"))
        rows = round((node["Actual Rows"] + thrown) * loops)
        cost.rows += rows
        if node["Node Type"].endswith("Seq Scan"):
            table = node["Relation Name"]
            cost.walked[table] = cost.walked.get(table, 0) + rows


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
