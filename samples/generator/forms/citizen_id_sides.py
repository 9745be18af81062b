"""Both sides of one identity card, on one sheet of A4 or on two: two documents."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.cards.back import back_form, draw_back
from samples.generator.cards.front import draw_front, front_form
from samples.generator.cards.holder import make_holder
from samples.generator.cards.placing import place_on_sheet
from samples.generator.cards.side import CardSide
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.layout.sheet import Sheet


def make_citizen_id_sheet(desk: Desk) -> FilledForm:
    """Make one sheet with the front above and the back below."""
    return _make_both(desk, apart=False)


def make_citizen_id_pair(desk: Desk) -> FilledForm:
    """Make two sheets, the front on the first and the back on the second."""
    return _make_both(desk, apart=True)


def _make_both(desk: Desk, *, apart: bool) -> FilledForm:
    holder = make_holder(desk.rng, desk.words)
    front, back = front_form(holder, desk.rng), back_form(holder, desk)
    photocopied = desk.rng.random() < 0.6
    both = replace(front, companion=back)

    def draw(sheet: Sheet) -> None:
        dpi = sheet.canvas.scale * 72
        upper = CardSide(dpi, sheet.rng, desk.share, desk.style.faces)
        draw_front(upper, holder, front)
        place_on_sheet(sheet, upper, both, both, 0, photocopied=photocopied)
        if apart:
            sheet.turn_page()
        lower = CardSide(dpi, sheet.rng, desk.share, desk.style.faces)
        draw_back(lower, holder, back, sheet.rng)
        place_on_sheet(sheet, lower, back, both, 0 if apart else 1, photocopied=photocopied)

    return replace(both, draw=draw)
