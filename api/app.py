"""The application: routes, problems and limits put together."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from api.context import Context
from api.middleware import BodyLimit, SafeHeaders
from api.pages import mount_pages
from api.problems import install_problems
from api.routes import (
    archive,
    branch,
    dossiers,
    events,
    files,
    forms,
    operations,
    privacy,
    privacy_exports,
    quality,
    review,
    review_figures,
    review_sheets,
    review_spots,
    session,
    uploads,
    webhooks,
)
from api.telemetry import Measured, Traced
from api.tus import TusProtocol
from dossier import tracing

_ABOUT: Final = """\
Số hóa hồ sơ giấy của công dân thành bản ghi có cấu trúc đã kiểm tra.
Turns the paper of citizens' dossiers into checked, structured records.

1. `PUT /v1/dossiers/{code}` đăng ký / register
2. `POST /v1/dossiers/{code}/files` thêm tệp / add files
3. `POST /v1/dossiers/{code}/seal` niêm phong / seal
4. `GET /v1/events?after=` rồi / then `GET /v1/dossiers/{code}/record`

Lỗi theo RFC 9457 / errors are RFC 9457 `application/problem+json`.
"""

_TAGS: Final = (
    {"name": "dossiers", "description": "Hồ sơ / dossiers"},
    {"name": "files", "description": "Tệp quét / scanned files"},
    {
        "name": "uploads",
        "description": "Tải lên nối tiếp / resumable uploads (tus 1.0)",
    },
    {"name": "branch", "description": "Quầy quét / the scanning counter"},
    {
        "name": "archive",
        "description": "Công văn 7197/BKHCN-CĐSQG / documents with the archive's metadata",
    },
    {"name": "events", "description": "Sự kiện / events"},
    {"name": "webhooks", "description": "Báo sự kiện / webhooks (Standard Webhooks)"},
    {"name": "review", "description": "Bàn soát / the review desk"},
    {"name": "quality", "description": "Kiểm tra chất lượng / quality control"},
    {"name": "forms", "description": "Khai báo biểu mẫu / the form studio"},
    {"name": "privacy", "description": "Vòng đời dữ liệu cá nhân / personal data"},
    {"name": "session", "description": "Đăng nhập / signing in"},
    {"name": "operations", "description": "Vận hành / operations"},
)


def create_app(context: Context) -> FastAPI:
    """The API over an open database and object store."""
    app = FastAPI(
        title="sohoa",
        version="1",
        description=_ABOUT,
        # Their pages load scripts from outside; nothing here leaves the machine.
        docs_url=None,
        redoc_url=None,
        openapi_tags=list(_TAGS),
    )
    app.state.context = context
    install_problems(app)
    app.add_middleware(BodyLimit, settings=context.settings)
    app.add_middleware(TusProtocol)
    app.add_middleware(SafeHeaders, settings=context.settings)
    app.add_middleware(Measured, metrics=context.calls)
    if tracing.is_on():
        app.add_middleware(Traced)
    desk = (review, review_spots, review_sheets, review_figures, quality)
    watched = (events, webhooks, *desk, operations)
    people = (privacy, privacy_exports, session)
    for routes in (dossiers, files, uploads, archive, branch, forms, *watched, *people):
        app.include_router(routes.router)
    for name in ("review", "branch", "forms"):
        mount_pages(app, name)
    return app
