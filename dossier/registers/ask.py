"""Which numbers of a dossier are asked about, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dossier.fields.identity import read_structure
from dossier.record import Person, RegisterAnswer, RegisterState
from dossier.registers.port import FACTS, Entry, Register, RegisterKind, RegisterUnavailable

OWNER: Final = "household_business_registration.owner"
"""Who asks for a business; nobody else is looked up in a register of businesses."""
_MOST_ENTRIES: Final = 20


def ask(persons: Sequence[Person], registers: Sequence[Register]) -> list[RegisterAnswer]:
    """Every register's answer about everyone with a personal number, in the order of both."""
    return [
        _ask(register, number, person)
        for register in registers
        for number, person in people_asked_about(persons, register.kind)
    ]


def people_asked_about(
    persons: Sequence[Person], kind: RegisterKind | None = None
) -> Iterator[tuple[str, Person]]:
    """(personal number, its bearer), each number once; of those whom a register of `kind` knows."""
    seen: set[str] = set()
    for person in persons:
        number = facts_of(person).get("id_number", "")
        if number in seen or read_structure(number) is None:
            continue
        if kind is RegisterKind.BUSINESS and OWNER not in person.roles:
            continue
        seen.add(number)
        yield number, person


def facts_of(person: Person) -> Mapping[str, str]:
    """Attribute -> the value that counts."""
    return {fact.attribute: fact.value for fact in person.facts}


def _ask(register: Register, number: str, person: Person) -> RegisterAnswer:
    try:
        found = register.find(number)
    except RegisterUnavailable as failed:
        state, reason, entries = RegisterState.NOT_CHECKED, failed.detail, []
    else:
        state = RegisterState.FOUND if found else RegisterState.NOT_FOUND
        reason = ""
        entries = [_kept(entry, register.kind, person) for entry in found[:_MOST_ENTRIES]]
    return RegisterAnswer(
        name=register.name,
        kind=register.kind.value,
        key=number,
        state=state,
        reason=reason,
        entries=entries,
    )


def _kept(entry: Entry, kind: RegisterKind, person: Person) -> dict[str, str]:
    """Of a person no more than the papers state too (Law 91/2025/QH15: no more than needed)."""
    stated = facts_of(person)
    own = FACTS[kind] if kind is RegisterKind.BUSINESS else (*stated, "code", "procedure", "state")
    return {fact: entry[fact] for fact in FACTS[kind] if fact in own and entry.get(fact)}
