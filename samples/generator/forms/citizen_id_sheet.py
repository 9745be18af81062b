"""Both sides of one identity card copied onto one sheet of A4: two documents."""

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
    holder = make_holder(desk.rng, desk.words)
    front, back = front_form(holder, desk.rng), back_form(holder, desk)
    photocopied = desk.rng.random() < 0.6
    both = replace(front, companion=back)

    def draw(sheet: Sheet) -> None:
        dpi = sheet.canvas.scale * 72
        upper = CardSide(dpi, sheet.rng, desk.share)
        draw_front(upper, holder, front)
        place_on_sheet(sheet, upper, both, both, 0, photocopied=photocopied)
        lower = CardSide(dpi, sheet.rng, desk.share)
        draw_back(lower, holder, back, sheet.rng)
        place_on_sheet(sheet, lower, back, both, 1, photocopied=photocopied)

    return replace(both, draw=draw)
