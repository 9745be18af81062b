"""The steps of the form studio: a draft of a sample, and a declaration tried on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dossier.errors import InputRefused, MalwareFound
from dossier.forms.faults import parse_form
from dossier.messages import StepKind
from dossier.store import forms, steps
from dossier.store.states import JobState
from dossier.store.steps import Claim
from worker.runtime import Runtime


def draft_form(claim: Claim, runtime: Runtime) -> None:
    """Read a sample and keep the draft made of it. A bad file is refused with its reason.

    As `split_file`, it opens nothing that was not looked at for malware.
    """
    with runtime.database.read() as session:
        sample = forms.find_sample(session, claim.subject)
    try:
        with runtime.objects.path(sample.sha256) as path:
            runtime.scanner.scan(path)
            pages, draft = runtime.reader.draft_form(path, sample.name)
    except MalwareFound:
        raise
    except InputRefused as refused:
        with runtime.database.write() as session:
            steps.finish(session, claim, now=runtime.clock())
            problem = refused.problem() | {"file": sample.name}
            forms.refuse(session, claim.kind, claim.subject, problem, JobState.REFUSED)
        return
    with runtime.database.write() as session:
        steps.finish(session, claim, now=runtime.clock())
        forms.save_draft(session, claim.subject, pages, draft)


def try_form(claim: Claim, runtime: Runtime) -> None:
    """Read a sample, as it was read before, by the declaration of a trial."""
    with runtime.database.read() as session:
        trial = forms.find_trial(session, claim.subject)
        sample = forms.find_sample(session, trial.sample, with_pages=True)
        pages = forms.pages_of(sample)
    result = runtime.reader.try_form(parse_form(trial.definition), pages)
    with runtime.database.write() as session:
        steps.finish(session, claim, now=runtime.clock())
        forms.save_trial(session, claim.subject, result)


FORM_WORK: Final[Mapping[StepKind, Callable[[Claim, Runtime], None]]] = MappingProxyType(
    {StepKind.DRAFT_FORM: draft_form, StepKind.TRY_FORM: try_form}
)
