"""Spots of a page that are read again: by a worker, for whoever holds the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from api.context import Context
from api.services import review_standing
from api.services.review import LEASE
from api.services.review_letters import carry, doubtful_runs
from api.services.review_pictures import turned
from api.services.review_shown import shown
from api.wire.review_spots import ReadSpot, SpotView
from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.fields import KINDS
from dossier.geometry import Box
from dossier.record import PageState, Record, RecordPage
from dossier.review import spec_of
from dossier.review_history import Stage
from dossier.spot import Spot, SpotReading
from dossier.store import dossiers, pages, spots
from dossier.store import review as desk
from dossier.store.keys import KeyInfo
from dossier.store.spot_tables import SpotRow
from dossier.store.tables import PageRow

_BACK: Final = {0: 0, 90: 270, 180: 180, 270: 90}


def ask(context: Context, code: str, who: KeyInfo, body: ReadSpot) -> SpotView:
    """Have an area read by a worker.

    Raises NotFound, NotReady, Locked, InvalidRequest for a field that is no line of text, Conflict
    while the dossier is keyed blind: who keys blind is shown nothing that a machine read.
    """
    now = context.clock()
    with context.database.write() as session:
        desk.require(session, code, who, body.lock, now=now, lease=LEASE)
        row = dossiers.find(session, code, who.scope)
        standing = review_standing.load(session, row, now=now)
        if standing.stage is Stage.SECOND:
            raise Conflict(
                "Đang gõ lại độc lập: không đọc bằng máy / keyed blind: nothing is read by machine",
                dossier=code,
            )
        record = standing.reviewed.record
        sheet = _sheet(record, body.page)
        spot = Spot(
            area=_area(turned(list(body.box), _BACK[sheet.rotation])), kind=_kind(record, body)
        )
        added = spots.add(
            session,
            _page(session, code, body.page),
            spot,
            document=body.document,
            field=body.field,
            by=who.id,
            now=now,
        )
        return _view(added, sheet, record)


def show(context: Context, code: str, who: KeyInfo, spot: str) -> SpotView:
    """Raises NotFound, also for a spot of another dossier."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        found = spots.find(session, spot)
        if found.dossier != code:
            raise NotFound("Không có vùng này / there is no such spot", spot=spot)
        standing = review_standing.load(session, row, now=context.clock())
        if standing.stage is Stage.SECOND:
            raise NotFound("Không có vùng này / there is no such spot", spot=spot)
        record = standing.reviewed.record
        page = session.get_one(PageRow, found.page)
        return _view(found, _sheet(record, page.ordinal or 0), record)


def _view(row: SpotRow, sheet: RecordPage, record: Record) -> SpotView:
    read = None if row.result is None else SpotReading.model_validate(row.result)
    box = Box.model_validate(row.area)
    told = "" if read is None else _shown(record, row, read)
    return SpotView(
        id=row.id,
        state=row.state,
        page=sheet.page,
        box=turned(box.as_list(), sheet.rotation),
        document=row.document,
        field=row.field,
        text="" if read is None else read.text,
        value=None if read is None else read.value,
        shown=told,
        doubts=[] if read is None else list(_doubts(read, told)),
        problem=row.problem,
    )


def _shown(record: Record, row: SpotRow, read: SpotReading) -> str:
    """The value as people write it; what stands there where it is no value of its kind."""
    if read.value is None:
        return read.text
    document = record.documents[row.document - 1] if row.document <= len(record.documents) else None
    spec = None if document is None else spec_of(document.form, row.field)
    return shown(spec, read.value)


def _doubts(read: SpotReading, told: str) -> Iterator[tuple[int, int]]:
    """Runs [start, end) of doubtful letters of `told`; letters that were written anew are sure."""
    return doubtful_runs(carry(told, read.text, read.confidences))


def _kind(record: Record, body: ReadSpot) -> str:
    if body.document > len(record.documents):
        raise NotFound("Không có giấy tờ này / there is no such document", document=body.document)
    spec = spec_of(record.documents[body.document - 1].form, body.field)
    if spec is None:
        raise NotFound("Không có trường này / there is no such field", field=body.field)
    if spec.kind not in KINDS or spec.kind == "choice":
        raise InvalidRequest("Trường này không phải một dòng chữ / the field is no line of text")
    return spec.kind


def _sheet(record: Record, page: int) -> RecordPage:
    found = next((p for p in record.pages if p.page == page), None)
    if found is None or found.state not in (PageState.READ, PageState.BLANK):
        raise NotFound("Trang này không đọc được / the page cannot be read", page=page)
    return found


def _page(session: Session, code: str, page: int) -> PageRow:
    stored = pages.pages_with_readings(session, code)
    if page > len(stored) or stored[page - 1][0].reading is None:
        raise NotFound("Trang này không đọc được / the page cannot be read", page=page)
    return stored[page - 1][0]


def _area(box: list[float]) -> Box:
    left, top, right, bottom = box
    return Box(left=left, top=top, right=right, bottom=bottom)
