"""What must hold between the people of a dossier: one number a person, places not swapped, ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from dossier.evidence.linking import Group, Swap, likeness
from dossier.evidence.sources import Mention
from dossier.fields.relation import relation_group
from dossier.forms.catalog import field_title, form_title, place_title
from dossier.record import DocumentReading, DossierFinding, FindingPlace

_RELATION: Final = "requester_relation"
_WHO: Final[Mapping[str, tuple[str, ...]]] = {
    "cha": ("father",),
    "mẹ": ("mother",),
    "bản thân": ("subject", "child"),
}
"""Relation to the person concerned -> the role on the same paper that the requester then has."""
_PROXY_PAPER: Final = "power_of_attorney"
_PROXY: Final = f"{_PROXY_PAPER}.agent"
_BASIS_NUMBER: Final = "Luật Căn cước 2023, điều 12"


def find_swapped(swaps: Sequence[Swap]) -> Iterator[DossierFinding]:
    """Bride and groom, mother and father, principal and agent in each other's place."""
    for swap in swaps:
        pair = " – ".join(
            field_title(role.form, role.key_of("name"))
            for role in (swap.first.role, swap.second.role)
        )
        detail = (
            f"{pair}: ghi ngược chỗ nhau trên {form_title(swap.first.role.form)} / "
            f"{pair}: they stand in each other's place"
        )
        proof = [place for mention in swap.proof for place in _places(mention)]
        yield DossierFinding(
            rule="roles_swapped",
            severity="error",
            detail=detail,
            places=[*proof, *_places(swap.first), *_places(swap.second)],
        )


def find_shared_numbers(groups: Sequence[Group]) -> Iterator[DossierFinding]:
    """One number on two people: the declarant's on the child, the mother's on the father."""
    for first, second in combinations(groups, 2):
        for number, place in _numbers(first).items():
            other = _numbers(second).get(number)
            if other is not None:
                detail = (
                    f"cùng một số định danh ghi cho hai người: {_told(place)}, {_told(other)} / "
                    f"one ID number for two people: {_told(place)}, {_told(other)}"
                )
                yield DossierFinding(
                    rule="number_of_two_persons",
                    severity="error",
                    detail=detail,
                    legal_basis=_BASIS_NUMBER,
                    places=[place, other],
                )


def find_wrong_requesters(
    documents: Sequence[DocumentReading], mentions: Sequence[Mention]
) -> Iterator[DossierFinding]:
    """The requester says to be the father, and the form's father is someone else."""
    for mention in mentions:
        fields = documents[mention.document - 1].fields
        said = fields.get(_RELATION) if mention.role.role == "requester" else None
        if said is None or not isinstance(said.value, str):
            continue
        wanted = _WHO.get(relation_group(said.value) or "", ())
        for other in mentions:
            if other.document == mention.document and other.role.role in wanted:
                if likeness(mention, other) >= 0:
                    continue
                detail = (
                    f"quan hệ ghi trong tờ khai là {said.value}, nhưng người yêu cầu không phải "
                    f"{said.value} trong tờ khai / the requester is not who the relation says"
                )
                place = FindingPlace(
                    document=mention.document,
                    form=mention.role.form,
                    field=_RELATION,
                    page=said.page,
                    box=said.box,
                )
                places = [place, *_places(mention), *_places(other)]
                yield DossierFinding(
                    rule="requester_relation", severity="error", detail=detail, places=places
                )


def find_strangers(groups: Sequence[Group]) -> Iterator[DossierFinding]:
    """A card of nobody in the dossier, a proxy who requests nothing."""
    if not any(mention.role.slot for group in groups for mention in group.mentions):
        return
    someone_requests = any(
        not mention.role.card and mention.role.form != _PROXY_PAPER
        for group in groups
        for mention in group.mentions
    )
    for group in groups:
        roles = [mention.role for mention in group.mentions]
        places = [place for mention in group.mentions for place in _places(mention)]
        if all(role.card for role in roles):
            detail = "thẻ không thuộc ai trong hồ sơ / the card belongs to nobody in the dossier"
            yield DossierFinding(
                rule="card_of_nobody", severity="warning", detail=detail, places=places
            )
        papers = {role.form for role in roles if not role.card}
        is_proxy = _PROXY in {role.name for role in roles}
        if is_proxy and papers == {_PROXY_PAPER} and someone_requests:
            detail = "người được ủy quyền không phải người yêu cầu / the agent is not the requester"
            yield DossierFinding(
                rule="agent_not_requester",
                severity="warning",
                detail=detail,
                legal_basis="Bộ luật Dân sự 2015, điều 562",
                places=places,
            )


def _numbers(group: Group) -> dict[str, FindingPlace]:
    """Personal numbers that stand for one person -> where, the best place of each."""
    found: dict[str, FindingPlace] = {}
    for mention in group.mentions:
        for evidence in mention.evidence.get("id_number", ()):
            found.setdefault(evidence.value, evidence.place)
    return found


def _told(place: FindingPlace) -> str:
    return place_title(place.form, place.field)


def _places(mention: Mention) -> list[FindingPlace]:
    """Where a mention's name stands, else its number."""
    best = mention.best("name") or mention.best("id_number")
    return [best.place] if best is not None else []
