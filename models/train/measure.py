"""Fixed validation sets, and how well lines of them are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from models.train import wear
from models.train.corpus import Corpus
from models.train.faces import FaceBook
from models.train.lines import LineMaker, MadeLine, Strip
from models.train.texts import digit_line, syllable_line

SETS: Final = ("easy", "hard", "hand", "syllables", "digits")
_LEADER: Final = re.compile(r"\s*(?:[.…]\s?){2,}\s*|\s*…\s*")
_SEED: Final = 7_000_000

Reader = Callable[[Sequence[Strip]], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares of 1."""

    characters: float
    """Edits a character of truth (CER)."""
    exact: float
    """Lines without any error."""
    lines: int

    def __str__(self) -> str:
        return f"{100 * self.characters:5.2f} % CER {100 * self.exact:5.1f} % exact ({self.lines})"


def validation_sets(corpus: Corpus, book: FaceBook, lines: int) -> dict[str, list[MadeLine]]:
    """`lines` lines a set, of validation texts and of faces that training never sees."""
    print_only = FaceBook(families={k: f for k, f in book.families.items() if k != "hand"})
    base = LineMaker(corpus=corpus, book=print_only, seed=_SEED)
    makers: Mapping[str, LineMaker] = {
        "easy": replace(base, wear=wear.CLEAN),
        "hard": replace(base, wear=wear.HARD, seed=_SEED + 1),
        "hand": replace(base, wear=wear.USUAL, book=book, kind="hand", seed=_SEED + 2),
        "syllables": replace(base, wear=wear.USUAL, content=syllable_line, seed=_SEED + 3),
        "digits": replace(base, wear=wear.USUAL, book=book, content=digit_line, seed=_SEED + 4),
    }
    return {name: [maker.make(i) for i in range(lines)] for name, maker in makers.items()}


def score(read: Reader, lines: Sequence[MadeLine]) -> Score:
    return score_texts(read([line.strip for line in lines]), [line.text for line in lines])


def score_texts(texts: Sequence[str], truths: Sequence[str]) -> Score:
    """A dotted leader counts as one sign, however it is written."""
    read, true = [one_leader(text) for text in texts], [one_leader(truth) for truth in truths]
    edits = [Levenshtein.distance(text, truth) for text, truth in zip(read, true, strict=True)]
    return Score(
        characters=sum(edits) / max(1, sum(len(truth) for truth in true)),
        exact=sum(edit == 0 for edit in edits) / max(1, len(edits)),
        lines=len(edits),
    )


def one_leader(text: str) -> str:
    """`text` with each dotted leader as one sign."""
    return _LEADER.sub("…", text)
