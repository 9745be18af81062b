"""Teaches a recogniser to tell handwriting from print: one more column of its output.

    python -m models.train.pen DATA FACES... --weights INT8.onnx --out OUT.onnx [--lines 3000]

Reading hides the hand: the last layers see the same letter in every script. Half-way up the shapes
are still there, so the column is a logistic model of one block's channels, their mean and spread
over the height of the strip, averaged over neighbouring frames. Nothing else in the graph changes:
what is read stays as it was. Made lines say what is print and what is handwriting-like; of each
frame with a letter, not of the line, because a printed label and a written value share a line.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.train import corpus, faces
from models.train.alphabet import read_alphabet
from models.train.corpus import Corpus
from models.train.faces import FaceBook
from models.train.lines import LineMaker, Strip
from models.train.readers import open_session, strip_input
from ocr.engines.ctc import BLANK

_BLOCK: Final = "/0/blocks/blocks.9/Add_output_0"
"""Of the thirteen, the one whose channels told held-out faces best: of single frames 95 %, against
90 % of the third, 93 % of the sixth and 80 % of the neck before the head."""
_FEATURES: Final = "written_features"
_AROUND: Final = 9
"""Frames that are averaged: 72 pixels, about four letters."""
_SPREAD_FLOOR: Final = 1e-4
_RIDGE: Final = 3.0
_STEPS: Final = 12
_SEEDS: Final[dict[faces.Share, int]] = {
    "training": 6_000_000,
    "validation": 6_500_000,
    "test": 6_600_000,
}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames that show a letter."""

    features: Floats
    """Frames x features."""
    written: npt.NDArray[np.bool_]
    line: npt.NDArray[np.int64]
    """Which line each is of."""


@dataclass(frozen=True, slots=True)
class Column:
    """The logistic model: log-odds = features @ weights + bias."""

    weights: Floats
    bias: float

    def __call__(self, features: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


def show_features(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model` (changed in place) with the features of every frame as its last output.

    Raises ValueError when it has no such block, as networks of another size.
    """
    outputs = {name for node in model.graph.node for name in node.output}
    source = f"{_BLOCK}_DequantizeLinear_Output"
    source = source if source in outputs else _BLOCK
    if source not in outputs:
        raise ValueError(f"the network has no {_BLOCK}")
    floor = numpy_helper.from_array(np.array(_SPREAD_FLOOR, np.float32), "written_floor")
    model.graph.initializer.append(floor)
    model.graph.node.extend(
        [
            helper.make_node("ReduceMean", [source], ["written_mean"], axes=[2], keepdims=0),
            helper.make_node("Mul", [source, source], ["written_square"]),
            helper.make_node(
                "ReduceMean", ["written_square"], ["written_power"], axes=[2], keepdims=0
            ),
            helper.make_node("Mul", ["written_mean", "written_mean"], ["written_level"]),
            helper.make_node("Sub", ["written_power", "written_level"], ["written_variance"]),
            helper.make_node("Max", ["written_variance", floor.name], ["written_raised"]),
            helper.make_node("Sqrt", ["written_raised"], ["written_spread"]),
            helper.make_node(
                "Concat", ["written_mean", "written_spread"], ["written_joined"], axis=1
            ),
            # Two columns of the block make one frame of the output.
            helper.make_node(
                "AveragePool",
                ["written_joined"],
                ["written_frames"],
                kernel_shape=[2],
                strides=[2],
                ceil_mode=1,
            ),
            helper.make_node(
                "AveragePool",
                ["written_frames"],
                ["written_around"],
                kernel_shape=[_AROUND],
                pads=[_AROUND // 2] * 2,
            ),
            helper.make_node("Transpose", ["written_around"], [_FEATURES], perm=[0, 2, 1]),
        ]
    )
    model.graph.output.append(helper.make_tensor_value_info(_FEATURES, TensorProto.FLOAT, None))
    return model


def add_column(model: onnx.ModelProto, column: Column) -> onnx.ModelProto:
    """`model` of `show_features` with the column behind its classes, in the one output left."""
    graph = model.graph
    classes = graph.output[0]
    width = classes.type.tensor_type.shape.dim[-1].dim_value
    for node in graph.node:
        for place, name in enumerate(node.output):
            if name == classes.name:
                node.output[place] = "classes"
    weights = column.weights.astype(np.float32)[:, None]
    bias = np.array([column.bias], np.float32)
    graph.initializer.append(numpy_helper.from_array(weights, "written_weights"))
    graph.initializer.append(numpy_helper.from_array(bias, "written_bias"))
    graph.node.extend(
        [
            helper.make_node("MatMul", [_FEATURES, "written_weights"], ["written_sum"]),
            helper.make_node("Add", ["written_sum", "written_bias"], ["written_odds"]),
            helper.make_node("Sigmoid", ["written_odds"], ["written"]),
            helper.make_node("Concat", ["classes", "written"], [classes.name], axis=2),
        ]
    )
    classes.type.tensor_type.shape.dim[-1].dim_value = width + 1
    del graph.output[1:]
    onnx.checker.check_model(model)
    return model


def see_frames(model: onnx.ModelProto, lines: Iterator[tuple[Strip, bool]]) -> Frames:
    """What the network (of `show_features`) sees of `lines`, each print or written (True)."""
    session = open_session(model.SerializeToString())
    features: list[Floats] = []
    written: list[bool] = []
    for strip, by_hand in lines:
        classes, seen = session.run(None, {"x": strip_input(strip)})
        shown = classes[0].argmax(axis=1) != BLANK
        features.append(seen[0][shown].astype(np.float64))
        written.append(by_hand)
    counts = [len(f) for f in features]
    return Frames(
        np.concatenate(features),
        np.repeat(written, counts),
        np.repeat(np.arange(len(counts)), counts),
    )


def fit(frames: Frames) -> Column:
    """The logistic model with a ridge, by Newton's method."""
    mean, spread = frames.features.mean(axis=0), frames.features.std(axis=0) + 1e-3
    x = np.c_[(frames.features - mean) / spread, np.ones(len(frames.features))]
    ridge = np.r_[np.full(x.shape[1] - 1, _RIDGE), 0.0]
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (said - frames.written) + ridge * weights
        bend = (x * np.maximum(said * (1 - said), 1e-6)[:, None]).T @ x + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    scaled = weights[:-1] / spread
    return Column(scaled, float(weights[-1] - scaled @ mean))


def made_lines(
    texts: Corpus, book: FaceBook, seed: int, count: int
) -> Iterator[tuple[Strip, bool]]:
    """`count` lines, every second one of a handwriting-like face."""
    print_only = FaceBook(families={k: f for k, f in book.families.items() if k != "hand"})
    printed = LineMaker(corpus=texts, book=print_only, seed=seed)
    written = LineMaker(corpus=texts, book=book, seed=seed + 1, kind="hand")
    for index in range(count):
        by_hand = index % 2 == 1
        yield (written if by_hand else printed).make(index).strip, by_hand


def told(frames: Frames, column: Column) -> str:
    """How many frames and lines are told rightly."""
    said = column(frames.features)
    lines = np.unique(frames.line)
    mean = np.array([said[frames.line == line].mean() for line in lines])
    truth = np.array([frames.written[frames.line == line][0] for line in lines])
    right = ((said > 0.5) == frames.written).mean()
    return (
        f"frames {right:.1%}, lines {((mean > 0.5) == truth).mean():.1%}; print taken for "
        f"handwriting {(mean[~truth] > 0.5).mean():.1%}, handwriting for print "
        f"{(mean[truth] <= 0.5).mean():.1%}"
    )


def main() -> None:
    args = _arguments()
    letters = frozenset(read_alphabet())
    model = show_features(onnx.load(args.weights))

    def frames_of(share: faces.Share, count: int) -> Frames:
        texts: corpus.Share = "training" if share == "training" else "validation"
        book = faces.collect(args.faces, share)
        made = made_lines(corpus.load(args.data, letters, texts), book, _SEEDS[share], count)
        return see_frames(model, made)

    column = fit(frames_of("training", args.lines))
    held_out: tuple[faces.Share, ...] = ("validation", "test")
    for share in held_out:
        frames = frames_of(share, args.held_out)
        print(f"faces of {share}: {told(frames, column)}", flush=True)
    onnx.save(add_column(model, column), args.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--held-out", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    main()
