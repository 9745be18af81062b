"""What reference registers know of the people of a dossier: asked, kept, held against the papers.

A register that is not there, does not answer, or does not know a number says nothing: "not
checked", never "wrong".
"""

from __future__ import annotations

from dossier.registers.consult import consult
from dossier.registers.judge import judge
from dossier.registers.port import Entry, Register, RegisterKind, RegisterUnavailable

__all__ = [
    "Entry",
    "Register",
    "RegisterKind",
    "RegisterUnavailable",
    "consult",
    "judge",
]
