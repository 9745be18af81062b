"""Lines that reviewers have read: the archive of `sohoa admin export-corrections`."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from models.train.lines import MadeLine, to_height


def read_corrections(archive: Path, *, corrected_only: bool = False) -> list[MadeLine]:
    """Crops with what people said stands there, in the shape that made lines have.

    Blank ones and those of several lines of print say nothing to a reader of lines: left out.
    """
    found: list[MadeLine] = []
    with zipfile.ZipFile(archive) as opened:
        for line in opened.read("lines.jsonl").decode().splitlines():
            told = json.loads(line)
            if not told["after"] or (corrected_only and not told["corrected"]):
                continue
            with Image.open(io.BytesIO(opened.read(told["crop"]))) as picture:
                pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
            found.append(
                MadeLine(strip=to_height(np.ascontiguousarray(pixels)), text=told["after"])
            )
    return found
