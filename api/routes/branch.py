"""What the scanning counter prints: separator sheets before a batch, the receipt after it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.auth import CallerDep
from api.context import ContextDep
from api.problems import problem_responses
from api.services import status
from api.wire.branch import FaultAdvice, make_receipt
from api.wire.dossiers import DOSSIER_CODE, DossierCode
from dossier.advice import ADVICE
from dossier.branch.papers import draw_receipt, draw_separators, receipt_text
from dossier.branch.separator import parse_request

router = APIRouter(prefix="/v1/branch", tags=["branch"])

_PDF: Final = "application/pdf"
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/advice",
    operation_id="show_advice",
    summary="Lỗi của ảnh trang và cách sửa / What may be wrong with a picture, and what to do",
    responses=problem_responses(422),
)
def show_advice(_caller: CallerDep) -> dict[str, FaultAdvice]:
    """By the reasons of a page's `quality`."""
    return {
        reason: FaultAdvice(fault=told.fault, remedy=told.remedy) for reason, told in ADVICE.items()
    }


@router.get(
    "/separators",
    operation_id="print_separators",
    summary="Tờ phân cách / Separator sheets to print",
    response_class=Response,
    responses=problem_responses(422) | {200: {"content": {_PDF: _BINARY}}},
)
def print_separators(
    _caller: CallerDep,
    dossier: Annotated[str, Query(pattern=DOSSIER_CODE)],
    paper: Annotated[
        list[Annotated[str, Query(max_length=130)]],
        Query(max_length=100, description="`Tờ khai=2`: tên, số trang / name and pages"),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """A PDF with a sheet for each paper, or one for the whole dossier."""
    sheets = [parse_request(text, dossier) for text in paper or [""]]
    return Response(draw_separators(sheets), media_type=_PDF)


@router.get(
    "/receipts/{code}",
    operation_id="show_receipt",
    summary="Biên nhận lô đã niêm phong / The receipt of a sealed batch",
    response_class=Response,
    responses=problem_responses(404, 409, 422)
    | {200: {"content": {_PDF: _BINARY, "text/plain": {"schema": {"type": "string"}}}}},
)
def show_receipt(
    code: DossierCode,
    request: Request,
    context: ContextDep,
    caller: CallerDep,
    kind: Annotated[Literal["pdf", "text"], Query()] = "pdf",
) -> Response:
    """With the batch seal: a SHA-256 over the dossier's code and its files in their order."""
    view = status.show(context, code, caller.scope)
    receipt = make_receipt(view, str(request.base_url).rstrip("/"))
    if kind == "text":
        return Response(receipt_text(receipt), media_type="text/plain; charset=utf-8")
    return Response(draw_receipt(receipt), media_type=_PDF)
