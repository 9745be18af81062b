"""How each value of a record came to be, told from the record alone, in Vietnamese and English.

What stood on the paper, every source that speaks of it, what was checked, how sure the reading is
and from where it would be sure enough, what the submission says, and what was decided and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from dossier.decision import floor_of, review_reasons
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.record import (
    Check,
    DocumentReading,
    DossierFinding,
    FieldReading,
    FieldState,
    Floors,
    PersonFact,
    Record,
    RegisterAnswer,
    Source,
)

_STATES: Final[Mapping[FieldState, str]] = {
    FieldState.READ: "đã đọc / read",
    FieldState.BLANK: "để trống / left empty",
    FieldState.UNREADABLE: "có ghi, không đọc được / written, not readable",
    FieldState.NOT_FOUND: "không tìm thấy mục / place not found",
}
_SOURCES: Final[Mapping[Source, str]] = {
    Source.OCR: "đọc từ ảnh / read from the image",
    Source.QR: "mã QR / QR code",
    Source.MRZ: "dòng MRZ / machine-readable zone",
    Source.MARK: "dấu đánh / a mark",
    Source.REVIEWER: "người soát / a reviewer",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    vi: str
    en: str

    @classmethod
    def of(cls, text: str) -> Words:
        """From 'Vietnamese / English'; a text that parts otherwise stands in both as it is."""
        vi, slash, en = text.partition(" / ")
        return cls(vi, en) if slash and " / " not in en else cls(text, text)

    def then(self, more: str | Words, between: str = "") -> Words:
        """These words and `more` behind them; text that is no language stays as it is."""
        other = Words(more, more) if isinstance(more, str) else more
        return Words(f"{self.vi}{between}{other.vi}", f"{self.en}{between}{other.en}")

    def both(self) -> str:
        return self.vi if self.vi == self.en else f"{self.vi} / {self.en}"


def _verbatim(text: str) -> Words:
    """What papers and people say is never parted."""
    return Words(text, text)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a story: what it is about, and what it says."""

    about: Words
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One field's, or the whole dossier's."""

    title: str
    steps: tuple[Step, ...] = field(default=())


def explain(
    record: Record, forms: Mapping[str, FormDefinition], *, only: str = ""
) -> Iterator[Story]:
    """The dossier's story, then that of every field in record order.

    `only`: a field as `form.field`, a form, or a field's key; other fields are left out. Forms
    that are no longer known have their fields told without thresholds.
    """
    if not only:
        yield _dossier_story(record)
    for number, document in enumerate(record.documents, start=1):
        form = forms.get(document.form)
        for key, reading in document.fields.items():
            name = f"{document.form}.{key}"
            if only and only not in (name, document.form, key):
                continue
            spec = next((s for s in form.fields if s.key == key), None) if form else None
            may_lack = bool(form and spec and form.may_lack(key))
            steps = [
                *_reading_steps(reading),
                *_source_steps(record, number, key),
                *(_check_step(check) for check in reading.checks),
                *_finding_steps(record, number, key),
                *_crosscheck_steps(record, name),
                *_decision_steps(reading, spec, record.calibration.floors, may_lack=may_lack),
                *_disputed_steps(record, number, key),
            ]
            title = f"{name} (giấy tờ / document {number})"
            yield Story(title=title, steps=tuple(steps))


def _dossier_story(record: Record) -> Story:
    steps = [_step("quyết định / decision", _verbatim(record.decision.value))]
    steps += [_step("lý do / reason", Words.of(reason)) for reason in record.reasons]
    steps += [step for at, d in enumerate(record.documents, 1) for step in _document_steps(at, d)]
    steps += [_finding_step(finding) for finding in record.findings]
    steps += [_register_step(answer) for answer in record.registers]
    completeness = record.completeness
    if completeness.procedure:
        head = f"{completeness.procedure} {completeness.name}: {completeness.verdict.value}"
        steps.append(_step("thủ tục / procedure", _verbatim(head)))
        for row in completeness.components:
            said = Words(row.name, row.name_en).then(f": {row.state.value}")
            reason = Words.of(row.reason)
            steps.append(
                _step("thành phần / component", said.then(reason, ". ") if row.reason else said)
            )
    engine = f"{record.engine.recogniser} {record.engine.version} {record.engine.fingerprint}"
    steps.append(_step("máy đọc / engine", _verbatim(engine.strip())))
    return Story(title=f"hồ sơ / dossier {record.dossier}", steps=tuple(steps))


def _document_steps(number: int, document: DocumentReading) -> Iterator[Step]:
    """What was decided of one paper alone, and why."""
    about = Words("giấy tờ", "document").then(f" {number}, {document.form}")
    if document.decision is not None:
        yield Step(about, _verbatim(document.decision.value))
    yield from (Step(about, Words.of(reason)) for reason in document.reasons)


def _register_step(answer: RegisterAnswer) -> Step:
    """That a register was asked and what came of it; what it says stands in the findings."""
    said = f"{answer.state.value} ({answer.reason})" if answer.reason else answer.state.value
    return Step(Words("sổ đăng ký", "register").then(f" {answer.name}"), _verbatim(said))


def _step(about: str, says: Words) -> Step:
    return Step(Words.of(about), says)


def _reading_steps(reading: FieldReading) -> Iterator[Step]:
    state = Words.of(_STATES[reading.state])
    if reading.page is not None:
        state = state.then(Words(f", trang {reading.page}", f", page {reading.page}"))
    if reading.box is not None:
        edges = " ".join(f"{edge:.3f}" for edge in reading.box)
        state = state.then(Words(f", khung {edges}", f", box {edges}"))
    yield _step("trạng thái / state", state)
    if reading.raw:
        yield _step("trên giấy / on the paper", _verbatim(reading.raw))
    if reading.value is not None:
        yield _step("giá trị / value", _verbatim(_shown(reading.value)))
    yield _step("nguồn / source", Words.of(_SOURCES[reading.source]))


def _source_steps(record: Record, document: int, key: str) -> Iterator[Step]:
    """All that any paper says of the same attribute of the same person."""
    for fact in _facts_of(record, document, key):
        if len(fact.sources) < 2:
            continue
        yield _step("giá trị tính / value that counts", _verbatim(fact.value))
        for source in fact.sources:
            place = source.place
            said = f"{source.value} — {place.form}.{place.field} ({source.rank}): "
            judged = _verbatim(said + source.verdict.value)
            if source.detail:
                judged = judged.then(Words.of(source.detail), "; ")
            yield _step("các nguồn / all sources", judged)


def _facts_of(record: Record, document: int, key: str) -> Iterator[PersonFact]:
    for person in record.persons:
        for fact in person.facts:
            if any(s.place.document == document and s.place.field == key for s in fact.sources):
                yield fact


def _check_step(check: Check) -> Step:
    name = f"{check.rule} [{check.id}] " if check.id else f"{check.rule} "
    failed = Words(f"không đạt ({check.severity})", f"failed ({check.severity})")
    said = _verbatim(name).then(Words("đạt", "passed") if check.ok else failed)
    return _step(
        "kiểm tra / check", said.then(Words.of(check.detail), ": ") if check.detail else said
    )


def _finding_steps(record: Record, document: int, key: str) -> Iterator[Step]:
    for finding in record.findings:
        if any(p.document == document and p.field == key for p in finding.places):
            yield _finding_step(finding)


def _finding_step(finding: DossierFinding) -> Step:
    about = Words("phát hiện", "finding").then(f" ({finding.severity}, {finding.rule})")
    basis = f" ({finding.legal_basis})" if finding.legal_basis else ""
    return Step(about, Words.of(finding.detail).then(basis))


def _crosscheck_steps(record: Record, name: str) -> Iterator[Step]:
    for compared in record.crosscheck.fields:
        if compared.field != name:
            continue
        said = "" if compared.submitted is None else _shown(compared.submitted)
        judged = _verbatim(f"{said} → {compared.verdict.value}")
        if compared.level is not None:
            judged = judged.then(Words(f", bậc {compared.level}", f", level {compared.level}"))
        if compared.detail:
            judged = judged.then(Words.of(compared.detail), ": ")
        yield _step("bản đã nộp / submission", judged)


def _decision_steps(
    reading: FieldReading, spec: FieldSpec | None, floors: Floors, *, may_lack: bool
) -> Iterator[Step]:
    sure = _verbatim(f"{reading.confidence:.1%}")
    if spec is not None:
        floor = f"{100 * floor_of(spec, reading, floors):g}%"
        sure = sure.then(Words(f", dùng ngay từ {floor}", f", used from {floor}"))
    yield _step("độ tin cậy / confidence", sure)
    if not reading.review:
        yield _step("quyết định / decision", Words("dùng được", "used as it is"))
        return
    reasons = (
        review_reasons(spec, reading, reading.checks, may_be_absent=may_lack, floors=floors)
        if spec
        else []
    )
    yield _step("quyết định / decision", Words("cần người xem", "needs a look"))
    yield from (_step("vì / because", Words.of(reason)) for reason in reasons)


def _disputed_steps(record: Record, document: int, key: str) -> Iterator[Step]:
    for finding in record.findings:
        named = any(p.document == document and p.field == key for p in finding.places)
        if named and finding.severity == "error":
            said = Words("các giấy tờ không khớp", "the papers disagree")
            yield _step("vì / because", said.then(f" ({finding.rule})"))


def _shown(value: str | list[dict[str, str]]) -> str:
    if isinstance(value, str):
        return value
    return "; ".join(", ".join(f"{k}={v}" for k, v in row.items() if v) for row in value)
