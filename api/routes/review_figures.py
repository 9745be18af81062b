"""What managers look at, as JSON with charts, and as CSV."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import review_figures
from api.wire.review_figures import Figures, FiguresTable
from dossier.text.sides import Language

router = APIRouter(prefix="/v1/review", tags=["review"])

Days = Annotated[int, Query(ge=1, le=366, description="Số ngày gần nhất / of the last days")]
Spoken = Annotated[Language, Query(description="Của tiêu đề, biểu đồ / of titles and charts")]


@router.get(
    "/figures",
    operation_id="review_figures",
    summary="Số liệu quản lý / Volume, straight-through share, errors, cost of a field",
    responses=problem_responses(422),
)
def show_figures(
    context: ContextDep,
    caller: CallerDep,
    days: Days = 30,
    language: Spoken = Language.VIETNAMESE,
) -> Figures:
    return review_figures.show(context, caller, days=days, language=language)


@router.get(
    "/figures.csv",
    operation_id="review_figures_csv",
    summary="Một bảng, dạng CSV / One table as CSV",
    response_class=Response,
    responses=problem_responses(422) | {200: {"content": {"text/csv": {}}}},
)
def show_figures_csv(
    context: ContextDep,
    caller: CallerDep,
    table: FiguresTable,
    days: Days = 30,
    language: Spoken = Language.VIETNAMESE,
) -> Response:
    figures = review_figures.show(context, caller, days=days, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{table.value}.csv"'}
    content = review_figures.as_csv(figures, table)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
