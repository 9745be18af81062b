"""Sheets of crops: letters that look alike, values of one kind."""

from __future__ import annotations

from fastapi import APIRouter

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import review_sheets
from api.wire.review_sheets import MarkSheet, SheetAnswer, Sheets

router = APIRouter(prefix="/v1/review", tags=["review"])


@router.get(
    "/sheets",
    operation_id="review_sheets",
    summary="Chữ dễ lẫn và giá trị cùng loại, cạnh nhau / Look-alike letters, values of a kind",
    responses=problem_responses(),
)
def show_sheets(context: ContextDep, caller: CallerDep) -> Sheets:
    """Made of the first dossiers of the queue that nobody has open."""
    return review_sheets.show(context, caller)


@router.post(
    "/sheets",
    operation_id="review_mark_sheet",
    summary="Xác nhận một trang, trừ chữ sai / Confirm a sheet but for the odd ones",
    responses=problem_responses(422),
)
def review_mark_sheet(body: MarkSheet, context: ContextDep, caller: CallerDep) -> SheetAnswer:
    """A letter that is right settles its field once all doubtful letters of it are, and nothing
    else speaks against the value. What somebody else has open is left alone."""
    return review_sheets.mark(context, caller, body)
