"""One way to log for every process: structured lines on stderr with ids and reasons.

Never a field's value: these are citizens' papers.
"""

from __future__ import annotations

import logging
import sys

import structlog

from dossier import tracing


def add_trace(
    _logger: object, _method: str, entry: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """The trace that a line belongs to, where there is one."""
    if tracing.is_on() and (found := tracing.trace_id()):
        entry["trace_id"] = found
    return entry


def configure_logs(*, as_json: bool, level: int = logging.INFO) -> None:
    """Set structlog up for this process; `as_json` for machines, else lines for people."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            add_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
