"""The port behind which registers stand; the adapters are in `worker.registers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, Protocol

from dossier.errors import ServiceFault
from dossier.evidence.roles import ATTRIBUTES

Entry = Mapping[str, str]
"""One entry: the names of `FACTS[kind]` -> text, as the register writes it. Empty: not said."""


class RegisterKind(StrEnum):
    POPULATION = "population"
    """The national population database, or an office's own copy: by personal number."""
    BUSINESS = "business"
    """Household businesses and their owners: by the owner's personal number, the tax code of
    individuals since 1 July 2025 (Circular 86/2024/TT-BTC)."""
    DOSSIERS = "dossiers"
    """Earlier dossiers of the same people: by personal number."""


FACTS: Final[Mapping[RegisterKind, tuple[str, ...]]] = {
    RegisterKind.POPULATION: ATTRIBUTES,
    RegisterKind.BUSINESS: ("business_name", "code", "state"),
    RegisterKind.DOSSIERS: (*ATTRIBUTES, "code", "procedure", "state"),
}
"""What a register of each kind may say; anything else that it sends is not taken in."""


class RegisterUnavailable(ServiceFault):
    """The register gave no usable answer; `detail` is the kind of failure, never a value."""

    code = "register_unavailable"
    title_vi = "Sổ đăng ký không trả lời"
    title_en = "The register does not answer"


class Register(Protocol):
    """One register, asked for one number at a time."""

    @property
    def name(self) -> str:
        """What reviewers call it."""
        ...

    @property
    def kind(self) -> RegisterKind: ...

    def find(self, key: str) -> Sequence[Entry]:
        """The entries under a personal number of twelve digits; () where there are none.

        Raises RegisterUnavailable, after a bounded time.
        """
        ...
