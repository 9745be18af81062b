"""A dossier as the desk shows it: flagged fields with their reasons, places and other sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from api.services.review_pictures import turned
from api.wire.review import (
    Mark,
    Option,
    OtherSource,
    ReviewDocument,
    ReviewField,
    ReviewFinding,
    ReviewPage,
    ReviewView,
)
from dossier.advice import advise
from dossier.fields.sex import FEMALE, MALE
from dossier.forms.catalog import catalog
from dossier.forms.definition import FieldSpec
from dossier.record import (
    ComponentState,
    FieldReading,
    FieldState,
    FindingPlace,
    PageState,
    Record,
    RecordPage,
    Verdict,
)
from dossier.review import Action, Reviewed, attention, reasons_of, spec_of
from dossier.store.states import DossierState
from dossier.submission import SubmittedValue

Doubts = Callable[[FieldReading, str], list[tuple[int, int]]]
"""(reading, how it is shown) -> runs of doubtful letters."""

_AGREES: Final = frozenset({Verdict.SAME, Verdict.EQUIVALENT})
_SEX: Final[Mapping[str, str]] = {MALE: "Nam", FEMALE: "Nữ"}
_YES_NO: Final[Mapping[str, str]] = {"yes": "Có", "no": "Không"}
_LACKING: Final = frozenset({ComponentState.MISSING, ComponentState.TOO_FEW, ComponentState.UNSURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a view is made of."""

    code: str
    state: DossierState
    version: int
    due: str
    holder: str
    can_undo: bool
    can_redo: bool
    read: Record
    """As the machine left it: what other sources say is told from here, so it stays put."""
    reviewed: Reviewed
    doubts: Doubts | None
    """None: the caller has them already."""


def show(standing: Standing) -> ReviewView:
    record = standing.reviewed.record
    return ReviewView(
        dossier=standing.code,
        state=standing.state,
        version=standing.version,
        due=standing.due,
        holder=standing.holder,
        waiting=len(standing.reviewed.waiting()),
        unverified=standing.reviewed.unverified(),
        can_undo=standing.can_undo,
        can_redo=standing.can_redo,
        crosscheck=record.crosscheck.verdict,
        documents=list(_documents(standing)),
        pages=[_page(page, standing.reviewed.rescans.get(page.page)) for page in record.pages],
        findings=[
            ReviewFinding(severity=f.severity, detail=f.detail, legal_basis=f.legal_basis)
            for f in record.findings
        ],
        missing=[
            f"{c.name} / {c.name_en}" for c in record.completeness.components if c.state in _LACKING
        ],
    )


def shown(spec: FieldSpec | None, value: SubmittedValue | None) -> str:
    """A value as people write it: 05/12/2024, Nam, Có. Tables have no one line: ''."""
    if value is None or isinstance(value, list):
        return ""
    if spec is None:
        return value
    if spec.kind == "date":
        return "/".join(reversed(value.split("-")))
    return _words(spec).get(value, value)


def _words(spec: FieldSpec) -> Mapping[str, str]:
    """The closed set of values of a field and the word for each; empty where it is open."""
    if spec.kind == "sex":
        return _SEX
    if spec.kind != "choice":
        return {}
    return {value: _YES_NO.get(value, words[0]) for value, words in spec.options.items()} or _YES_NO


def _documents(standing: Standing) -> Iterator[ReviewDocument]:
    reviewed = standing.reviewed
    # What was flagged at first stays in the list when it is done: a person looks back at it.
    flagged = {*attention(standing.read), *attention(reviewed.record)}
    for number, document in enumerate(reviewed.record.documents, start=1):
        form = catalog().get(document.form)
        yield ReviewDocument(
            number=number,
            form=document.form,
            title=document.title or (form.title if form else ""),
            pages=document.pages,
            verified=_mark(reviewed.verified.get(number)),
            wrong=_mark(reviewed.wrong.get(number)),
            fields=[
                _field(standing, number, key, reading, flagged=(number, key) in flagged)
                for key, reading in document.fields.items()
            ],
        )


def _field(
    standing: Standing, number: int, key: str, reading: FieldReading, *, flagged: bool
) -> ReviewField:
    record = standing.reviewed.record
    spec = spec_of(record.documents[number - 1].form, key)
    told = shown(spec, reading.value)
    box = reading.box
    if box is not None and reading.page is not None:
        box = turned(box, record.pages[reading.page - 1].rotation)
    return ReviewField(
        key=key,
        title=(spec.title if spec else "") or key,
        kind=spec.kind if spec else "text",
        critical=bool(spec and spec.critical),
        state=reading.state,
        value=reading.value,
        shown=told,
        raw=reading.raw,
        confidence=reading.confidence,
        source=reading.source,
        flagged=flagged,
        settled=_mark(standing.reviewed.settled.get((number, key))),
        reasons=reasons_of(record, number, key) if flagged else [],
        page=reading.page,
        box=box,
        doubts=standing.doubts(reading, told or reading.raw) if standing.doubts else None,
        options=[Option(value=v, label=w) for v, w in _words(spec).items()] if spec else [],
        columns=_columns(spec),
        others=list(_others(standing.read, number, key, spec)) if flagged else [],
    )


def _columns(spec: FieldSpec | None) -> list[Option]:
    return [Option(value=c.key, label=c.label[0]) for c in spec.columns] if spec else []


def _others(read: Record, number: int, key: str, spec: FieldSpec | None) -> Iterator[OtherSource]:
    """The submission first, then what other papers and codes say of the same person."""
    document = read.documents[number - 1]
    name = f"{document.form}.{key}"
    for compared in read.crosscheck.fields:
        if compared.field == name and compared.submitted:
            yield OtherSource(
                source="submitted",
                value=compared.submitted,
                shown=shown(spec, compared.submitted),
                where="",
                agrees=compared.verdict in _AGREES,
            )
    seen: set[str] = set()
    for fact in (fact for person in read.persons for fact in person.facts):
        if not any(s.place.document == number and s.place.field == key for s in fact.sources):
            continue
        for source in fact.sources:
            own = source.place.document == number and source.place.field == key
            if own or f"{source.rank} {source.value}" in seen:
                continue
            seen.add(f"{source.rank} {source.value}")
            yield OtherSource.model_validate(
                {
                    "source": source.rank,
                    "value": source.value,
                    "shown": shown(spec, source.value),
                    "where": _where(source.place, number),
                    "agrees": _same(document.fields[key], source.value),
                }
            )


def _where(place: FindingPlace, number: int) -> str:
    """The other place by its printed title, with its paper where that is another one."""
    form = catalog().get(place.form)
    spec = spec_of(place.form, place.field)
    paper = "" if place.document == number else form.title if form else place.form
    return ", ".join(filter(None, (paper, spec.title if spec else "")))


def _same(reading: FieldReading, value: str) -> bool:
    return reading.state is FieldState.READ and reading.value == value


def _page(page: RecordPage, rescan: Action | None) -> ReviewPage:
    sideways = page.rotation in (90, 270)
    width, height = page.width_px, page.height_px
    return ReviewPage(
        page=page.page,
        width_px=height if sideways else width,
        height_px=width if sideways else height,
        readable=page.state in (PageState.READ, PageState.BLANK),
        advice="" if page.quality.verdict == "good" else advise(page.quality.reasons),
        rescan=_mark(rescan),
    )


def _mark(action: Action | None) -> Mark | None:
    if action is None:
        return None
    return Mark(kind=action.kind, by=action.actor_name, at=action.at)
