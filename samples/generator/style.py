"""How one dossier's pages look: chosen once from the seed, the same on all its pages."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from samples.generator.chance import Share, pick_weighted
from samples.generator.dates import DATE_STYLES, DateStyle
from samples.generator.faces import FaceShare, Family, families

Filling = Literal["typed", "handwriting"]
Leader = Literal["dots", "ellipses", "underscores", "none"]
TickMark = Literal["cross", "check", "filled", "circle"]
Ink = tuple[int, int, int]

BLACK: Ink = (22, 22, 24)
_BLUES: tuple[Ink, ...] = ((24, 44, 140), (36, 58, 160), (16, 30, 110))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStyle:
    """Lengths in points (1/72 inch); `line_spacing` multiplies the font size."""

    form_family: Family
    value_family: Family
    size: float
    value_size: float
    line_spacing: float
    margin_left: float
    margin_right: float
    margin_top: float
    margin_bottom: float
    leader: Leader
    leader_under_value: bool
    """True where the leader was printed first and the value stands on it."""
    ink: Ink
    tick: TickMark
    date_style: DateStyle
    upper_names: bool
    bold_labels: bool
    raised_notes: bool
    """Footnote numbers (1) small and raised."""
    page_numbers: bool
    joined_lines: bool
    """Two fields on a line where the form allows either."""
    filling: Filling
    faces: FaceShare


def _choose_family(rng: random.Random, share: FaceShare, filling: Filling) -> tuple[Family, Family]:
    print_faces = families(share, hand=False)
    form = pick_weighted(rng, [(f, 6.0 if i == 0 else 1.0) for i, f in enumerate(print_faces)])
    if filling == "handwriting":
        return form, rng.choice(families(share, hand=True))
    return form, form if rng.random() < 0.6 else rng.choice(print_faces)


def choose_style(
    rng: random.Random, share: Share, filling: Filling, faces: FaceShare | None = None
) -> PageStyle:
    """Draw one style; handwriting is larger, inked blue more often and stands on the leader.

    `faces`: those of another share than the wording's.
    """
    faces = faces or share
    form, value = _choose_family(rng, faces, filling)
    by_hand = filling == "handwriting"
    sizes = (12.0, 12.5, 13.0, 13.0, 13.5) if share == "development" else (11.5, 12.5, 13.0, 14.0)
    size = rng.choice(sizes)
    leaders: list[tuple[Leader, float]] = [
        ("dots", 5), ("ellipses", 3), ("underscores", 1 if share == "development" else 2),
        ("none", 0.0 if by_hand else 1.5),
    ]  # fmt: skip
    blue = rng.random() < (0.75 if by_hand else 0.12)
    return PageStyle(
        form_family=form,
        value_family=value,
        size=size,
        value_size=size + (rng.choice((0.5, 1.5, 2.5)) if by_hand else rng.choice((0.0, 0.0, 0.5))),
        line_spacing=rng.uniform(1.3, 1.5) if by_hand else rng.uniform(1.12, 1.4),
        margin_left=rng.uniform(62, 90),
        margin_right=rng.uniform(40, 58),
        margin_top=rng.uniform(42, 62),
        margin_bottom=rng.uniform(42, 60),
        leader=pick_weighted(rng, leaders),
        leader_under_value=by_hand or rng.random() < 0.25,
        ink=rng.choice(_BLUES) if blue else BLACK,
        tick=rng.choice(("cross", "cross", "check", "filled", "circle")),
        date_style=rng.choice(DATE_STYLES),
        upper_names=rng.random() < 0.5,
        bold_labels=rng.random() < 0.12,
        raised_notes=rng.random() < 0.5,
        page_numbers=rng.random() < 0.25,
        joined_lines=rng.random() < 0.5,
        filling=filling,
        faces=faces,
    )
