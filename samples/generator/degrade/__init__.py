"""What happens to paper between the form and the file: scanners, wear, phones."""

from __future__ import annotations

from samples.generator.degrade.levels import LEVELS, Degraded, Level, degrade

__all__ = ["LEVELS", "Degraded", "Level", "degrade"]
