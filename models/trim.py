"""Cuts a recogniser's alphabet down to the characters that are wanted of it.

`python -m models.trim FOLDER OUT`: FOLDER is a PaddleX inference folder whose recogniser knows
many scripts; OUT gets one that knows ASCII and Latin letters alone. The columns of the last layer
go with their characters; nothing is trained, and what is left is read as before. Of the 18,710
classes of PP-OCRv6 small half of the file and a tenth of the time are Chinese. Needs the package
`onnx`, which the product itself does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import yaml
from onnx import numpy_helper

_BLANK, _SPACE = 1, 1
"""Classes beside the dictionary's: the first and the last."""
_DASHES_AND_QUOTES: Final = "–—‘’“”…"


def is_latin(character: str) -> bool:
    """ASCII, letters of Latin-1 and Latin Extended-A, and the dashes and quotes of print."""
    code = ord(character)
    return code < 0x80 or 0xC0 <= code < 0x180 or character in _DASHES_AND_QUOTES


def trim(
    model: onnx.ModelProto, characters: Sequence[str], wanted: Callable[[str], bool]
) -> tuple[onnx.ModelProto, list[str]]:
    """`model` with the classes of the wanted `characters` alone, and those characters.

    `model` is changed in place. Raises ValueError when its last layer does not have the classes
    of `characters`.
    """
    kept = [index for index, character in enumerate(characters) if wanted(character)]
    before = _BLANK + len(characters) + _SPACE
    classes = [0, *(index + _BLANK for index in kept), before - 1]
    layers = [item for item in model.graph.initializer if item.dims and item.dims[-1] == before]
    if len(layers) != 2:
        raise ValueError(f"{len(layers)} tensors have {before} classes, not a weight and a bias")
    for item in layers:
        columns = numpy_helper.to_array(item)[..., classes]
        item.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(columns), item.name))
    model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value = len(classes)
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    return model, [characters[index] for index in kept]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    settings: dict[str, Any] = yaml.safe_load((options.folder / "inference.yml").read_text("utf-8"))
    decoding = settings["PostProcess"]
    model, decoding["character_dict"] = trim(
        onnx.load(options.folder / "inference.onnx"), decoding["character_dict"], is_latin
    )
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, options.out / "inference.onnx")
    text = yaml.safe_dump(settings, allow_unicode=True)
    (options.out / "inference.yml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
