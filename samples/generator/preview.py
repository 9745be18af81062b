"""Contact sheets: small pages of every form and condition side by side, for human eyes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from PIL import Image

from samples.generator.chance import Share
from samples.generator.degrade import LEVELS
from samples.generator.dossier import make_dossier
from samples.generator.forms import FORMS
from samples.generator.style import Filling

_THUMBNAIL = (420, 594)


def write_contact_sheets(folder: Path, seeds: Sequence[int], share: Share) -> list[Path]:
    """Write one sheet a form and filling: a row a seed, a column a level; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for form in FORMS:
        for filling in get_args(Filling):
            sheet = _make_sheet(form, filling, seeds, share)
            files.append(folder / f"{share}-{form}-{filling}.png")
            sheet.save(files[-1])
    return files


def _make_sheet(form: str, filling: Filling, seeds: Sequence[int], share: Share) -> Image.Image:
    width, height = _THUMBNAIL
    sheet = Image.new("RGB", (width * len(LEVELS), height * len(seeds)), (90, 90, 90))
    for row, seed in enumerate(seeds):
        for column, level in enumerate(LEVELS):
            made = make_dossier(seed, form=form, share=share, level=level, filling=filling)
            page = made.pages[0].convert("RGB")
            page.thumbnail((width - 6, height - 6), Image.Resampling.LANCZOS)
            sheet.paste(page, (column * width + 3, row * height + 3))
    return sheet
