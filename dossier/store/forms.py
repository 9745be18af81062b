"""The form studio's rows: samples and trials that wait for a worker, versions of forms.

All processes read by the same forms: each asks for the newest `revision` before it works and loads
the forms again when it has changed (`FormWatch`), so a saved form needs no restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from dossier.errors import Conflict, NotFound
from dossier.forms.added import FOLDER, load_added
from dossier.forms.catalog import shipped_forms, use_forms
from dossier.forms.definition import FormDefinition
from dossier.forms.draft import DraftForm
from dossier.forms.faults import find_faults, parse_form
from dossier.forms.sample import SamplePage, Trial
from dossier.messages import StepKind
from dossier.store import steps
from dossier.store.columns import new_id
from dossier.store.database import insert_once
from dossier.store.form_tables import FormSampleRow, FormTrialRow, FormVersionRow
from dossier.store.objects import ObjectRef
from dossier.store.states import JobState

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who saves a form."""

    id: str
    """Of the API key."""
    name: str


def add_sample(
    session: Session, name: str, content: ObjectRef, *, by: str, now: datetime
) -> FormSampleRow:
    """Note a stored file as a sample and ask a worker for its draft."""
    row = FormSampleRow(
        id=new_id("fsm", now),
        name=name,
        sha256=content.sha256,
        size=content.size,
        state=JobState.WAITING,
        created=now,
        created_by=by,
    )
    session.add(row)
    session.flush()
    steps.create_step(session, StepKind.DRAFT_FORM, row.id, now=now)
    return row


def find_sample(session: Session, sample: str, *, with_pages: bool = False) -> FormSampleRow:
    """Raises NotFound."""
    options = [undefer(FormSampleRow.pages)] if with_pages else []
    row = session.get(FormSampleRow, sample, options=options)
    if row is None:
        raise NotFound("Không có mẫu này / there is no such sample", sample=sample)
    return row


def pages_of(row: FormSampleRow) -> list[SamplePage]:
    """What was read of a sample that was found `with_pages`; empty while it waits."""
    return [SamplePage.model_validate(page) for page in row.pages or ()]


def save_draft(
    session: Session, sample: str, pages: Sequence[SamplePage], draft: DraftForm
) -> None:
    """Keep what a worker made of a sample."""
    row = find_sample(session, sample)
    row.pages = [page.model_dump(mode="json") for page in pages]
    row.page_facts = [
        {
            "width_px": page.reading.width_px,
            "height_px": page.reading.height_px,
            "rotation": page.reading.rotation,
        }
        for page in pages
    ]
    row.draft = draft.model_dump(mode="json")
    row.state = JobState.READY


def add_trial(
    session: Session, sample: str, definition: str, *, by: str, now: datetime
) -> FormTrialRow:
    """Ask a worker to read a sample by `definition` (TOML). Raises NotFound, Conflict."""
    if find_sample(session, sample).state is not JobState.READY:
        raise Conflict("Mẫu chưa đọc xong / the sample is not read yet", sample=sample)
    row = FormTrialRow(
        id=new_id("ftr", now),
        sample=sample,
        definition=definition,
        state=JobState.WAITING,
        created=now,
        created_by=by,
    )
    session.add(row)
    session.flush()
    steps.create_step(session, StepKind.TRY_FORM, row.id, now=now)
    return row


def find_trial(session: Session, trial: str) -> FormTrialRow:
    """Raises NotFound."""
    row = session.get(FormTrialRow, trial)
    if row is None:
        raise NotFound("Không có lần thử này / there is no such trial", trial=trial)
    return row


def save_trial(session: Session, trial: str, result: Trial) -> None:
    row = find_trial(session, trial)
    row.result, row.state = result.model_dump(mode="json"), JobState.READY


def refuse(
    session: Session, kind: StepKind, subject: str, problem: dict[str, Any], state: JobState
) -> None:
    """Note why a sample gave no draft, or a trial no result (`state`: refused or quarantined)."""
    drafted = kind is StepKind.DRAFT_FORM
    row = find_sample(session, subject) if drafted else find_trial(session, subject)
    row.state, row.problem = state, problem


def wait_again(session: Session, kind: StepKind, subject: str) -> None:
    """A step that was put aside is tried anew."""
    drafted = kind is StepKind.DRAFT_FORM
    row = find_sample(session, subject) if drafted else find_trial(session, subject)
    row.state, row.problem = JobState.WAITING, None


def revision(session: Session) -> int:
    """Of the newest saved version of any form; 0 when there is none."""
    return session.scalar(select(func.max(FormVersionRow.id))) or 0


def newest(session: Session) -> list[FormVersionRow]:
    """The newest version of every form, by key; withdrawn ones too."""
    last = select(func.max(FormVersionRow.id)).group_by(FormVersionRow.key)
    rows = select(FormVersionRow).where(FormVersionRow.id.in_(last)).order_by(FormVersionRow.key)
    return list(session.scalars(rows))


def versions_of(session: Session, key: str) -> list[FormVersionRow]:
    """All versions of a form, the newest first."""
    query = select(FormVersionRow).where(FormVersionRow.key == key)
    return list(session.scalars(query.order_by(FormVersionRow.version.desc())))


def save_version(
    session: Session,
    key: str,
    definition: str,
    author: Author,
    *,
    after: int,
    now: datetime,
    draft: DraftForm | None = None,
    sample: str | None = None,
    withdrawn: bool = False,
) -> int:
    """Add the version that follows `after` (0: the first). Returns its number.

    Raises Conflict when somebody has saved another one since.
    """
    found = versions_of(session, key)
    current = found[0].version if found else 0
    # Of two who save at the same moment, the key of the row lets one in.
    made = current == after and insert_once(
        session,
        FormVersionRow,
        key=key,
        version=after + 1,
        definition=definition,
        draft=None if draft is None else draft.model_dump(mode="json"),
        sample=sample,
        withdrawn=withdrawn,
        created=now,
        created_by=author.id,
        created_by_name=author.name,
    )
    if not made:
        raise Conflict(
            "Biểu mẫu đã được người khác lưu / the form was saved by somebody else",
            version=current,
        )
    return after + 1


class FormWatch:
    """Keeps one process's catalogue at the newest forms of the database, over those of a folder."""

    def __init__(self, data: Path | None = None, *, with_withdrawn: bool = False) -> None:
        """With `data`, its folder `forms` too. Raises Misconfigured when one there is unsound.

        `with_withdrawn` is for who shows records, old ones too, and reads no paper.
        """
        self._folder = {} if data is None else load_added(data / FOLDER)
        self._with_withdrawn = with_withdrawn
        self._revision = -1

    def refresh(self, session: Session) -> None:
        """Load the forms again if any was saved."""
        found = revision(session)
        if found == self._revision:
            return
        wanted = [row for row in newest(session) if self._with_withdrawn or not row.withdrawn]
        use_forms({**self._folder, **_parsed(wanted)})
        self._revision = found


def _parsed(rows: Sequence[FormVersionRow]) -> Mapping[str, FormDefinition]:
    """The forms of these rows. One that this program cannot read any more stops no other."""
    forms: dict[str, FormDefinition] = {}
    for row in rows:
        if find_faults(row.definition, frozenset(shipped_forms())):
            _log.error("form is not sound", form=row.key, version=row.version)
            continue
        forms[row.key] = parse_form(row.definition)
    return forms
