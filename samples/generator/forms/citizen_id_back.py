"""The back of an identity card for itself: on a sheet of A4, or scanned as small as it is."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.cards.back import back_form, draw_back
from samples.generator.cards.holder import make_holder
from samples.generator.cards.placing import place_alone, place_on_sheet, take_card_page
from samples.generator.cards.side import CardSide
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.layout.sheet import Sheet


def make_citizen_id_back(desk: Desk) -> FilledForm:
    """Make one back."""
    holder = make_holder(desk.rng, desk.words)
    form = back_form(holder, desk)
    alone, photocopied = desk.rng.random() < 0.5, desk.rng.random() < 0.5

    def draw(sheet: Sheet) -> None:
        if alone:
            take_card_page(sheet, sheet.rng)
        side = CardSide(sheet.canvas.scale * 72, sheet.rng, desk.share, desk.style.faces)
        draw_back(side, holder, form, sheet.rng)
        if alone:
            place_alone(sheet, side, form, form)
        else:
            place_on_sheet(sheet, side, form, form, 0, photocopied=photocopied)

    return replace(form, draw=draw)
