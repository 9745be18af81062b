"""The column that tells handwriting from print leaves what is read as it was."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from models.train.alphabet import MODEL_DIR
from models.train.pen import Column, Frames, add_column, fit, show_features
from models.train.readers import open_session

_RNG = np.random.default_rng(3)
STRIP = _RNG.uniform(-1, 1, (1, 3, 48, 333)).astype(np.float32)


def test_the_classes_stay_and_the_column_follows_the_features() -> None:
    weights = onnx.load(MODEL_DIR / "weights.onnx")
    (before,) = open_session(weights.SerializeToString()).run(None, {"x": STRIP})
    model = show_features(weights)
    _, features = open_session(model.SerializeToString()).run(None, {"x": STRIP})
    column = Column(_RNG.normal(size=features.shape[2]), 0.25)

    (after,) = open_session(add_column(model, column).SerializeToString()).run(None, {"x": STRIP})

    assert after[..., :-1] == pytest.approx(before, abs=1e-5)
    assert after[0, :, -1] == pytest.approx(column(features[0]), abs=1e-3)


def test_a_network_of_another_shape_is_refused() -> None:
    graph = onnx.helper.make_graph([], "net", [], [])
    with pytest.raises(ValueError, match=r"blocks\.9"):
        show_features(onnx.helper.make_model(graph))


def test_fitting_finds_what_parts_print_from_handwriting() -> None:
    written = np.arange(400) % 2 == 1
    features = _RNG.normal(size=(400, 5))
    features[:, 2] += 4 * written

    column = fit(Frames(features, written, np.arange(400)))

    assert ((column(features) > 0.5) == written).mean() > 0.95
    assert np.abs(column.weights).argmax() == 2
