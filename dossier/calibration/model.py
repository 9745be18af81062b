"""A calibration: how a stated confidence is scaled, and from where on a value needs no look.

The readers' own model (`ocr/extract/confidence.toml`) is fitted on made pages. What an office
learns from its reviewers goes on top of it as a scale of two numbers a group, and as floors.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from dossier.record import Floors
from dossier.toml_files import read_toml

NEVER: Final = 1.0
"""A floor that only what is proven reaches: everything that was read goes to a person."""
_EDGE: Final = 1e-6


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tolerance(_Part):
    """The share of accepted fields that may be wrong."""

    usual: float = Field(default=0.001, gt=0, lt=1)
    critical: float = Field(default=0.0002, gt=0, lt=1)
    """Of fields whose error harms somebody (names, ID numbers)."""

    def of(self, critical: bool) -> float:
        return self.critical if critical else self.usual


class Scale(_Part):
    """What makes a stated probability a true one: `log odds * slope + shift`. Keeps the order."""

    slope: float = Field(default=1.0, gt=0)
    shift: float = 0.0

    def __call__(self, stated: float) -> float:
        """What is proven (1) stays so; a scale only speaks of what was read."""
        if stated >= 1.0:
            return stated
        scaled = 1.0 / (1.0 + math.exp(-(self.slope * log_odds(stated) + self.shift)))
        return min(scaled, 1 - _EDGE)

    def undone(self, scaled: float) -> float:
        """The stated probability that gave `scaled`."""
        if scaled >= 1.0:
            return scaled
        return 1.0 / (1.0 + math.exp(-(log_odds(scaled) - self.shift) / self.slope))


class Calibration(_Part):
    """One version of both."""

    version: int = Field(default=0, ge=0)
    """0: the one that ships with the product."""
    tolerance: Tolerance = Tolerance()
    """What the floors were chosen for."""
    floors: Floors = Floors()
    drawn: float = Field(default=0.01, ge=0, le=1)
    """Share of accepted fields that a person keys again without seeing them (`quality`)."""
    scales: dict[str, Scale] = Field(default_factory=dict)
    """By group; a group without one is taken at its word."""

    def scaled(self, group: str, stated: float) -> float:
        """What `stated` of a field of `group` comes to."""
        scale = self.scales.get(group)
        return stated if scale is None else scale(stated)

    def stated(self, group: str, scaled: float) -> float:
        """What was stated of a field of `group` that now says `scaled`."""
        scale = self.scales.get(group)
        return scaled if scale is None else scale.undone(scaled)


SHIPPED_FILE: Final = Path(__file__).with_name("shipped.toml")
SHIPPED: Final = read_toml(SHIPPED_FILE, Calibration)
"""What counts until an office activates one of its own."""


def log_odds(probability: float) -> float:
    """Of a probability, kept away from 0 and 1 by a millionth."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))
