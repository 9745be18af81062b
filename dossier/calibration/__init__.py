"""Confidence as a promise: how often it holds, where it is drawn, how it is fitted anew.

What applies it to documents is `dossier.calibration.calibrated`: the decision rests on the rest.
"""

from __future__ import annotations

from dossier.calibration import pictures
from dossier.calibration.change import Change, GroupChange, compare
from dossier.calibration.curves import Measured, measure
from dossier.calibration.fitting import fit
from dossier.calibration.intervals import Interval, interval
from dossier.calibration.model import SHIPPED, Calibration, Scale, Tolerance
from dossier.calibration.sample import BLANK, Sample, group_of

__all__ = [
    "BLANK",
    "SHIPPED",
    "Calibration",
    "Change",
    "GroupChange",
    "Interval",
    "Measured",
    "Sample",
    "Scale",
    "Tolerance",
    "compare",
    "fit",
    "group_of",
    "interval",
    "measure",
    "pictures",
]
