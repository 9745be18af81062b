"""What the citizen typed online: the paper's values but for a few known differences."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from samples.generator.forms.filled import Value
from samples.generator.truth import Difference, DocumentTruth

Submitted = dict[str, dict[str, Value]]

_OTHER_TONE = {
    "\u0301": "\u0300",
    "\u0300": "\u0301",
    "\u0303": "\u0309",
    "\u0309": "\u0303",
    "\u0323": "\u0301",
}
"""Tone mark -> the one a careless typist sets instead."""
_PLACEMENTS = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
               "oè": "òe", "oé": "óe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỵ": "ụy"}  # fmt: skip
_EITHER_WAY = {**_PLACEMENTS, **{old: new for new, old in _PLACEMENTS.items()}}


def move_tone_mark(text: str, _: random.Random) -> str | None:
    """Return `text` with one tone mark on the other vowel (hòa, hoà), or None without any."""
    words = text.split(" ")
    for index, word in enumerate(words):
        ending = word[-2:]
        swapped = _EITHER_WAY.get(ending.lower())
        if swapped and not word.lower().startswith("qu"):
            words[index] = word[:-2] + "".join(
                new.upper() if old.isupper() else new
                for old, new in zip(ending, swapped, strict=True)
            )
            return " ".join(words)
    return None


def change_tone(text: str, rng: random.Random) -> str | None:
    """Return a name with one other tone, which makes it another name."""
    toned = [i for i, letter in enumerate(text) if _tone_of(letter)]
    if not toned:
        return None
    at = rng.choice(toned)
    tone = _tone_of(text[at])
    # The tone comes off before the new one goes on: NFD puts a dot below before a circumflex.
    bare = unicodedata.normalize("NFD", text[at]).replace(tone, "")
    other = unicodedata.normalize("NFC", bare + _OTHER_TONE[tone])
    return text[:at] + other + text[at + 1 :]


def _tone_of(letter: str) -> str:
    return next((mark for mark in unicodedata.normalize("NFD", letter) if mark in _OTHER_TONE), "")


def change_digit(text: str, rng: random.Random) -> str | None:
    """Return a number with one other digit."""
    if len(text) < 9 or not text.isdigit():
        return None
    at = rng.randrange(6, len(text))
    return text[:at] + str((int(text[at]) + rng.randint(1, 8)) % 10) + text[at + 1 :]


def change_day(text: str, rng: random.Random) -> str | None:
    """Return another date some days away."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return (day + timedelta(days=rng.choice((-10, -1, 1, 9, 10)))).isoformat()


_Change = Callable[[str, random.Random], str | None]
# kind of difference, the verdict expected, how to change, keys it may touch (by their endings)
_CHANGES: tuple[tuple[str, str, _Change, tuple[str, ...]], ...] = (
    (
        "tone_placement",
        "equivalent",
        move_tone_mark,
        ("_address", "_place", "to_office", "subject"),
    ),
    ("tones_only", "tones_only", change_tone, ("_name",)),
    ("digit", "different", change_digit, ("id_number", "phone")),
    ("date", "different", change_day, ("_dob", "issued_on", "declared_on")),
)


def make_submission(
    documents: Sequence[DocumentTruth], rng: random.Random
) -> tuple[Submitted, tuple[Difference, ...]]:
    """Return the submission and its differences: none to three, each of another kind."""
    submitted: Submitted = {
        document.form: {key: field.value for key, field in document.fields.items() if field.raw}
        for document in documents
    }
    found: list[Difference] = []
    for change in rng.sample(_CHANGES, rng.choice((0, 1, 1, 2, 3))):
        difference = _apply(change, submitted, rng)
        if difference is not None:
            found.append(difference)
    return submitted, tuple(found)


def _apply(
    change: tuple[str, str, _Change, tuple[str, ...]], submitted: Submitted, rng: random.Random
) -> Difference | None:
    kind, verdict, alter, endings = change
    places = [(form, key) for form, fields in submitted.items() for key in fields]
    rng.shuffle(places)
    for form, key in places:
        value = submitted[form][key]
        if not key.endswith(endings) or not isinstance(value, str):
            continue
        other = alter(value, rng)
        if other is not None and other != value:
            submitted[form][key] = other
            return Difference(
                field=f"{form}.{key}", kind=kind, submitted=other, paper=value, verdict=verdict
            )
    return None
