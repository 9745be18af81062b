"""The calls of the review desk; its pages are served by `api.pages`."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Response

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import review, review_look, review_queue, review_words
from api.services.review_pictures import MEDIA_TYPE
from api.wire.dossiers import DossierCode
from api.wire.review import (
    Act,
    ChangeHistory,
    Comment,
    Completed,
    HeldDossier,
    HoldDossier,
    NextDossier,
    PageWords,
    PutAside,
    ReviewHistory,
    ReviewQueue,
    ReviewView,
    TakeDossier,
    TakeNext,
)
from dossier.errors import InvalidRequest
from dossier.review_history import ActionKind, Stage
from dossier.store.review_queue import Wanted

router = APIRouter(prefix="/v1/review", tags=["review"])

_WRITES: Final = problem_responses(404, 409, 422, 423)


@router.get(
    "/queue",
    operation_id="review_queue",
    summary="Hồ sơ chờ soát, theo ngày hẹn trả / The queue, first due first",
    responses=problem_responses(422),
)
def show_queue(
    context: ContextDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    stage: Annotated[Stage | None, Query(description="Một bước / one stage")] = None,
    branch: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[
        str | None, Query(max_length=100, description="Thủ tục, biểu mẫu / procedure or form")
    ] = None,
) -> ReviewQueue:
    wanted = Wanted(stage=stage, branch=branch, kind=kind)
    return review_queue.show(context, caller, wanted, limit=limit)


@router.post(
    "/next",
    operation_id="review_next",
    summary="Nhận hồ sơ tiếp theo / Take the next dossier that nobody has",
    responses=problem_responses(422),
)
def review_next(body: TakeNext, context: ContextDep, caller: CallerDep) -> NextDossier:
    return review_queue.take_next(context, caller, body)


@router.post(
    "/dossiers/{code}/lock",
    operation_id="review_lock",
    summary="Nhận hoặc tiếp quản hồ sơ / Take a dossier, or take it over",
    responses=_WRITES,
)
def review_lock(
    code: DossierCode, body: TakeDossier, context: ContextDep, caller: CallerDep
) -> HeldDossier:
    """423 names who has it. With its own `lock` a desk that was reloaded goes on."""
    return review.take(context, code, caller, body)


@router.post(
    "/dossiers/{code}/heartbeat",
    operation_id="review_heartbeat",
    summary="Vẫn đang soát / Keep the lock",
    responses=_WRITES,
)
def review_heartbeat(
    code: DossierCode, body: HoldDossier, context: ContextDep, caller: CallerDep
) -> HeldDossier:
    return review.keep(context, code, caller, body.lock)


@router.post(
    "/dossiers/{code}/unlock",
    operation_id="review_unlock",
    summary="Trả hồ sơ lại hàng chờ / Put it back",
    status_code=204,
    responses=problem_responses(404, 422),
)
def review_unlock(
    code: DossierCode, body: HoldDossier, context: ContextDep, caller: CallerDep
) -> None:
    review.put_back(context, code, caller, body.lock)


@router.get(
    "/dossiers/{code}",
    operation_id="review_show",
    summary="Hồ sơ trên bàn soát / The dossier on the desk",
    responses=problem_responses(404, 409, 422),
)
def review_show(code: DossierCode, context: ContextDep, caller: CallerDep) -> ReviewView:
    """Needs no lock: looking is free, and the next dossier is fetched ahead."""
    return review_look.show(context, code, caller)


@router.get(
    "/dossiers/{code}/history",
    operation_id="review_history",
    summary="Ai đã làm gì / Who did what",
    responses=problem_responses(404, 422),
)
def review_history(code: DossierCode, context: ContextDep, caller: CallerDep) -> ReviewHistory:
    return review_look.show_history(context, code, caller)


@router.get(
    "/dossiers/{code}/picture",
    operation_id="review_picture",
    summary="Ảnh trang hoặc vùng quanh một trường / A page, or the crop around a field",
    response_class=Response,
    responses=problem_responses(404, 409, 422)
    | {200: {"content": {MEDIA_TYPE: {}}}, 304: {"description": "Như cũ / unchanged"}},
)
def review_picture(
    code: DossierCode,
    context: ContextDep,
    caller: CallerDep,
    page: Annotated[int, Query(ge=1, description="Trang của hồ sơ / page of the dossier")],
    width: Annotated[int, Query(ge=64, le=3000, description="Điểm ảnh / pixels at most")] = 1400,
    box: Annotated[
        str | None,
        Query(max_length=100, description="`left,top,right,bottom` 0..1, ảnh đứng / upright"),
    ] = None,
    if_none_match: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    cut = _read_box(box)
    wanted = review_look.picture_of(context, code, caller, page=page, width_px=width, box=cut)
    headers = {"ETag": wanted.tag}
    if if_none_match == wanted.tag:
        return Response(status_code=304, headers=headers)
    content = context.pictures.draw(context.objects, wanted)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.get(
    "/dossiers/{code}/words",
    operation_id="review_words",
    summary="Chữ trên trang và vị trí / The words of a page and where they stand",
    responses=problem_responses(404, 409, 422),
)
def show_words(
    code: DossierCode,
    context: ContextDep,
    caller: CallerDep,
    page: Annotated[int, Query(ge=1, description="Trang của hồ sơ / page of the dossier")],
) -> PageWords:
    """As they were read when the page came in. Empty while the dossier is keyed blind."""
    return review_words.words_of(context, code, caller, page=page)


@router.post(
    "/dossiers/{code}/actions",
    operation_id="review_act",
    summary="Sửa, xác nhận, đánh dấu / Correct, confirm or mark",
    responses=_WRITES,
)
def review_act(code: DossierCode, body: Act, context: ContextDep, caller: CallerDep) -> ReviewView:
    """409 `review_moved_on`: load again. 423 `locked`: somebody took the dossier over."""
    return review.act(context, code, caller, body)


@router.post(
    "/dossiers/{code}/undo",
    operation_id="review_undo",
    summary="Hoàn tác / Undo the last action",
    responses=_WRITES,
)
def review_undo(
    code: DossierCode, body: ChangeHistory, context: ContextDep, caller: CallerDep
) -> ReviewView:
    return review.change_history(
        context, code, caller, ActionKind.UNDO, lock=body.lock, version=body.version
    )


@router.post(
    "/dossiers/{code}/redo",
    operation_id="review_redo",
    summary="Làm lại / Redo what was undone",
    responses=_WRITES,
)
def review_redo(
    code: DossierCode, body: ChangeHistory, context: ContextDep, caller: CallerDep
) -> ReviewView:
    return review.change_history(
        context, code, caller, ActionKind.REDO, lock=body.lock, version=body.version
    )


@router.post(
    "/dossiers/{code}/comments",
    operation_id="review_comment",
    summary="Ghi chú cho người sau / Say something to whoever comes next",
    responses=_WRITES,
)
def review_comment(
    code: DossierCode, body: Comment, context: ContextDep, caller: CallerDep
) -> ReviewView:
    return review.comment(context, code, caller, body)


@router.post(
    "/dossiers/{code}/aside",
    operation_id="review_put_aside",
    summary="Để lại vì một lý do / Put it back unfinished, for a reason",
    status_code=204,
    responses=_WRITES,
)
def review_put_aside(
    code: DossierCode, body: PutAside, context: ContextDep, caller: CallerDep
) -> None:
    review.put_aside(context, code, caller, body)


@router.post(
    "/dossiers/{code}/complete",
    operation_id="review_complete",
    summary="Hoàn tất hồ sơ / Let the dossier go",
    responses=_WRITES,
)
def review_complete(
    code: DossierCode, body: ChangeHistory, context: ContextDep, caller: CallerDep
) -> Completed:
    """409 `review_unfinished` counts what must still be looked at or verified.

    Where critical fields were corrected it is handed on: another person keys them blind, and a
    third settles what the two disagree about.
    """
    return review.complete(context, code, caller, lock=body.lock, version=body.version)


def _read_box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        left, top, right, bottom = (min(max(float(part), 0.0), 1.0) for part in text.split(","))
    except ValueError as exc:
        raise InvalidRequest("box: left,top,right,bottom") from exc
    if not (left < right and top < bottom):
        raise InvalidRequest("box: left < right, top < bottom")
    return left, top, right, bottom
