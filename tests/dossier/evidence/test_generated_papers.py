"""Papers filled by the sample generator, which knows nothing of these rules, raise no alarm."""

from __future__ import annotations

from collections import Counter

from dossier.checks import RuleUse, check_document
from dossier.evidence import fuse
from dossier.forms.catalog import catalog, rule_uses
from dossier.forms.declared import declared_rules
from dossier.record import (
    DocumentReading,
    FieldReading,
    FieldState,
    RecordCode,
    RecordPage,
)
from samples.generator.chance import stream
from samples.generator.forms import FORMS
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.style import choose_style
from samples.generator.vocabulary import load_vocabulary
from tests.dossier.evidence.made import page_with

SEEDS = range(12)


def _fill(form: str, seed: int) -> list[FilledForm]:
    rng = stream(seed, "test", f"0/{form}/facts")
    style = choose_style(stream(seed, "test", f"0/{form}/style"), "test", "typed")
    desk = Desk(rng=rng, share="test", words=load_vocabulary("test"), style=style)
    filled = FORMS[form](desk)
    return [filled] if filled.companion is None else [filled, filled.companion]


def _uses(form: str) -> tuple[RuleUse, ...]:
    if form in catalog():
        return rule_uses(catalog()[form])
    return tuple(RuleUse(**use.model_dump()) for use in declared_rules().get(form, ()))


def _read(number: int, filled: FilledForm) -> tuple[DocumentReading, RecordPage]:
    fields = {
        key: FieldReading(
            value=answer.value or None,
            raw=answer.raw,
            state=FieldState.READ if answer.raw else FieldState.BLANK,
            confidence=0.99,
            review=False,
            page=number,
        )
        for key, answer in filled.answers.items()
    }
    codes = [
        RecordCode(kind=code.kind, text=code.text, box=[0.0, 0.0, 0.1, 0.1])
        for code in filled.codes
        if code.whole
    ]
    document = DocumentReading(form=filled.form, confidence=0.99, pages=[number], fields=fields)
    return document, page_with(number, codes)


def test_consistent_papers_raise_no_alarm() -> None:
    alarms: Counter[tuple[str, str]] = Counter()
    papers = 0
    for form in sorted(FORMS):
        for seed in SEEDS:
            read = [_read(at, filled) for at, filled in enumerate(_fill(form, seed), start=1)]
            documents, pages = [d for d, _ in read], [p for _, p in read]
            papers += len(documents)
            for document in documents:
                found = check_document(document.fields, _uses(document.form))
                failed = {
                    c.rule
                    for some in found.values()
                    for c in some
                    if not c.ok and c.severity != "note"
                }
                alarms.update((document.form, rule) for rule in failed)
            findings = fuse(documents, pages).findings
            alarms.update((form, f.rule) for f in findings if f.severity != "note")
    assert alarms.total() <= papers // 100, alarms
