"""The form studio: a sample in, a draft out; tried, corrected and saved as a form."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.auth import CallerDep
from api.context import ContextDep
from api.multipart import BINARY, UploadLimits, describe_form, receive_files, spool
from api.problems import problem_responses
from api.services import forms
from api.services.review_pictures import MEDIA_TYPE
from api.wire.forms import (
    CheckedDraft,
    FormList,
    FormView,
    SampleView,
    SavedForm,
    SaveDraft,
    TrialView,
    TriedDraft,
    TryDraft,
    WithdrawForm,
)
from dossier.errors import InvalidRequest

router = APIRouter(prefix="/v1/forms", tags=["forms"])

FormKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="`leave_request`")]
JobId = Annotated[str, Path(pattern=r"^[a-z]{3}_[0-9a-f]{12,36}$")]

_FORM = describe_form({"file": BINARY})


@router.get(
    "",
    operation_id="list_forms",
    summary="Biểu mẫu đang dùng và loại trường / Forms in use, and kinds of fields",
    responses=problem_responses(),
)
def list_forms(context: ContextDep, caller: CallerDep) -> FormList:
    return forms.list_forms(context)


@router.post(
    "/files",
    operation_id="add_form_sample",
    summary="Gửi mẫu trống hoặc đã điền để đề xuất khai báo / Send a sample to have it drafted",
    status_code=202,
    responses=problem_responses(413, 422),
    openapi_extra=_FORM,
)
async def add_form_sample(request: Request, context: ContextDep, caller: CallerDep) -> SampleView:
    """One file (PDF, TIFF, JPEG, PNG) of at most twelve pages. A worker reads it: ask for the
    sample until its state is `ready`.
    """
    limits = UploadLimits(max_file_bytes=context.settings.max_file_bytes, max_files=1)
    with spool(context.settings.spool_folder) as folder:
        files = await receive_files(
            request.headers.get("content-type", ""), request.stream(), folder, limits
        )
        if not files:
            raise InvalidRequest("Không có tệp nào / there is no file in the request")
        return await run_in_threadpool(forms.add_sample, context, files[0], caller)


@router.get(
    "/samples/{sample}",
    operation_id="show_form_sample",
    summary="Mẫu và bản đề xuất / A sample and its draft",
    responses=problem_responses(404, 422),
)
def show_form_sample(sample: JobId, context: ContextDep, caller: CallerDep) -> SampleView:
    return forms.show_sample(context, sample)


@router.get(
    "/samples/{sample}/picture",
    operation_id="form_sample_picture",
    summary="Ảnh một trang của mẫu, đứng thẳng / A page of a sample, upright",
    response_class=Response,
    responses=problem_responses(404, 422)
    | {200: {"content": {MEDIA_TYPE: {}}}, 304: {"description": "Như cũ / unchanged"}},
)
def form_sample_picture(
    sample: JobId,
    context: ContextDep,
    caller: CallerDep,
    page: Annotated[int, Query(ge=1, le=100)] = 1,
    width: Annotated[int, Query(ge=64, le=3000, description="Điểm ảnh / pixels at most")] = 1400,
    if_none_match: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    wanted = forms.picture_of(context, sample, page=page, width_px=width)
    headers = {"ETag": wanted.tag}
    if if_none_match == wanted.tag:
        return Response(status_code=304, headers=headers)
    content = context.pictures.draw(context.objects, wanted)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.post(
    "/check",
    operation_id="check_form",
    summary="Khai báo của bản thảo, hoặc lỗi / The declaration of a draft, or its faults",
    responses=problem_responses(422),
)
def check_form(body: TriedDraft, context: ContextDep, caller: CallerDep) -> CheckedDraft:
    return forms.check_draft(context, body.draft)


@router.post(
    "/trials",
    operation_id="try_form",
    summary="Đọc thử mẫu bằng bản thảo / Read a sample by a draft",
    status_code=202,
    responses=problem_responses(404, 409, 422),
)
def try_form(body: TryDraft, context: ContextDep, caller: CallerDep) -> TrialView:
    """A worker reads it in a moment: ask for the trial until its state is `ready`."""
    return forms.start_trial(context, body, caller)


@router.get(
    "/trials/{trial}",
    operation_id="show_form_trial",
    summary="Kết quả đọc thử / What a trial read",
    responses=problem_responses(404, 422),
)
def show_form_trial(trial: JobId, context: ContextDep, caller: CallerDep) -> TrialView:
    return forms.show_trial(context, trial)


@router.get(
    "/{key}",
    operation_id="show_form",
    summary="Một biểu mẫu tự khai báo và các phiên bản / A form of this office and its versions",
    responses=problem_responses(404, 422),
)
def show_form(key: FormKey, context: ContextDep, caller: CallerDep) -> FormView:
    return forms.show_form(context, key)


@router.put(
    "/{key}",
    operation_id="save_form",
    summary="Lưu một phiên bản; có hiệu lực ngay / Save a version; it counts at once",
    responses=problem_responses(404, 409, 422),
)
def save_form(key: FormKey, body: SaveDraft, context: ContextDep, caller: CallerDep) -> SavedForm:
    """Every worker reads by it from its next page on, without a restart. 409 `conflict` with
    `version` when another was saved since `after`.
    """
    return forms.save_form(context, key, body, caller)


@router.post(
    "/{key}/withdraw",
    operation_id="withdraw_form",
    summary="Rút biểu mẫu: không nhận giấy mới / Withdraw: no new paper is taken for it",
    responses=problem_responses(404, 409, 422),
)
def withdraw_form(
    key: FormKey, body: WithdrawForm, context: ContextDep, caller: CallerDep
) -> SavedForm:
    return forms.withdraw_form(context, key, body.after, caller)
