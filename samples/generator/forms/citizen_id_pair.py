"""Both sides of one identity card, each on a page of its own: two documents."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.cards.back import back_form, draw_back
from samples.generator.cards.front import draw_front, front_form
from samples.generator.cards.holder import make_holder
from samples.generator.cards.placing import place_on_sheet
from samples.generator.cards.side import CardSide
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.layout.sheet import Sheet


def make_citizen_id_pair(desk: Desk) -> FilledForm:
    """Make two sheets, the front on the first and the back on the second."""
    holder = make_holder(desk.rng, desk.words)
    front, back = front_form(holder, desk.rng), back_form(holder, desk)
    photocopied = desk.rng.random() < 0.6
    both = replace(front, companion=back)

    def draw(sheet: Sheet) -> None:
        dpi = sheet.canvas.scale * 72
        first = CardSide(dpi, sheet.rng, desk.share)
        draw_front(first, holder, front)
        place_on_sheet(sheet, first, both, both, 0, photocopied=photocopied)
        sheet.turn_page()
        second = CardSide(dpi, sheet.rng, desk.share)
        draw_back(second, holder, back, sheet.rng)
        place_on_sheet(sheet, second, back, both, 0, photocopied=photocopied)

    return replace(both, draw=draw)
