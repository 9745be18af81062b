"""One encoding for everything we read: NFC, Vietnamese letters for their twins, single spaces."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

_LATIN: Final = {
    "ð": "đ",
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ɖ": "đ",
    "ǎ": "ă",
    "Ǎ": "Ă",
    "ı": "i",
}
# Letters of other alphabets with the same shape: recognisers and copied text layers mix them in.
_CYRILLIC: Final = dict(zip("АВЕКМНОРСТХУІЈЅаеорсхуіјѕ", "ABEKMHOPCTXYIJSaeopcxyijs", strict=True))
_GREEK: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονυ", "ABEZHIKMNOPTYXaovu", strict=True))
_TWINS: Final = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK})

_SPACES: Final = re.compile(r"\s+")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})


def clean(raw: str) -> str:
    """`raw` as NFC with look-alike letters mapped, unseen characters dropped, spaces collapsed.

    No-break and other wide spaces become one plain space; zero-width marks, soft hyphens and
    control characters vanish. Nothing that a person sees is removed.
    """
    spaced = _SPACES.sub(" ", raw)
    if not spaced.isascii():
        # NFC first so that a caron typed as a combining mark is known as the twin of a breve.
        spaced = normalize("NFC", normalize("NFC", spaced).translate(_TWINS))
    if not spaced.isprintable():
        spaced = "".join(ch for ch in spaced if category(ch) not in _UNSEEN)
        spaced = normalize("NFC", _SPACES.sub(" ", spaced))
    return spaced.strip()
