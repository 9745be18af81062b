"""A record, and the registers that may know better: asked, and the decision taken again."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.conclusion import conclude
from dossier.record import Record
from dossier.registers.ask import ask
from dossier.registers.judge import judge
from dossier.registers.port import Register


def consult(record: Record, registers: Sequence[Register]) -> Record:
    """`record` with every register's answer, what these say against the papers, and the decision.

    Nothing is corrected: values stay as they were read. Never fails because of a register.
    """
    answers = ask(record.persons, registers)
    if not answers:
        return record
    against = judge(
        record.persons,
        answers,
        dossier=record.dossier,
        procedure=record.completeness.procedure,
    )
    told = {"registers": answers, "findings": [*record.findings, *against]}
    return conclude(record.model_copy(update=told))
