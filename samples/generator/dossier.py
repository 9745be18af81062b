"""Makes one dossier: draws its documents, degrades its pages, keeps the truth in step."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image

from samples.generator.chance import Share, stream
from samples.generator.degrade import Degraded, Level, degrade
from samples.generator.degrade.geometry import Matrix, as_pixels, map_box
from samples.generator.degrade.levels import choose_dpi
from samples.generator.faces import FaceShare
from samples.generator.forms import FORMS
from samples.generator.forms.filled import Desk, FilledForm
from samples.generator.layout.arrival import stamp_arrival
from samples.generator.layout.canvas import A4_HEIGHT, Area, Canvas
from samples.generator.layout.changed import ChangedSheet
from samples.generator.layout.sheet import Sheet
from samples.generator.layout.text_lines import gather_lines
from samples.generator.rewording import Change
from samples.generator.style import Filling, choose_style
from samples.generator.submission import Submitted, make_submission
from samples.generator.truth import (
    CodeTruth,
    DocumentTruth,
    DossierTruth,
    FieldTruth,
    Fractions,
    LineTruth,
    PageTruth,
    Quad,
)
from samples.generator.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Pages as they arrive, what is true of them, and what the citizen submitted online."""

    pages: tuple[Image.Image, ...]
    dpi: int
    truth: DossierTruth
    submitted: Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    seed: int
    share: Share
    level: Level
    filling: Filling
    dpi: int
    changes: frozenset[Change]
    faces: FaceShare


@dataclass(frozen=True, slots=True)
class _Page(Degraded):
    """A page as it arrives and what is written on it."""

    lines: tuple[LineTruth, ...]


def make_dossier(
    seed: int,
    *,
    form: str | None,
    share: Share,
    level: Level,
    filling: Filling,
    dpi: int | None = None,
    changes: frozenset[Change] = frozenset(),
    faces: FaceShare | None = None,
) -> Dossier:
    """Make the dossier of `seed`; the same arguments give the same bytes on every run.

    `form` names the document to make, or several joined by "+"; None draws one or two documents
    of different forms; `dpi` None draws one that goes with `level`; `changes` prints its forms as
    editions that nobody knows; `faces` None sets it in those of `share`.
    """
    rng = stream(seed, share, "dossier")
    drawn_dpi = choose_dpi(level, rng)
    dpi = dpi or drawn_dpi
    job = _Job(
        seed=seed,
        share=share,
        level=level,
        filling=filling,
        dpi=dpi,
        changes=changes,
        faces=faces or share,
    )
    forms = form.split("+") if form else rng.sample(sorted(FORMS), rng.choice((1, 1, 2)))
    pages: list[_Page] = []
    documents: list[DocumentTruth] = []
    for number, name in enumerate(forms):
        made, added = _make_documents(job, name, number, first_page=len(pages) + 1)
        documents += made
        pages += added
    submitted, differences = make_submission(documents, stream(seed, share, "submission"))
    truth = DossierTruth(
        dossier=_make_code(rng), seed=seed, share=share, documents=tuple(documents),
        pages=tuple(
            PageTruth(page=i, rotation=page.rotation, skew_deg=page.skew_deg, level=level,
                      filling=filling, lines=page.lines)
            for i, page in enumerate(pages, start=1)
        ),
        differences=differences,
    )  # fmt: skip
    images = tuple(Image.fromarray(page.image) for page in pages)
    return Dossier(pages=images, dpi=dpi, truth=truth, submitted=submitted)


def _make_code(rng: random.Random) -> str:
    day = f"{rng.choice((25, 26))}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    return f"000.00.{rng.randint(1, 30):02d}.H26-{day}-{rng.randint(1, 9999):04d}"


def _make_documents(
    job: _Job, form: str, number: int, *, first_page: int
) -> tuple[list[DocumentTruth], list[_Page]]:
    def chance(purpose: str) -> random.Random:
        return stream(job.seed, job.share, f"{number}/{form}/{purpose}")

    style = choose_style(chance("style"), job.share, job.filling, job.faces)
    desk = Desk(rng=chance("facts"), share=job.share, words=load_vocabulary(job.share), style=style)
    filled = FORMS[form](desk)
    sheet = (
        ChangedSheet(style, job.dpi, chance("drawing"), job.changes, chance("changing"))
        if job.changes
        else Sheet(style, job.dpi, chance("drawing"))
    )
    filled.draw(sheet)
    sheet.number_pages()
    arriving = chance("degrading")
    is_sheet = sheet.pages[0].height >= A4_HEIGHT
    if job.level != "clean" and arriving.random() < 0.2 and is_sheet:
        stamp_arrival(sheet.pages[0], style.form_family, arriving)
    pages = [_arrive(canvas, job.level, arriving) for canvas in sheet.pages]
    scans = _Scans(sheet, pages, first_page)
    numbers = tuple(range(first_page, first_page + len(pages)))
    if filled.companion is None:
        return [_tell_truth(filled, filled, scans, numbers)], pages
    both = (filled, filled.companion)
    return [_tell_truth(f, filled, scans, scans.pages_of(f, filled)) for f in both], pages


def _tell_truth(
    filled: FilledForm, among: FilledForm, scans: _Scans, pages: tuple[int, ...]
) -> DocumentTruth:
    """Return what is true of `filled`, one of the documents on the sheets of `among`."""
    fields = {}
    for key, answer in filled.answers.items():
        page, box = scans.locate(filled.spot_of(key, among=among))
        fields[key] = FieldTruth(
            value=answer.value, raw=answer.raw, state=answer.state, page=page, box=box
        )
    codes = []
    for code in filled.codes:
        page, box = scans.locate(filled.spot_of(code.kind, among=among))
        codes.append(
            CodeTruth(kind=code.kind, text=code.text, whole=code.whole, page=page, box=box)
        )
    return DocumentTruth(
        form=filled.form, edition=filled.edition, pages=pages, fields=fields, codes=tuple(codes)
    )


@dataclass(frozen=True, slots=True)
class _Scans:
    """The sheets of a document and what became of them."""

    sheet: Sheet
    pages: list[_Page]
    first_page: int

    def locate(self, spot_name: str) -> tuple[int, Fractions]:
        """Return the page, from 1 in the dossier, and the box of a marked spot."""
        spot = self.sheet.spots[spot_name]
        page = self.pages[spot.page - 1]
        area, scale = spot.area, self.sheet.pages[spot.page - 1].scale
        drawn = (area.left * scale, area.top * scale, area.right * scale, area.bottom * scale)
        box = _to_fractions(drawn, page.matrix, page.image.shape[1], page.image.shape[0])
        return self.first_page + spot.page - 1, box

    def pages_of(self, filled: FilledForm, among: FilledForm) -> tuple[int, ...]:
        """Return the pages that hold answers of one of several documents."""
        names = [filled.spot_of(key, among=among) for key in filled.answers]
        return tuple(sorted({self.locate(name)[0] for name in names}))


def _arrive(canvas: Canvas, level: Level, rng: random.Random) -> _Page:
    page = degrade(as_pixels(np.asarray(canvas.image)), level, rng)
    lines = tuple(
        LineTruth(text=line.text, quad=_to_quad(line.area, canvas.scale, page), boxed=line.boxed)
        for line in gather_lines(canvas.written)
    )
    return _Page(page.image, page.matrix, page.rotation, page.skew_deg, lines)


def _to_quad(area: Area, scale: float, page: Degraded) -> Quad:
    xs = (area.left, area.right, area.right, area.left)
    ys = (area.top, area.top, area.bottom, area.bottom)
    x, y, w = page.matrix @ np.array([[v * scale for v in xs], [v * scale for v in ys], [1.0] * 4])
    height, width = page.image.shape[:2]
    a, b, c, d = zip((x / w / width).tolist(), (y / w / height).tolist(), strict=True)
    return a, b, c, d


def _to_fractions(
    drawn_px: tuple[float, float, float, float], matrix: Matrix, width: int, height: int
) -> Fractions:
    left, top, right, bottom = map_box(drawn_px, matrix)

    def clip(value: float) -> float:
        return min(1.0, max(0.0, value))

    return clip(left / width), clip(top / height), clip(right / width), clip(bottom / height)
