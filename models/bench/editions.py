"""How well forms are understood whose edition nobody knows, and forms that are in no catalogue.

`python -m models.bench.editions --seed 620000 --count 3` makes every form that is found by its
labels, once a change of `samples.generator.rewording` (a label in other words, lines added, another
order …), takes its lines as a perfect reader would give them, and counts the fields that labels
lead to: right, wrong and accepted, flagged, a line a change. A value that is wrong and accepted is
the fault to look for; one that goes to a person is none.

Every paper is understood once more with its own form out of the catalogue: it must come out as
unknown, and no field of another form may be accepted. No picture is read, so tables, boxes and
marks are not measured here; `models.bench.marks` does that.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from statistics import median
from typing import Final, get_args

from dossier.calibration import SHIPPED
from dossier.calibration.calibrated import calibrated
from dossier.forms.catalog import catalog
from dossier.forms.definition import FormDefinition, Reader
from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line, PageReading
from dossier.record import DocumentReading
from models.bench.accuracy import Outcome, Tally
from ocr.extract.documents import UNKNOWN, read_documents
from samples.generator import make_dossier
from samples.generator.chance import Share
from samples.generator.dossier import Dossier
from samples.generator.forms import FORMS
from samples.generator.rewording import CHANGES, Change
from samples.generator.truth import LineTruth

_DPI: Final = 72
_SIDES: Final = 1654.0, 2339.0
"""Pixels of the page that the lines are said to stand on."""
_SURE: Final = 0.999
_NONE: Final = "none"
"""The form as the catalogue knows it, to compare with."""
_ALL: Final = "all"
_MAY_BE: Final = frozenset({UNKNOWN, "administrative_document"})
"""What a paper of no known form may come out as."""
Numbered = list[tuple[int, PageReading]]


def perfect_pages(dossier: Dossier) -> Numbered:
    """The numbered pages of `dossier` as a reader without a fault would give them."""
    return [(page.page, _page(page.lines)) for page in dossier.truth.pages]


def _page(lines: Sequence[LineTruth]) -> PageReading:
    width, height = _SIDES
    pitch = median(_width(x) / len(x.text) for x in lines if "…" not in x.text) if lines else 1.0
    return PageReading(
        width_px=int(width), height_px=int(height),
        upright_width_px=int(width), upright_height_px=int(height),
        transform=PageTransform(matrix=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1)),
        lines=tuple(_line(line, pitch) for line in lines), engine="perfect",
    )  # fmt: skip


def _width(line: LineTruth) -> float:
    return (line.quad[1][0] - line.quad[0][0]) * _SIDES[0]


def _line(line: LineTruth, pitch: float) -> Line:
    """`line` with letters of that pitch in pixels; its leaders, one sign each, fill the rest."""
    xs, ys = zip(*line.quad, strict=True)
    leaders = line.text.count("…")
    free = (_width(line) - pitch * (len(line.text) - leaders)) / max(leaders, 1)
    widths = [max(free, pitch) if char == "…" else pitch for char in line.text]
    stretch = _width(line) / sum(widths)
    ends = [stretch * end for end in accumulate(widths)]
    return Line(
        text=line.text,
        confidence=_SURE,
        box=PixelBox(
            left=min(xs) * _SIDES[0], top=min(ys) * _SIDES[1],
            right=max(xs) * _SIDES[0], bottom=max(ys) * _SIDES[1],
        ),
        char_confidences=(_SURE,) * len(line.text),
        char_centers=tuple(
            min(xs) * _SIDES[0] + end - stretch * own / 2
            for end, own in zip(ends, widths, strict=True)
        ),
    )  # fmt: skip


def led_to_by_labels(form: FormDefinition) -> frozenset[str]:
    """The fields of `form` for which text is enough."""
    plain = [label for label in form.labels if label.reader is not Reader.ROW]
    keys = {key for label in plain for key in label.field_keys}
    specs = [form.field(key) for key in keys]
    return frozenset(
        s.key for s in specs if s.kind not in ("table", "choice") and not s.digit_boxes
    )


def outcomes(dossier: Dossier, form: str) -> Iterator[Outcome]:
    """The fields of the one document of `dossier`, held against its truth."""
    wanted = led_to_by_labels(catalog()[form])
    documents = _understand(perfect_pages(dossier), catalog())
    read = next((d for d in documents if d.form == form), None)
    for key, truth in dossier.truth.documents[0].fields.items():
        if key in wanted:
            yield Outcome(
                dossier=str(dossier.truth.seed), form=form, field=key,
                level="", filling="", expected=truth.value if truth.state == "read" else None,
                reading=read.fields.get(key) if read else None,
            )  # fmt: skip


def claims(dossier: Dossier, form: str) -> Iterator[tuple[str, list[str]]]:
    """What the pages are taken for while `form` is in no catalogue, and the fields with a value
    that nobody would look at."""
    others = {key: each for key, each in catalog().items() if key != form}
    for document in _understand(perfect_pages(dossier), others):
        accepted = [k for k, f in document.fields.items() if not f.review and f.value]
        yield document.form, accepted


def _understand(pages: Numbered, forms: Mapping[str, FormDefinition]) -> list[DocumentReading]:
    return calibrated(read_documents(pages, forms), forms, SHIPPED)


def _shown(change: str, outcome: Outcome) -> str:
    reading = outcome.reading
    got = f"{reading.value!r} {reading.state.value}" if reading else "no document"
    mark = "  " if outcome.flagged else "!!"
    where = f"{change} {outcome.form}-{outcome.dossier} {outcome.field}"
    return f"{mark} {where}: want {outcome.expected!r} got {got}"


def measure(
    seed: int, count: int, share: Share, changes: Sequence[str], forms: Sequence[str] = ()
) -> None:
    """Print every wrong value and every claim of another form, then the tables."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    papers: Counter[str] = Counter()
    for change in changes:
        for dossier, form in _make(seed, count, share, change):
            if forms and form not in forms:
                continue
            for outcome in outcomes(dossier, form):
                for group in {change, _ALL} - ({_ALL} if change == _NONE else set()):
                    tallies[group].add(outcome)
                if not outcome.right:
                    print(_shown(change, outcome), flush=True)
            for claim, accepted in claims(dossier, form):
                papers["documents"] += 1
                papers["claimed"] += claim not in _MAY_BE
                papers["accepted"] += len(accepted)
                if claim not in _MAY_BE or accepted:
                    name = f"{change} {form}-{dossier.truth.seed}"
                    print(f"?? {name} taken for {claim}, accepted {accepted}", flush=True)
    print(f"\n{'change':12s} fields  right %  wrong&unflagged %  flagged %")
    for group in [*changes, _ALL]:
        print(f"{group:12s} {tallies[group].row()}")
    print(
        f"own form unknown: {papers['claimed']} of {papers['documents']} documents taken for "
        f"another form, {papers['accepted']} fields accepted"
    )


def _make(seed: int, count: int, share: Share, change: str) -> Iterator[tuple[Dossier, str]]:
    """`count` papers of every form found by its labels, printed with `change`."""
    labelled = [k for k, form in sorted(catalog().items()) if form.layout == "labels"]
    applied: frozenset[Change] = frozenset(c for c in CHANGES if change in (c, _ALL))
    for at, form in enumerate(key for key in labelled if key in FORMS):
        for number in range(seed + at * 100, seed + at * 100 + count):
            made = make_dossier(
                number, form=form, share=share, level="clean", filling="typed", dpi=_DPI,
                changes=applied,
            )  # fmt: skip
            yield made, form


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=620000)
    parser.add_argument("--forms", nargs="*", default=(), help="these only")
    parser.add_argument("--count", type=int, default=1, help="papers a form and change")
    parser.add_argument("--share", choices=get_args(Share), default="development")
    parser.add_argument(
        "--changes", nargs="+", choices=[_NONE, *CHANGES], default=[_NONE, *CHANGES]
    )
    options = parser.parse_args(arguments)
    measure(options.seed, options.count, options.share, options.changes, options.forms)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
