"""The form studio behind its calls: samples, drafts, trials, saved forms.

Pages are read by the workers; here are rows, and the pure rules of declarations.
"""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

from api.context import Context
from api.multipart import ReceivedFile
from api.services.review_pictures import PictureOf
from api.wire.forms import (
    CheckedDraft,
    FaultView,
    FormLine,
    FormList,
    FormVersion,
    FormView,
    SampleLine,
    SamplePageFacts,
    SampleView,
    SavedForm,
    SaveDraft,
    TrialView,
    TryDraft,
)
from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.fields.titles import KIND_TITLES
from dossier.forms.catalog import catalog, shipped_forms
from dossier.forms.draft import DraftForm, definition_of
from dossier.forms.faults import KIND_NAMES, find_faults, parse_form
from dossier.forms.sample import Trial
from dossier.forms.writing import write_definition
from dossier.page import PageReading
from dossier.store import condemned, forms
from dossier.store.form_tables import FormSampleRow, FormTrialRow, FormVersionRow
from dossier.store.forms import Author
from dossier.store.keys import KeyInfo
from dossier.store.states import JobState

_NO_LINES: Final = "Value error, "


def list_forms(context: Context) -> FormList:
    """The product's forms and this office's, withdrawn ones too."""
    with context.database.read() as session:
        own = {row.key: row for row in forms.newest(session)}
    lines = [_line(key, own.get(key)) for key in catalog() if key not in own]
    lines += [_saved_line(row) for row in own.values()]
    return FormList(
        forms=sorted(lines, key=lambda f: f.key),
        kinds=list(KIND_NAMES),
        kind_titles=dict(KIND_TITLES),
    )


def show_form(context: Context, key: str) -> FormView:
    """Raises NotFound: forms that ship are no rows, and cannot be changed here."""
    with context.database.read() as session:
        rows = forms.versions_of(session, key)
    if not rows:
        raise NotFound("Không có biểu mẫu này / there is no such form of this office", form=key)
    newest = rows[0]
    return FormView(
        key=key,
        version=newest.version,
        withdrawn=newest.withdrawn,
        definition=newest.definition,
        draft=None if newest.draft is None else DraftForm.model_validate(newest.draft),
        sample=newest.sample,
        history=[_version(row) for row in rows],
    )


def add_sample(context: Context, received: ReceivedFile, caller: KeyInfo) -> SampleView:
    """Keep a sample and ask for its draft. Raises the file's own refusal, StorageUnavailable."""
    if received.problem is not None:
        raise received.problem
    context.objects.put(received.path, received.content)
    with context.database.write() as session:
        condemned.keep_for_row(session, context.objects, received.path, received.content)
        row = forms.add_sample(
            session, received.name, received.content, by=caller.id, now=context.clock()
        )
        return _sample(row)


def show_sample(context: Context, sample: str) -> SampleView:
    """Raises NotFound."""
    with context.database.read() as session:
        return _sample(forms.find_sample(session, sample, with_pages=True))


def picture_of(context: Context, sample: str, *, page: int, width_px: int) -> PictureOf:
    """Which picture shows a page of a sample upright. Raises NotFound."""
    with context.database.read() as session:
        row = forms.find_sample(session, sample)
    facts = row.page_facts or []
    if page > len(facts):
        raise NotFound("Mẫu không có trang này / the sample has no such page", page=page)
    return PictureOf(
        sha256=row.sha256,
        file_page=page,
        rotation=facts[page - 1]["rotation"],
        width_px=width_px,
    )


def check_draft(context: Context, draft: DraftForm) -> CheckedDraft:
    """The declaration that a draft stands for, or what is wrong with it."""
    try:
        text = write_definition(definition_of(draft))
    except ValidationError as exc:
        faults = [_fault_of_model(error["msg"]) for error in exc.errors()]
        return CheckedDraft(definition="", faults=faults)
    found = find_faults(text, frozenset(shipped_forms()))
    faults = [FaultView(place=f.place, problem=f.problem, advice=f.advice) for f in found]
    return CheckedDraft(definition="" if faults else text, faults=faults)


def start_trial(context: Context, body: TryDraft, caller: KeyInfo) -> TrialView:
    """Raises InvalidRequest where the draft is unsound, NotFound, Conflict."""
    text = _sound(context, body.draft)
    with context.database.write() as session:
        row = forms.add_trial(session, body.sample, text, by=caller.id, now=context.clock())
        return _trial(row)


def show_trial(context: Context, trial: str) -> TrialView:
    """Raises NotFound."""
    with context.database.read() as session:
        return _trial(forms.find_trial(session, trial))


def save_form(context: Context, key: str, body: SaveDraft, caller: KeyInfo) -> SavedForm:
    """Add a version. Every process reads by it from its next piece of work on.

    Raises InvalidRequest where it is unsound, Conflict when somebody saved another one since.
    """
    if body.draft.key != key:
        raise InvalidRequest("key khác địa chỉ / the draft has another key than the address")
    text = _sound(context, body.draft)
    with context.database.write() as session:
        if body.sample is not None:
            forms.find_sample(session, body.sample)
        version = forms.save_version(
            session,
            key,
            text,
            Author(id=caller.id, name=caller.name),
            after=body.after,
            now=context.clock(),
            draft=body.draft,
            sample=body.sample,
        )
    with context.database.read() as session:
        context.forms.refresh(session)
    return SavedForm(key=key, version=version)


def withdraw_form(context: Context, key: str, after: int, caller: KeyInfo) -> SavedForm:
    """Take no more papers for a form; records that name it stay. Raises NotFound, Conflict."""
    with context.database.write() as session:
        rows = forms.versions_of(session, key)
        if not rows:
            raise NotFound("Không có biểu mẫu này / there is no such form of this office", form=key)
        if rows[0].withdrawn:
            raise Conflict("Biểu mẫu đã rút / the form is withdrawn already", form=key)
        version = forms.save_version(
            session,
            key,
            rows[0].definition,
            Author(id=caller.id, name=caller.name),
            after=after,
            now=context.clock(),
            draft=None if rows[0].draft is None else DraftForm.model_validate(rows[0].draft),
            sample=rows[0].sample,
            withdrawn=True,
        )
    with context.database.read() as session:
        context.forms.refresh(session)
    return SavedForm(key=key, version=version, withdrawn=True)


def _sound(context: Context, draft: DraftForm) -> str:
    checked = check_draft(context, draft)
    if checked.faults:
        said = "; ".join(f"{f.place}: {f.problem}" for f in checked.faults)
        raise InvalidRequest(f"Khai báo chưa đúng / the declaration is not sound: {said}")
    return checked.definition


def _fault_of_model(message: str) -> FaultView:
    advice = "Sửa tên hoặc nhãn này / mend this name or label"
    return FaultView(place="", problem=message.removeprefix(_NO_LINES), advice=advice)


def _line(key: str, row: FormVersionRow | None) -> FormLine:
    form = catalog()[key]
    return FormLine(
        key=key,
        title=form.title,
        fields=len(form.fields),
        editions=[edition.id for edition in form.editions],
        version=None if row is None else row.version,
    )


def _saved_line(row: FormVersionRow) -> FormLine:
    form = parse_form(row.definition)
    return FormLine(
        key=row.key,
        title=form.title,
        fields=len(form.fields),
        editions=[edition.id for edition in form.editions],
        version=row.version,
        withdrawn=row.withdrawn,
        saved=row.created,
        saved_by=row.created_by_name,
    )


def _version(row: FormVersionRow) -> FormVersion:
    return FormVersion(
        version=row.version,
        withdrawn=row.withdrawn,
        saved=row.created,
        saved_by=row.created_by_name,
    )


def _sample(row: FormSampleRow) -> SampleView:
    pages = [] if row.state is JobState.WAITING else forms.pages_of(row)
    return SampleView(
        id=row.id,
        name=row.name,
        state=row.state,
        pages=[_page(number, page.reading) for number, page in enumerate(pages, start=1)],
        draft=None if row.draft is None else DraftForm.model_validate(row.draft),
        problem=row.problem,
    )


def _page(number: int, reading: PageReading) -> SamplePageFacts:
    return SamplePageFacts(
        page=number,
        width_px=reading.width_px,
        height_px=reading.height_px,
        rotation=reading.rotation,
        lines=[
            SampleLine(text=line.text, box=reading.transform.to_scan(line.box).as_list())
            for line in reading.lines
        ],
    )


def _trial(row: FormTrialRow) -> TrialView:
    return TrialView(
        id=row.id,
        sample=row.sample,
        state=row.state,
        result=None if row.result is None else Trial.model_validate(row.result),
        problem=row.problem,
    )
