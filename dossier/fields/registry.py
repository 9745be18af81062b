"""The field kinds by the contract's names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from dossier.errors import Misconfigured
from dossier.fields.addresses import AddressKind
from dossier.fields.choices import ChoiceKind
from dossier.fields.date_times import DateTimeKind
from dossier.fields.date_words import DateWordsKind
from dossier.fields.dates import DateKind
from dossier.fields.ethnicity import EthnicityKind
from dossier.fields.identity import IdNumberKind
from dossier.fields.kind import FieldKind
from dossier.fields.measures import MeasureKind
from dossier.fields.names import NameKind
from dossier.fields.nationality import NationalityKind
from dossier.fields.numbers import NumberKind
from dossier.fields.party_number import PartyNumberKind
from dossier.fields.phones import PhoneKind
from dossier.fields.relation import RelationKind
from dossier.fields.sex import SexKind
from dossier.fields.texts import EmailKind, TextKind
from dossier.fields.until import UntilKind

_ALL: Final[tuple[FieldKind, ...]] = (
    NameKind(),
    DateKind(),
    DateWordsKind(),
    DateTimeKind(),
    UntilKind(),
    IdNumberKind(),
    PartyNumberKind(),
    SexKind(),
    EthnicityKind(),
    NationalityKind(),
    AddressKind(),
    PhoneKind(),
    RelationKind(),
    NumberKind(),
    MeasureKind(),
    ChoiceKind(),
    TextKind(),
    EmailKind(),
)

KINDS: Final[Mapping[str, FieldKind]] = MappingProxyType({kind.name: kind for kind in _ALL})
"""One object a kind; `choice` here is yes/no. `table` is no kind: see `dossier.fields.tables`."""


def kind_of(name: str, options: Mapping[str, Sequence[str]] | None = None) -> FieldKind:
    """The kind called `name`, with a form's own `options` for a choice.

    Raises Misconfigured for an unknown kind, or for options where the kind has none.
    """
    if name not in KINDS:
        raise Misconfigured(f"loại trường không có / unknown field kind: {name}")
    if options is None:
        return KINDS[name]
    if name != ChoiceKind.name or not options:
        raise Misconfigured(f"loại trường không có lựa chọn / {name} takes no options")
    return ChoiceKind(options)
