"""One field as the desk shows it: its place, its reasons, and what other sources say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from api.services.review_pictures import turned
from api.services.review_standing import Standing
from api.wire.review import Mark, Option, OtherSource, ReviewField
from dossier.fields.sex import FEMALE, MALE
from dossier.forms.catalog import field_title, form_title, printed_title
from dossier.forms.definition import FieldSpec
from dossier.record import (
    BoxList,
    FieldReading,
    FieldState,
    FindingPlace,
    Record,
    Source,
    Verdict,
)
from dossier.review import reasons_of, spec_of
from dossier.review_history import Action, ActionKind, Stage
from dossier.second_look import SecondLook
from dossier.submission import SubmittedValue

_AGREES: Final = frozenset({Verdict.SAME, Verdict.EQUIVALENT})
_SEX: Final[Mapping[str, str]] = {MALE: "Nam", FEMALE: "Nữ"}
_YES_NO: Final[Mapping[str, str]] = {"yes": "Có", "no": "Không"}
_DISPUTED: Final = (
    "hai người gõ khác nhau; xem giấy rồi quyết định / two people keyed it differently: decide "
    "from the paper"
)
_KEY_AGAIN: Final = (
    "gõ lại từ giấy, không xem giá trị của người trước / key it from the paper, without the value "
    "of whoever was first"
)


_UNDECIDED: Final[Mapping[str, object]] = {
    "state": FieldState.NOT_FOUND,
    "value": None,
    "raw": "",
    "confidence": 0.0,
}


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


def field_of(
    standing: Standing, number: int, key: str, reading: FieldReading, *, flagged: bool
) -> ReviewField:
    """A field with all that is known of it."""
    record = standing.reviewed.record
    spec = spec_of(record.documents[number - 1].form, key)
    told = shown(spec, reading.value)
    look = standing.looks.get((number, key))
    disputed = standing.stage is Stage.SENIOR and look is not None and look.open
    if disputed:
        # Neither person's value stands in the box: a hasty confirmation would let one of them win.
        reading, told = reading.model_copy(update=_UNDECIDED), ""
    settled = None if disputed else standing.reviewed.settled.get((number, key))
    return ReviewField(
        key=key,
        title=field_title(record.documents[number - 1].form, key),
        kind=spec.kind if spec else "text",
        critical=bool(spec and spec.critical),
        state=reading.state,
        value=reading.value,
        shown=told,
        raw=reading.raw,
        confidence=reading.confidence,
        source=reading.source,
        flagged=flagged,
        settled=mark_of(settled),
        reasons=[
            *([_DISPUTED] if disputed else []),
            *(reasons_of(record, number, key) if flagged else []),
        ],
        page=reading.page,
        box=_upright(record, reading),
        doubts=standing.doubts(reading, told or reading.raw) if standing.doubts else None,
        options=[Option(value=v, label=w) for v, w in _words(spec).items()] if spec else [],
        columns=_columns(spec),
        others=[
            *(_keyed(look, spec) if disputed and look else ()),
            *(_others(standing.read, number, key, spec) if flagged else ()),
        ],
    )


def blind_field(standing: Standing, number: int, key: str, look: SecondLook) -> ReviewField:
    """A field to be keyed from the paper: its place, and what its keyer keyed, and nothing else."""
    record = standing.read
    document = record.documents[number - 1]
    reading, spec = document.fields[key], spec_of(document.form, key)
    keyed = look.second
    value = keyed.value if keyed else None
    return ReviewField(
        key=key,
        title=field_title(document.form, key),
        kind=spec.kind if spec else "text",
        critical=True,
        state=_keyed_state(keyed),
        value=value,
        shown=shown(spec, value),
        raw="",
        confidence=0.0,
        source=Source.REVIEWER,
        flagged=True,
        settled=mark_of(keyed),
        reasons=[_KEY_AGAIN],
        page=reading.page,
        box=_upright(record, reading),
        doubts=[],
        options=[Option(value=v, label=w) for v, w in _words(spec).items()] if spec else [],
        columns=_columns(spec),
        others=[],
    )


def _keyed_state(keyed: Action | None) -> FieldState:
    if keyed is None:
        return FieldState.NOT_FOUND
    match keyed.kind:
        case ActionKind.NOT_APPLICABLE:
            return FieldState.BLANK
        case ActionKind.ILLEGIBLE:
            return FieldState.UNREADABLE
        case _:
            return FieldState.READ


def _keyed(look: SecondLook, spec: FieldSpec | None) -> Iterator[OtherSource]:
    """What two people keyed, in no order that tells who was first."""
    said = [_said(action, spec) for action in (look.first, look.second) if action is not None]
    yield from sorted(said, key=lambda one: (one.mark, str(one.value)))


def _said(action: Action, spec: FieldSpec | None) -> OtherSource:
    return OtherSource.model_validate(
        {
            "source": "reviewer",
            "value": "" if action.value is None else action.value,
            "shown": shown(spec, action.value),
            "mark": "" if action.kind is ActionKind.CORRECT else action.kind,
            "where": "",
            "agrees": False,
        }
    )


def _upright(record: Record, reading: FieldReading) -> BoxList | None:
    if reading.box is None or reading.page is None:
        return reading.box
    return turned(reading.box, record.pages[reading.page - 1].rotation)


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
    paper = "" if place.document == number else form_title(place.form)
    return ", ".join(filter(None, (paper, printed_title(place.form, place.field))))


def _same(reading: FieldReading, value: str) -> bool:
    return reading.state is FieldState.READ and reading.value == value


def mark_of(action: Action | None) -> Mark | None:
    """Who settled something; None where nobody has."""
    if action is None:
        return None
    return Mark(kind=action.kind, by=action.actor_name, at=action.at)
