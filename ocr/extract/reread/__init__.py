"""Doubtful values read again for their kind: by the letters that may stand there, what words names
and addresses are made of, and a second engine. Both readings are kept."""

from __future__ import annotations

from ocr.extract.reread.values import Restricted, read_again, surprise

__all__ = ["Restricted", "read_again", "surprise"]
