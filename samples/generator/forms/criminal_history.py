"""The table of where somebody lived and worked since the age of fourteen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samples.generator.forms import criminal_texts as texts
from samples.generator.forms.filled import Answer, Desk, Row
from samples.generator.layout.pieces import label
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.table import Column, draw_table
from samples.generator.people import Person, with_capital

_FROM_AGE = 14
_COLUMNS = (
    Column(title=texts.PERIOD, share=0.26, centered=True),
    Column(title=texts.HISTORY_COLUMNS[0], share=0.42),
    Column(title=texts.HISTORY_COLUMNS[1], share=0.32),
)


def history_answer(desk: Desk, person: Person, until: date) -> Answer:
    """Return one to four stays without a gap, the last of them going on."""
    rng, words = desk.rng, desk.words
    first = person.born.year + _FROM_AGE
    years = sorted(rng.sample(range(first + 1, until.year), min(rng.randint(0, 3), 2)))
    months = [person.born.month, *(rng.randint(1, 12) for _ in years)]
    starts = list(zip([first, *years], months, strict=True))
    template = rng.choice(texts.PERIODS[desk.share])
    rows: list[Row] = []
    raws: list[str] = []
    for place, (year, month) in enumerate(starts):
        following = starts[place + 1] if place + 1 < len(starts) else None
        address = with_capital(f"{rng.choice(words.wards)}, thành phố Hà Nội")
        work = texts.OCCUPATIONS[desk.share][min(place, 1)]
        if place == len(starts) - 1:
            work = rng.choice(texts.OCCUPATIONS[desk.share][2:])
        shown = _show_period(template, (year, month), following)
        rows.append({
            "from": f"{year}-{month:02d}", "to": _iso(following), "address": address,
            "occupation": work,
        })  # fmt: skip
        raws.append(" | ".join((shown, address, work)))
    return Answer(key="residence_history", raw="\n".join(raws), value=rows)


def _iso(month: tuple[int, int] | None) -> str:
    return f"{month[0]}-{month[1]:02d}" if month else "nay"


def _show_period(template: str, start: tuple[int, int], end: tuple[int, int] | None) -> str:
    begun = f"{start[1]:02d}/{start[0]}"
    if end is None:
        return template.format(a=begun, b="nay").replace("tháng nay", "nay")
    return template.format(a=begun, b=f"{end[1]:02d}/{end[0]}")


def draw_history(sheet: Sheet, answer: Answer, heading: Sequence[str]) -> None:
    """Set the heading, centred where it stands alone in capitals, and the table under it."""
    sheet.keep(sheet.line_height * 6)
    centred = len(heading) > 1
    for place, text in enumerate(heading):
        words = label(text, bold=centred and place == 0, italic=place > 0)
        sheet.paragraph([words], align="center" if centred else "left")
    sheet.space(0.2)
    rows = [row.split(" | ") for row in answer.raw.split("\n")]
    spacing, sheet.spacing = sheet.spacing, min(sheet.spacing, 1.2)
    draw_table(sheet, _COLUMNS, rows, key=answer.key, spare=1)
    sheet.spacing = spacing
    sheet.space(0.4)
