"""A dossier as the desk shows it: flagged fields with their reasons, places and other sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from api.services.review_fields import blind_field, field_of, mark_of
from api.services.review_standing import Standing
from api.wire.review import (
    ReviewDocument,
    ReviewFinding,
    ReviewPage,
    ReviewView,
    SaidComment,
)
from dossier.advice import advise
from dossier.forms.catalog import catalog
from dossier.record import ComponentState, CrosscheckVerdict, PageState, RecordPage
from dossier.review import attention
from dossier.review_history import Action, ActionKind, Stage
from dossier.second_look import LookState, waiting
from dossier.vietnam_time import VIETNAM
from dossier.working_calendar import working_calendar

_LACKING: Final = frozenset({ComponentState.MISSING, ComponentState.TOO_FEW, ComponentState.UNSURE})


def show(standing: Standing) -> ReviewView:
    record = standing.reviewed.record
    blind = standing.stage is Stage.SECOND
    shown_at_all = None if blind else record
    return ReviewView(
        dossier=standing.code,
        state=standing.state,
        stage=standing.stage,
        version=standing.version,
        due=slip_iso(standing.due),
        holder=standing.holder,
        waiting=len(waiting(standing.stage, standing.reviewed, standing.looks)),
        unverified=[] if blind else standing.reviewed.unverified(),
        can_undo=standing.can_undo,
        can_redo=standing.can_redo,
        crosscheck=CrosscheckVerdict.NOT_CHECKED if blind else record.crosscheck.verdict,
        documents=list(_blind(standing) if blind else _documents(standing)),
        pages=[_page(page, standing.reviewed.rescans.get(page.page)) for page in record.pages],
        findings=[
            ReviewFinding(severity=f.severity, detail=f.detail, legal_basis=f.legal_basis)
            for f in (shown_at_all.findings if shown_at_all else ())
        ],
        missing=[
            f"{c.name} / {c.name_en}"
            for c in (shown_at_all.completeness.components if shown_at_all else ())
            if c.state in _LACKING
        ],
        comments=[
            SaidComment(by=a.actor_name, at=a.at, text=a.typed)
            for a in standing.history
            if a.kind in (ActionKind.COMMENT, ActionKind.SKIP) and a.typed
        ],
    )


def slip_iso(due: datetime | None) -> str:
    """What is promised, by the clocks of Việt Nam: the day alone where it is the whole day."""
    if due is None:
        return ""
    local = due.astimezone(VIETNAM)
    ends = working_calendar().hours[-1][1]
    return local.date().isoformat() if local.time() == ends else local.isoformat(timespec="minutes")


def _documents(standing: Standing) -> Iterator[ReviewDocument]:
    reviewed = standing.reviewed
    # What was flagged at first stays in the list when it is done: a person looks back at it.
    flagged = {*attention(standing.read), *attention(reviewed.record)}
    if standing.stage is Stage.SENIOR:
        flagged |= {place for place, look in standing.looks.items() if look.second}
    for number, document in enumerate(reviewed.record.documents, start=1):
        form = catalog().get(document.form)
        yield ReviewDocument(
            number=number,
            form=document.form,
            title=document.title or (form.title if form else ""),
            pages=document.pages,
            verified=mark_of(reviewed.verified.get(number)),
            wrong=mark_of(reviewed.wrong.get(number)),
            fields=[
                field_of(standing, number, key, reading, flagged=(number, key) in flagged)
                for key, reading in document.fields.items()
            ],
        )


def _blind(standing: Standing) -> Iterator[ReviewDocument]:
    """The documents that hold something to be keyed, with these fields alone."""
    for number, document in enumerate(standing.read.documents, start=1):
        form = catalog().get(document.form)
        fields = [
            blind_field(standing, number, key, look)
            for (place, key), look in standing.looks.items()
            if place == number and look.state is not LookState.SETTLED
        ]
        if fields:
            yield ReviewDocument(
                number=number,
                form=document.form,
                title=document.title or (form.title if form else ""),
                pages=document.pages,
                verified=None,
                wrong=None,
                fields=fields,
            )


def _page(page: RecordPage, rescan: Action | None) -> ReviewPage:
    sideways = page.rotation in (90, 270)
    width, height = page.width_px, page.height_px
    return ReviewPage(
        page=page.page,
        width_px=height if sideways else width,
        height_px=width if sideways else height,
        readable=page.state in (PageState.READ, PageState.BLANK),
        about=_about(page),
        advice="" if page.quality.verdict == "good" else advise(page.quality.reasons),
        rescan=mark_of(rescan),
    )


def _about(page: RecordPage) -> Literal["", "blank", "separator", "note"]:
    if page.separator:
        return "separator"
    if page.blank:
        return "blank"
    return "note" if page.variant_of else ""
