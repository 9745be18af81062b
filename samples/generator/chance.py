"""Seeded chance: the same seed, share and purpose always give the same stream, on every machine."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import Literal, TypeVar

Share = Literal["development", "test"]
T = TypeVar("T")


def stream(seed: int, share: Share, purpose: str) -> random.Random:
    """Return a stream of its own for `purpose`, so a new purpose never shifts the others."""
    digest = hashlib.sha256(f"{share}/{seed}/{purpose}".encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


def pick_weighted(rng: random.Random, options: Sequence[tuple[T, float]]) -> T:
    """Return one of `options`, each with its weight."""
    return rng.choices([o for o, _ in options], [w for _, w in options])[0]
