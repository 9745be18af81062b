"""Looking at a dossier on the desk: needs no lock and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.context import Context
from api.services import review_standing, review_view
from api.services.review_letters import doubts
from api.services.review_pictures import PictureOf
from api.services.review_standing import Doubts
from api.wire.review import PastAction, ReviewHistory, ReviewView
from dossier.errors import NotFound
from dossier.record import FieldReading, PageState, Record
from dossier.review_history import ON_FIELD, Action, Stage
from dossier.store import dossiers, pages, review, review_entries
from dossier.store.keys import KeyInfo


def show(context: Context, code: str, who: KeyInfo) -> ReviewView:
    """Raises NotFound, NotReady."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        stored = pages.pages_with_readings(session, code)
        readings = {place: page.reading for place, (page, _, _) in enumerate(stored, start=1)}
        found = review_standing.load(session, row, now=context.clock(), doubts=_doubts_in(readings))
    return review_view.show(found)


def picture_of(
    context: Context,
    code: str,
    who: KeyInfo,
    *,
    page: int,
    width_px: int,
    box: tuple[float, float, float, float] | None,
) -> PictureOf:
    """Which picture a caller means. Raises NotFound, NotReady."""
    with context.database.read() as session:
        row = dossiers.find(session, code, who.scope)
        record = Record.model_validate(review_standing.record_of(session, row).body)
    found = next((p for p in record.pages if p.page == page), None)
    if found is None or found.state not in (PageState.READ, PageState.BLANK):
        raise NotFound("Không có ảnh của trang này / there is no picture of that page", page=page)
    return PictureOf(
        sha256=found.sha256,
        file_page=found.file_page,
        rotation=found.rotation,
        width_px=width_px,
        box=box,
    )


def show_history(context: Context, code: str, who: KeyInfo) -> ReviewHistory:
    """Raises NotFound."""
    with context.database.read() as session:
        dossiers.find(session, code, who.scope)
        past = review.history(session, code)
        unbroken = review.is_unbroken(session, code)
        entry = review_entries.find(session, code)
    # Who is to key a value blind must not find it here.
    blind = entry is not None and entry.stage is Stage.SECOND
    actions = [_past(action, blind=blind) for action in past]
    return ReviewHistory(dossier=code, unbroken=unbroken, actions=actions)


def _doubts_in(readings: Mapping[int, dict[str, Any] | None]) -> Doubts:
    def find(field: FieldReading, shown: str) -> list[tuple[int, int]]:
        reading = readings.get(field.page or 0)
        if reading is None or field.box is None or not shown:
            return []
        return doubts(reading, field.box, field.raw, shown)

    return find


def _past(action: Action, *, blind: bool) -> PastAction:
    masked = blind and action.kind in ON_FIELD
    return PastAction(
        version=action.revision,
        kind=action.kind,
        document=action.target.document,
        field=action.target.field,
        page=action.target.page,
        value=None if masked else action.value,
        before=None if masked or action.before is None else dict(action.before),
        by=action.actor_name,
        at=action.at,
    )
