"""Quality control: accepted fields keyed again blind, and what that says of the promise."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import quality
from api.wire.quality import (
    KeyedSample,
    QualityReport,
    QualitySamples,
    SampleAnswer,
    SampleId,
    SettledSample,
)

router = APIRouter(prefix="/v1/quality", tags=["quality"])


@router.get(
    "/samples",
    operation_id="quality_samples",
    summary="Trường đã chấp nhận cần gõ lại, không xem giá trị / Accepted fields to key blind",
    responses=problem_responses(422),
)
def quality_samples(
    context: ContextDep, caller: CallerDep, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> QualitySamples:
    """The picture is that of `review_picture` with `page` and `box`."""
    return quality.show_samples(context, caller, limit=limit)


@router.post(
    "/samples/{sample}/keyed",
    operation_id="quality_key",
    summary="Gõ lại một trường / Key a field",
    responses=problem_responses(404, 409, 422),
)
def quality_key(
    sample: SampleId, body: KeyedSample, context: ContextDep, caller: CallerDep
) -> SampleAnswer:
    """`differs` comes with what was read: look at the paper, then settle it."""
    return quality.key(context, sample, caller, body)


@router.post(
    "/samples/{sample}/settled",
    operation_id="quality_settle",
    summary="Bên nào đúng / Who was right",
    responses=problem_responses(404, 409, 422),
)
def quality_settle(
    sample: SampleId, body: SettledSample, context: ContextDep, caller: CallerDep
) -> SampleAnswer:
    return quality.settle(context, sample, caller, body)


@router.get(
    "/report",
    operation_id="quality_report",
    summary="Tỉ lệ sai trong số đã chấp nhận / Wrong among the accepted, with intervals",
    responses=problem_responses(422),
)
def quality_report(
    context: ContextDep, caller: CallerDep, days: Annotated[int, Query(ge=1, le=3660)] = 90
) -> QualityReport:
    return quality.report(context, caller, days=days)
