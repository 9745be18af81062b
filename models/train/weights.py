"""Weights in and out: from the ONNX file that the product runs on, and back to one like it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from models.train.network import Recogniser, Size

_OPSET: Final = 17
# In PaddlePaddle's files a normalisation is a row of small steps that ends in Mul and Add.
_WEIGHTED: Final = frozenset({"Conv", "MatMul", "Mul", "LayerNormalization"})

_WORTH_HALVING: Final = 1000
"""Values: fewer are not worth a step in the graph."""

Array = npt.NDArray[np.float32]


def load_onnx(path: Path) -> Recogniser:
    """Make the module with the weights of a recogniser's ONNX file.

    The file holds the same layers in the order in which the module calls them, so that weights
    are matched by order and shape. Raises ValueError when a shape does not fit.
    """
    model = onnx.load(path)
    stored = list(_stored_layers(model))
    net = Recogniser(classes=len(stored[-1][1]), size=_size(model))
    layers = list(_layers_in_call_order(net))
    if len(layers) != len(stored):
        raise ValueError(f"{path}: {len(stored)} layers, the network has {len(layers)}")
    for layer, (weight, bias) in zip(layers, stored, strict=True):
        _set(layer.weight, weight)
        _set(layer.bias, bias)
    return net


def save_onnx(net: Recogniser, path: Path) -> None:
    """Write `net` as the engine expects it: `x` [n, 3, 48, w] in, probabilities `y` out."""
    module = nn.Sequential(net, nn.Softmax(dim=-1)).eval()
    torch.onnx.export(
        module,
        (torch.zeros(1, 3, 48, 320),),
        str(path),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "n", 3: "w"}, "y": {0: "n", 1: "t"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    onnx.save(_halved(onnx.load(path)), path)


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the weights in half precision: half the file. They are widened again at load."""
    graph = model.graph
    widened = []
    for item in graph.initializer:
        value = numpy_helper.to_array(item)
        if value.dtype == np.float32 and value.size >= _WORTH_HALVING:
            narrow = f"{item.name}_half"
            cast = helper.make_node("Cast", [narrow], [item.name], to=onnx.TensorProto.FLOAT)
            widened.append(cast)
            item.CopyFrom(numpy_helper.from_array(value.astype(np.float16), narrow))
    for node in reversed(widened):
        graph.node.insert(0, node)
    return model


def _size(model: onnx.ModelProto) -> Size:
    """The size of the network that wrote `model`, by its operators."""
    operators = {node.op_type for node in model.graph.node}
    pools = [node for node in model.graph.node if node.op_type == "AveragePool"]
    kernels = [list(a.ints) for node in pools for a in node.attribute if a.name == "kernel_shape"]
    return Size(
        activation="gelu" if operators & {"Erf", "Gelu"} else "relu",
        early_pool=[3, 1] in kernels,
    )


def _layers_in_call_order(net: Recogniser) -> Iterator[nn.Conv2d | nn.Linear | nn.LayerNorm]:
    # Modules register their layers in the order in which they call them.
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.Linear | nn.LayerNorm):
            yield module


def _stored_layers(model: onnx.ModelProto) -> Iterator[tuple[Array, Array]]:
    """Weight and bias of every layer of the graph, in order; weights as torch shapes them."""
    graph = model.graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]].astype(np.float32)
    added = {node.input[0]: node for node in graph.node if node.op_type == "Add"}
    added |= {node.input[1]: node for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        weight = values.get(node.input[1]) if len(node.input) > 1 else None
        if weight is None or node.op_type not in _WEIGHTED or weight.size < 2:
            continue
        if node.op_type in {"Conv", "LayerNormalization"} and len(node.input) == 3:
            bias = values[node.input[2]]
        else:
            after = added[node.output[0]]
            bias = next(values[name] for name in after.input if name in values)
        yield (weight.T if node.op_type == "MatMul" else weight), bias.reshape(-1)


def _set(parameter: Tensor, value: Array) -> None:
    if tuple(parameter.shape) != value.shape:
        raise ValueError(f"stored {value.shape}, the network needs {tuple(parameter.shape)}")
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.array(value, dtype=np.float32)))
