"""All that is held about a person as one archive: JSON for machines, a page for people, pictures.

thong-tin.json          `sohoa.person/v1`
index.html              the same to read, in Vietnamese, with links to the pages
trang/<code>/<n>.webp   the pages that the person stands on
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import IO, Any, Final

from api.services.review_pictures import PagePictures, PictureOf
from dossier.errors import DamagedFile, NotFound
from dossier.forms.catalog import catalog
from dossier.lifecycle.papers import when
from dossier.lifecycle.person import Wanted
from dossier.record import FieldState, Source
from dossier.store import audit, person_data
from dossier.store.database import Database
from dossier.store.objects import ObjectStore
from dossier.store.person_data import Held
from dossier.store.scope import Scope
from dossier.store.states import DossierState

SCHEMA: Final = "sohoa.person/v1"
ACTION: Final = "person_exported"
_WIDTH_PX: Final = 1240
"""A4 at 150 dpi: legible, and no second original."""
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Source.OCR: "đọc từ ảnh",
        Source.QR: "mã QR",
        Source.MRZ: "dòng MRZ",
        Source.MARK: "ô đánh dấu",
        Source.REVIEWER: "người soát",
        FieldState.READ: "có giá trị",
        FieldState.BLANK: "để trống",
        FieldState.UNREADABLE: "không đọc được",
        FieldState.NOT_FOUND: "không thấy mục này",
        DossierState.OPEN: "đang nhận tệp",
        DossierState.SEALED: "đã niêm phong, đang đọc",
        DossierState.COMPLETED: "đã xong",
        DossierState.NEEDS_REVIEW: "chờ người soát",
        DossierState.RESCAN: "cần quét lại",
        DossierState.FAILED: "không lập được bản ghi",
    }
)
"""What the page calls sources and states."""
_STYLE: Final = (
    "body{font:16px/1.5 serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked about whom, and of whose dossiers."""

    wanted: Wanted
    scope: Scope
    actor: str
    branch: str | None
    with_pages: bool = True


def write_archive(
    database: Database,
    objects: ObjectStore,
    asked: Asked,
    target: IO[bytes],
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write the archive and an audit entry for each dossier in it. Returns how many dossiers.

    Raises NotFound when nothing is held, StorageUnavailable.
    """
    found = list(person_data.find(database, asked.scope, asked.wanted, progress=progress))
    if not found:
        raise NotFound("Không giữ dữ liệu nào của người này / nothing is held about this person")
    _note(database, asked, found, now)
    dossiers: list[dict[str, Any]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        pictures = PagePictures()
        for held in found:
            pages = _add_pages(archive, objects, pictures, held) if asked.with_pages else []
            dossiers.append({**held.told, "pages": pages})
        body = {
            "schema": SCHEMA,
            "made": now.isoformat(),
            "asked": {
                "id_number": asked.wanted.id_number,
                "name": asked.wanted.name,
                "dob": asked.wanted.dob,
            },
            "dossiers": dossiers,
        }
        archive.writestr("thong-tin.json", json.dumps(body, ensure_ascii=False, indent=1))
        archive.writestr("index.html", _page(body, now))
    return len(found)


def _note(database: Database, asked: Asked, found: Iterable[Held], now: datetime) -> None:
    """Before a byte is given out."""
    with database.write() as session:
        for held in found:
            audit.append(
                session,
                actor=asked.actor,
                action=ACTION,
                subject=held.code,
                branch=asked.branch,
                now=now,
            )


def _add_pages(
    archive: zipfile.ZipFile, objects: ObjectStore, pictures: PagePictures, held: Held
) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for page in held.pages:
        wanted = PictureOf(
            sha256=page.sha256,
            file_page=page.file_page,
            rotation=page.rotation,
            width_px=_WIDTH_PX,
        )
        entry: dict[str, Any] = {"page": page.number, "sha256": page.sha256}
        try:
            picture = pictures.draw(objects, wanted)
        except (DamagedFile, NotFound) as exc:
            # Refused when it came, or removed by the rules of retention: told, not left out.
            told.append(entry | {"file": None, "why": exc.code})
            continue
        name = f"trang/{held.code}/{page.number}.webp"
        archive.writestr(name, picture, zipfile.ZIP_STORED)
        told.append(entry | {"file": name})
    return told


def _page(body: dict[str, Any], now: datetime) -> str:
    asked = body["asked"]
    who = asked["id_number"] or f"{asked['name']}, {asked['dob']}"
    parts = "".join(_dossier(dossier) for dossier in body["dossiers"])
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        f"<title>Dữ liệu đang lưu giữ</title><style>{_STYLE}</style>"
        "<h1>Dữ liệu cá nhân đang lưu giữ</h1>"
        f"<p>Người được hỏi: <b>{escape(who)}</b>. Lập lúc {when(now)}. "
        f"Số hồ sơ: {len(body['dossiers'])}.</p>"
        "<p>Các trường của người khác trên cùng giấy tờ đã được bỏ ra; <b>ảnh trang giấy thì vẫn "
        "còn dữ liệu của người khác</b>, hãy xem lại trước khi giao.</p>" + parts + "</html>\n"
    )


def _dossier(told: dict[str, Any]) -> str:
    out = [f"<h2>Hồ sơ {escape(told['code'])}</h2>"]
    out.append(
        f"<p>Chi nhánh {escape(told['branch'] or '—')}, trạng thái {_WORDS.get(told['state'])}, "
        f"tiếp nhận {_time(told['created'])}, cập nhật {_time(told['updated'])}.</p>"
    )
    if told["submitted"]:
        rows = [
            (_title(form, key), _text(value))
            for form, fields in told["submitted"].items()
            for key, value in fields.items()
        ]
        out.append("<h3>Dữ liệu đã nộp trực tuyến</h3>" + _table(("Mục", "Giá trị"), rows))
    for record in told["records"][-1:]:
        out += [_document(document) for document in record["documents"]]
        out.append(f"<p>Số trường của người khác đã bỏ ra: {record['fields_of_others']}.</p>")
    links = [
        f'<a href="{escape(page["file"])}">trang {page["page"]}</a>'
        if page["file"]
        else f"trang {page['page']} (không còn ảnh)"
        for page in told["pages"]
    ]
    if links:
        out.append("<p>Ảnh trang giấy: " + ", ".join(links) + ".</p>")
    edits = [
        (_time(c["at"]), c["by"], f"{c['what']} {c['field']}: {_text(c['after'])}")
        for c in told["corrections"]
    ]
    if edits:
        out.append("<h3>Người soát đã sửa</h3>" + _table(("Lúc", "Khóa", "Việc"), edits))
    seen = [(_time(v["at"]), v["by"], f"{v['what']} ({v['outcome']})") for v in told["views"]]
    out.append("<h3>Ai đã xem, đã làm</h3>" + _table(("Lúc", "Khóa", "Việc"), seen))
    return "".join(out)


def _document(told: dict[str, Any]) -> str:
    rows = [
        (
            _title(told["form"], key),
            _text(field["value"]),
            f"{_WORDS.get(field['source'])}, {_WORDS.get(field['state'])}, "
            f"trang {field['page'] or '—'}",
        )
        for key, field in told["fields"].items()
    ]
    form = catalog().get(told["form"])
    name = form.title if form else told["form"]
    head = f"<h3>{escape(name)} (giấy tờ {told['document']})</h3>"
    return head + _table(("Mục", "Giá trị", "Nguồn, trạng thái"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tr>{top}</tr>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _title(form: str, key: str) -> str:
    found = catalog().get(form)
    titles = {spec.key: spec.title for spec in found.fields} if found else {}
    return titles.get(key) or key


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(", ".join(str(cell) for cell in row.values()) for row in value)
    return "" if value is None else str(value)


def _time(iso: str) -> str:
    return when(datetime.fromisoformat(iso))
