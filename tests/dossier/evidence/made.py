"""Made dossiers of several papers, consistent in every value, and faults planted into them.

A dossier is what reading gives: documents with fields, and pages with the codes of cards.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dossier.checks import RuleUse, check_document
from dossier.forms.declared import declared_rules
from dossier.places import OldUnit, gazetteer
from dossier.record import (
    DocumentReading,
    FieldReading,
    FieldState,
    RecordCode,
    RecordPage,
    RecordQuality,
)

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
WOMEN = ("Thị Hòa", "Thị Thanh Thủy", "Thị Lan", "Ngọc Bích", "Thị Mai Hương", "Thu Hiền")
MEN = ("Văn Tuấn", "Đức Thắng", "Minh Quân", "Hữu Phúc", "Quang Hải", "Anh Dũng")
CHILDREN = {"male": ("Gia Bảo", "Minh Khôi", "Đức Anh"), "female": ("Bảo Ngọc", "Khánh Linh")}
REQUEST_DAY = date(2025, 11, 3)
HANOI = [u for u in gazetteer().units if u.province == "Hà Nội"]
OLD = [u for u in gazetteer().old_units if u.province == "Hà Nội" and u.name]

Values = dict[str, str | list[dict[str, str]]]


@dataclass(frozen=True)
class Someone:
    """A made person."""

    name: str
    dob: date
    sex: str
    id_number: str
    address: str
    old_unit: OldUnit
    expires_on: date

    @property
    def old_address(self) -> str:
        unit = self.old_unit
        street = self.address.split(",")[0]
        return f"{street}, {unit.kind} {unit.name}, {unit.district_kind} {unit.district}, Hà Nội"


@dataclass(frozen=True)
class Paper:
    """One paper before it becomes a document: its form, its values, the code on it."""

    form: str
    values: Values
    qr: str = ""
    title: str = ""


@dataclass(frozen=True)
class Planted:
    """A dossier, and what must be found in it: the rule and fields that it must name."""

    papers: tuple[Paper, ...]
    rule: str = ""
    fields: frozenset[str] = frozenset()


@dataclass
class Maker:
    """Makes people and dossiers from one seed."""

    rng: random.Random
    made: list[Someone] = field(default_factory=list)
    """Everyone so far, the last one last."""

    def someone(self, sex: str, year: int, surname: str = "") -> Someone:
        rng = self.rng
        given = rng.choice(WOMEN if sex == "female" else MEN)
        name = f"{surname or rng.choice(SURNAMES)} {given}"
        dob = date(year, rng.randint(1, 12), rng.randint(1, 28))
        old = rng.choice(OLD)
        unit = gazetteer().by_code(rng.choice(old.successors))
        kind = "phường" if unit.kind == "phường" else "xã"
        who = Someone(
            name=name,
            dob=dob,
            sex=sex,
            id_number=self.number(dob, sex),
            address=f"Số {rng.randint(1, 200)} phố Mẫu, {kind} {unit.name}, Hà Nội",
            old_unit=old,
            expires_on=next(
                dob.replace(year=dob.year + age)
                for age in (25, 40, 60)
                if dob.year + age > REQUEST_DAY.year + 1
            ),
        )
        self.made.append(who)
        return who

    def number(self, dob: date, sex: str) -> str:
        century = (dob.year - 1900) // 100 * 2 + (sex == "female")
        return f"001{century}{dob.year % 100:02}{self.rng.randint(0, 999999):06}"

    def couple(self) -> tuple[Someone, Someone]:
        year = self.rng.randint(1988, 1999)
        woman = self.someone("female", year)
        surname = self.rng.choice([s for s in SURNAMES if s != woman.name.split()[0]])
        return woman, self.someone("male", year - self.rng.randint(0, 4), surname)


# --- papers ------------------------------------------------------------------------------------


def person(prefix: str, who: Someone, *, full: bool = True) -> Values:
    values: Values = {
        f"{prefix}name": who.name,
        f"{prefix}dob": who.dob.isoformat(),
        f"{prefix}id_number": who.id_number,
        f"{prefix}address": who.address,
    }
    if full:
        values |= {f"{prefix}ethnicity": "Kinh", f"{prefix}nationality": "Việt Nam"}
    return values


def card(who: Someone, *, qr: bool) -> Paper:
    sex = {"male": "Nam", "female": "Nữ"}[who.sex]
    code = f"{who.id_number}||{who.name}|{who.dob:%d%m%Y}|{sex}|{who.address}|20112021"
    values: Values = {
        "id_number": who.id_number,
        "name": who.name.upper(),
        "dob": who.dob.isoformat(),
        "sex": who.sex,
        "nationality": "Việt Nam",
        "address": who.address,
        "expires_on": who.expires_on.isoformat(),
    }
    return Paper("citizen_id_front", values, qr=code if qr else "")


def requester(who: Someone, relation: str) -> Values:
    return {
        **person("requester_", who, full=False),
        "requester_id_issuer": "Cục Cảnh sát QLHC về TTXH",
        "requester_id_issued_on": "2021-11-20",
        "requester_relation": relation,
    }


def office_paper(kind: str, **values: str) -> Paper:
    return Paper("administrative_document", {"kind": kind, "issued_on": "2025-10-20", **values})


def child_of(maker: Maker, father: Someone) -> Someone:
    sex = maker.rng.choice(("male", "female"))
    dob = REQUEST_DAY - timedelta(days=maker.rng.randint(5, 50))
    name = f"{father.name.split()[0]} {maker.rng.choice(CHILDREN[sex])}"
    number = maker.number(dob, sex)
    return replace(father, name=name, dob=dob, sex=sex, id_number=number)


def child(who: Someone) -> Values:
    return {
        "child_name": who.name,
        "child_dob": who.dob.isoformat(),
        "child_dob_words": who.dob.isoformat(),
        "child_sex": who.sex,
        "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
    }


def birth(maker: Maker) -> tuple[Paper, ...]:
    mother, father = maker.couple()
    baby = child_of(maker, father)
    form = Paper(
        "birth_registration",
        {
            **requester(father, "Cha"),
            **child(baby),
            **person("mother_", mother),
            **person("father_", father),
            "marriage_certificate_number": "12",
            "marriage_registered_on": "2022-05-10",
            "marriage_registered_at": "UBND phường Láng",
            "copy_requested": "yes",
            "copy_count": "2",
            "declared_on": REQUEST_DAY.isoformat(),
        },
    )
    marriage = Paper(
        "marriage_certificate",
        {
            "certificate_number": "12",
            **person("wife_", mother),
            **person("husband_", father),
            "registered_on": "2022-05-10",
        },
    )
    notice = office_paper("Giấy chứng sinh")
    return form, notice, card(mother, qr=True), card(father, qr=maker.rng.random() < 0.5), marriage


def marriage(maker: Maker) -> tuple[Paper, ...]:
    bride, groom = maker.couple()
    form = Paper(
        "marriage_registration",
        {
            **person("bride_", bride),
            **person("groom_", groom),
            "bride_marriage_count": "1",
            "groom_marriage_count": "1",
            "copy_requested": "no",
            "declared_on": REQUEST_DAY.isoformat(),
        },
    )
    single = office_paper(
        "Giấy xác nhận", subject="tình trạng hôn nhân", number_symbol="15/UBND-XNTTHN"
    )
    return form, single, card(bride, qr=True), card(groom, qr=True)


def death(maker: Maker) -> tuple[Paper, ...]:
    dead = maker.someone("male", maker.rng.randint(1968, 1975))
    son = maker.someone("male", maker.rng.randint(1992, 1999), dead.name.split()[0])
    died = REQUEST_DAY - timedelta(days=maker.rng.randint(1, 10))
    form = Paper(
        "death_registration",
        {
            **requester(son, "Con"),
            **person("deceased_", dead),
            "deceased_sex": "male",
            "died_at": died.isoformat(),
            "death_notice_on": died.isoformat(),
            "declared_on": REQUEST_DAY.isoformat(),
        },
    )
    return form, office_paper("Giấy báo tử"), card(son, qr=True)


def business(maker: Maker) -> tuple[Paper, ...]:
    owner = maker.someone("female", maker.rng.randint(1990, 1999))
    form = Paper(
        "household_business_registration",
        {
            **person("owner_", owner),
            "owner_permanent_address": owner.address,
            "owner_sex": owner.sex,
            "business_name": "HỘ KINH DOANH MẪU",
            "industries": [{"name": "Bán phở", "code": "5610", "main": "x"}],
            "capital": "50000000",
            "capital_words": "Năm mươi triệu đồng",
            "starts_on": "2025-12-01",
            "workers": "2",
            "founder": "individual",
            "declared_on": REQUEST_DAY.isoformat(),
        },
    )
    return form, card(owner, qr=True)


def extract(maker: Maker) -> tuple[Paper, ...]:
    mother, father = maker.couple()
    subject = maker.someone("female", maker.rng.randint(2003, 2006), father.name.split()[0])
    mother = replace(mother, dob=mother.dob.replace(year=1975))
    father = replace(father, dob=father.dob.replace(year=1972))
    form = Paper(
        "civil_extract_request",
        {
            **requester(subject, "Bản thân"),
            **person("subject_", subject),
            "subject_sex": subject.sex,
            "extract_kind": "khai sinh",
            "registered_on": "2007-03-01",
            "copy_count": "2",
            "declared_on": REQUEST_DAY.isoformat(),
        },
    )
    old = Paper(
        "birth_certificate",
        {
            "child_name": subject.name.upper(),
            "child_dob": subject.dob.isoformat(),
            "child_sex": subject.sex,
            "child_ethnicity": "Kinh",
            "child_id_number": subject.id_number,
            "mother_name": mother.name.upper(),
            "mother_dob": str(mother.dob.year),
            "mother_ethnicity": "Kinh",
            "father_name": father.name.upper(),
            "father_dob": str(father.dob.year),
            "father_ethnicity": "Kinh",
            "declarant_name": father.name,
            "declarant_id_number": maker.number(father.dob, "male"),
            "registered_on": "2007-03-01",
        },
    )
    return form, old, card(subject, qr=True)


KINDS: Mapping[str, Callable[[Maker], tuple[Paper, ...]]] = {
    "birth": birth,
    "marriage": marriage,
    "death": death,
    "business": business,
    "extract": extract,
}


# --- reading them ------------------------------------------------------------------------------


def read(papers: tuple[Paper, ...]) -> tuple[list[DocumentReading], list[RecordPage]]:
    """Documents with their checks, a page each, and the codes on the pages."""
    documents = [_document(number, paper) for number, paper in enumerate(papers, start=1)]
    pages = [_page(number, paper) for number, paper in enumerate(papers, start=1)]
    return documents, pages


def _document(page: int, paper: Paper) -> DocumentReading:
    fields = {
        key: FieldReading(
            value=value or None,
            raw=str(value),
            state=FieldState.READ if value else FieldState.BLANK,
            confidence=0.99,
            review=False,
            page=page,
            box=[0.1, at / 50, 0.9, at / 50 + 0.01],
        )
        for at, (key, value) in enumerate(paper.values.items(), start=1)
    }
    uses = [RuleUse(**use.model_dump()) for use in declared_rules().get(paper.form, ())]
    found = check_document(fields, uses)
    checked = {
        k: f.model_copy(update={"checks": list(found.get(k, ()))}) for k, f in fields.items()
    }
    return DocumentReading(
        form=paper.form, title=paper.title, confidence=0.99, pages=[page], fields=checked
    )


def _page(number: int, paper: Paper) -> RecordPage:
    codes = [RecordCode(kind="qr", text=paper.qr, box=[0.8, 0.1, 0.9, 0.2])] if paper.qr else []
    return page_with(number, codes)


def page_with(number: int, codes: list[RecordCode]) -> RecordPage:
    """A page of which nothing matters but its number and its codes."""
    return RecordPage(
        page=number,
        file="a.pdf",
        file_page=number,
        sha256="0" * 64,
        width_px=10,
        height_px=10,
        quality=RecordQuality(verdict="good"),
        codes=codes,
    )
