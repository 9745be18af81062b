"""Vietnamese text: one encoding, no printed leaders, keys for comparing, well-formed syllables."""

from __future__ import annotations

from dossier.text.cleaning import clean
from dossier.text.folding import canonical_tones, fold, fold_each, fold_iy, split_tone
from dossier.text.leaders import strip_leaders
from dossier.text.mending import (
    is_abbreviation,
    mend_pairs,
    mend_phrases,
    mend_points,
    mend_slips,
    mend_units,
    mend_words,
)
from dossier.text.set_forms import mend_committee, mend_set_forms, mend_tones
from dossier.text.syllables import count_odd, is_syllable, part_syllables, plausibility

__all__ = [
    "canonical_tones",
    "clean",
    "count_odd",
    "fold",
    "fold_each",
    "fold_iy",
    "is_abbreviation",
    "is_syllable",
    "mend_committee",
    "mend_pairs",
    "mend_phrases",
    "mend_points",
    "mend_set_forms",
    "mend_slips",
    "mend_tones",
    "mend_units",
    "mend_words",
    "part_syllables",
    "plausibility",
    "split_tone",
    "strip_leaders",
]
