"""Traces by OpenTelemetry: off unless `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector.

A span tells which step was done to which dossier, page or delivery, by ids, and how long it took;
never a value, nor the message of an error, which may quote one. The context goes along in the
outbox's messages and the deliveries: one trace leads from an upload to the delivered record.

While it is off nothing of OpenTelemetry is loaded, and a span is one look at a module's variable.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""OpenTelemetry's own names; other exporters than OTLP over HTTP are not built in."""
_NOTHING: Final = nullcontext()


class _Tracing:
    provider: TracerProvider | None = None
    tracer: Tracer | None = None


def configure_tracing(service: str, *, exporter: SpanExporter | None = None) -> bool:
    """Send the spans of this process to the collector of the environment. Returns whether."""
    if exporter is None and not any(os.environ.get(name) for name in ENDPOINTS):
        return False
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # Not `create` without a name of ours: nothing of the machine but what the operator adds
    # (OTEL_RESOURCE_ATTRIBUTES).
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
    _Tracing.provider, _Tracing.tracer = provider, provider.get_tracer("sohoa")
    return True


def stop_tracing() -> None:
    """Send what is left, and trace no more."""
    provider, _Tracing.provider, _Tracing.tracer = _Tracing.provider, None, None
    if provider is not None:
        provider.shutdown()


def is_on() -> bool:
    return _Tracing.tracer is not None


def span(
    name: str, parent: str | None = None, **ids: str | int
) -> AbstractContextManager[object | None]:
    """A span around a `with` block, under `parent` (a traceparent) or the one that is open."""
    tracer = _Tracing.tracer
    return _NOTHING if tracer is None else _open(tracer, name, parent, ids)


def traceparent() -> str | None:
    """The open span as W3C Trace Context writes it, to be continued elsewhere; None: none is."""
    if _Tracing.tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent")


def note(**ids: str | int) -> None:
    """Add ids to the open span."""
    if _Tracing.tracer is not None:
        from opentelemetry.trace import get_current_span

        get_current_span().set_attributes(_named(ids))


def trace_id() -> str | None:
    """Of the open span, for logs; 32 hexadecimal digits."""
    found = traceparent()
    return None if found is None else found.split("-")[1]


@contextmanager
def _open(
    tracer: Tracer, name: str, parent: str | None, ids: Mapping[str, str | int]
) -> Iterator[object]:
    from opentelemetry.trace import Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    under = None
    if parent is not None:
        under = TraceContextTextMapPropagator().extract({"traceparent": parent})
    # The library's own note of an exception would hold its message.
    with tracer.start_as_current_span(
        name,
        context=under,
        attributes=_named(ids),
        record_exception=False,
        set_status_on_exception=False,
    ) as opened:
        try:
            yield opened
        except BaseException as error:
            opened.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def _named(ids: Mapping[str, str | int]) -> dict[str, str | int]:
    return {f"sohoa.{name}": value for name, value in ids.items()}
