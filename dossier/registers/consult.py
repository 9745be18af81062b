"""A record, and the registers that may know better: asked, and the decision taken again."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.decision import decide
from dossier.evidence import flag_disputed
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
    findings = [*record.findings, *against]
    documents = flag_disputed(record.documents, findings)
    decision, reasons = decide(
        record.pages, documents, record.crosscheck, record.problems, findings
    )
    return record.model_copy(
        update={
            "registers": answers,
            "findings": findings,
            "documents": documents,
            "decision": decision,
            "reasons": reasons,
        }
    )
