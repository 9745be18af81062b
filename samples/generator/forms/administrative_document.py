"""Papers of agencies as Nghị định 30/2020/NĐ-CP lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samples.generator.dates import random_day, write_date
from samples.generator.forms.administrative_layout import Paper, draw_paper
from samples.generator.forms.administrative_texts import CITY_BODY, GROUNDS, KINDS, PaperKind
from samples.generator.forms.filled import Answer, Desk, FilledForm, index_answers, text_answer
from samples.generator.people import make_name, with_capital

FORM = "administrative_document"
EDITION = "2020-03-05"

_PEOPLES_COMMITTEE = "ỦY BAN NHÂN DÂN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who issues a paper; `mark` closes its numbers, `place` stands beside the date."""

    superior: tuple[str, ...]
    lines: tuple[str, ...]
    mark: str
    head: str
    acts_for: str
    """What the head signs for ("TM. …"), empty for a department."""
    place: str


def make_administrative_document(desk: Desk) -> FilledForm:
    """Write one administrative paper."""
    rng = desk.rng
    agency, kind = _make_agency(desk), rng.choice(KINDS)
    issued = random_day(rng, date(2025, 7, 2), date(2025, 11, 21))
    topic = rng.choice(desk.words.topics)
    sealed = rng.random() < 0.85
    position = _make_position(desk, agency, kind)
    recipients = _make_recipients(desk, agency)
    signer = make_name(rng, desk.words, "male" if rng.random() < 0.6 else "female", _surname(desk))
    answers = index_answers([
        text_answer("superior_body", " ".join(agency.superior)),
        text_answer("issuing_body", " ".join(agency.lines)),
        _number_answer(desk, agency, kind),
        text_answer("place", agency.place),
        Answer(key="issued_on", raw=write_date(issued, "spelled"), value=issued.isoformat()),
        Answer(key="kind", raw=kind.name.upper(), value=kind.name.capitalize()),
        _subject_answer(desk, kind, topic, issued.year),
        Answer(
            key="recipients",
            raw="\n".join(recipients),
            value="; ".join(r.strip(" -;.") for r in recipients),
        ),
        Answer(key="signer_position", raw="\n".join(position), value=" ".join(position)),
        text_answer("signer_name", signer),
        Answer(key="sealed", raw="có dấu", value="yes")
        if sealed
        else Answer(key="sealed", raw="không dấu", value="no"),
    ])  # fmt: skip
    paper = Paper(
        kind=kind, superior_lines=agency.superior, agency_lines=agency.lines,
        position=position, recipients=recipients,
        body=_make_body(desk, kind, topic), seal=_seal_texts(agency) if sealed else None,
        addressee=_make_addressee(desk, agency) if kind.addressed else "",
    )  # fmt: skip
    return FilledForm(
        form=FORM, edition=EDITION, answers=answers, draw=lambda s: draw_paper(s, paper, answers)
    )


def _surname(desk: Desk) -> str:
    return desk.rng.choice([name for name, _ in desk.words.surnames])


def _make_agency(desk: Desk) -> Agency:
    if desk.rng.random() < 0.55:
        ward = desk.rng.choice(desk.words.wards)
        return Agency(
            superior=(), lines=(_PEOPLES_COMMITTEE, ward.upper()), mark="UBND", head="CHỦ TỊCH",
            acts_for=f"TM. {_PEOPLES_COMMITTEE}", place=with_capital(ward.split(" ", 1)[1]),
        )  # fmt: skip
    name, mark = desk.rng.choice(desk.words.departments)
    head = {"Văn phòng": "CHÁNH VĂN PHÒNG", "Thanh tra": "CHÁNH THANH TRA"}.get(name, "GIÁM ĐỐC")
    return Agency(
        superior=CITY_BODY, lines=(name.upper(),), mark=mark, head=head, acts_for="", place="Hà Nội"
    )


def _number_answer(desk: Desk, agency: Agency, kind: PaperKind) -> Answer:
    number = f"{desk.rng.randint(1, 2400):02d}"
    office = desk.rng.choice(("VP", "KT", "VHXH", "TH"))
    tail = f"{kind.mark}-{agency.mark}" if kind.mark else f"{agency.mark}-{office}"
    return text_answer("number_symbol", f"{number}/{tail}")


def _subject_answer(desk: Desk, kind: PaperKind, topic: str, year: int) -> Answer:
    place = desk.rng.choice(desk.words.wards)
    text = desk.rng.choice(desk.words.subjects).format(topic=topic, place=place, year=year)
    if kind.name:
        return text_answer("subject", text)
    bare = text.removeprefix("Về việc ").removeprefix("Về ")
    return Answer(key="subject", raw=f"V/v {bare}", value=bare)


def _make_position(desk: Desk, agency: Agency, kind: PaperKind) -> tuple[str, ...]:
    acts_for = (agency.acts_for,) if agency.acts_for and kind.mark != "QĐ" else ()
    if desk.rng.random() < 0.45:
        return (*acts_for, f"KT. {agency.head}", f"PHÓ {agency.head}")
    return (*acts_for, agency.head)


def _make_recipients(desk: Desk, agency: Agency) -> tuple[str, ...]:
    chosen = desk.rng.sample(desk.words.recipients, desk.rng.randint(2, 5))
    return (*(f"- {name};" for name in chosen), f"- Lưu: VT, {agency.mark}.")


def _make_addressee(desk: Desk, agency: Agency) -> str:
    if agency.superior:
        return f"Ủy ban nhân dân {desk.rng.choice(desk.words.wards)}"
    name, _ = desk.rng.choice(desk.words.departments)
    return f"{name} thành phố Hà Nội"


def _make_body(desk: Desk, kind: PaperKind, topic: str) -> tuple[str, ...]:
    sentences = desk.rng.sample(desk.words.sentences, desk.rng.randint(2, 5))
    opening = kind.opening.format(topic=topic)
    if kind.mark == "QĐ":
        grounds = desk.rng.sample(GROUNDS, 2)
        articles = [f"Điều {i}. {text}" for i, text in enumerate(sentences[:3], start=1)]
        last = f"Điều {len(articles) + 1}. {kind.closing}"
        return (*grounds, opening, "QUYẾT ĐỊNH:", *articles, last)
    if kind.mark in {"BC", "TB", "TTr"} and desk.rng.random() < 0.4:
        return (opening, *_make_chapters(desk), kind.closing)
    numbered = desk.rng.random() < 0.5
    points = [f"{i}. {text}" if numbered else text for i, text in enumerate(sentences, start=1)]
    return (opening, *points, kind.closing)


def _make_chapters(desk: Desk) -> list[str]:
    """Return a long body, often two pages: headed chapters of several paragraphs."""
    chapters: list[str] = []
    for number, heading in zip(("I", "II", "III", "IV"), desk.words.headings, strict=False):
        chapters.append(f"{number}. {heading.upper()}")
        chapters += desk.rng.sample(desk.words.sentences, desk.rng.randint(3, 5))
    return chapters


def _seal_texts(agency: Agency) -> tuple[str, str]:
    if agency.superior:
        return "ỦY BAN NHÂN DÂN TP HÀ NỘI", agency.lines[0]
    return f"U.B.N.D {agency.lines[1]}", "THÀNH PHỐ HÀ NỘI"
