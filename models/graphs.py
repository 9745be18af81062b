"""Rewrites of ONNX graphs that keep what a network answers, or nearly, and save time.

They are for graphs that are made int8 (`models.quantise`): there a convolution takes a third of
the time that it takes in floats, and what stands between convolutions begins to count.
`spread_pixels` is for graphs that are int8 already (QDQ): onnxruntime has no 8-bit transposed
convolution and goes over to floats for it. All need the package `onnx`, which the product itself
does not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

_SLOPE: Final = 1.702
"""x * sigmoid(1.702 x) is within 0.021 of GELU everywhere (Hendrycks and Gimpel, 2016)."""

Array = npt.NDArray[np.generic]


class Graph:
    """The nodes of a model by what they make and what they take; identities are passed over."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self._pass_identities()
        self.maker = {out: node for node in model.graph.node for out in node.output}
        self.takers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in model.graph.node:
            for name in node.input:
                self.takers[name].append(node)
        self._stored = {item.name: item for item in model.graph.initializer}

    def constant(self, name: str) -> Array | None:
        if name in self._stored:
            return numpy_helper.to_array(self._stored[name])
        maker = self.maker.get(name)
        if maker is None or maker.op_type != "Constant":
            return None
        return numpy_helper.to_array(maker.attribute[0].t)

    def replace(self, name: str, value: Array) -> None:
        """Put `value` for a stored tensor that one node alone takes."""
        if len(self.takers[name]) != 1:
            raise ValueError(f"{name} is shared")
        self._stored[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value), name))

    def scale(self, name: str, factor: float) -> None:
        """Multiply a stored tensor that one node alone takes."""
        value = numpy_helper.to_array(self._stored[name])
        self.replace(name, (value * factor).astype(value.dtype))

    def _pass_identities(self) -> None:
        graph = self.model.graph
        kept_names = {output.name for output in graph.output}
        source: dict[str, str] = {}
        nodes = []
        for node in graph.node:
            node.input[:] = [source.get(name, name) for name in node.input]
            if node.op_type == "Identity" and node.output[0] not in kept_names:
                source[node.output[0]] = node.input[0]
            else:
                nodes.append(node)
        del graph.node[:]
        graph.node.extend(nodes)


def quicken_gelu(model: onnx.ModelProto) -> int:
    """Turn every GELU between two convolutions into z * sigmoid(z); gives how many there were.

    z is 1.702 x: the convolution before is scaled up and the one after down by as much, so that two
    operators which int8 graphs work out by table and product stand for five in floats. `model` is
    changed in place. Raises ValueError where a GELU stands otherwise.
    """
    graph = Graph(model)
    ends = [node for node in model.graph.node if node.op_type == "Erf"]
    for erf in ends:
        _quicken(graph, erf)
    onnx.checker.check_model(model)
    return len(ends)


def fold_pads(model: onnx.ModelProto) -> int:
    """Let convolutions and poolings widen their input themselves; gives how many Pads went.

    A Pad goes when all that takes it can do without: its zeros must stand after the last row and
    column of pictures, and a maximum over them must not see less than zero, so that the input of a
    MaxPool comes from a Relu. `model` is changed in place.
    """
    graph = Graph(model)
    folded = 0
    for pad in [node for node in model.graph.node if node.op_type == "Pad"]:
        sides = graph.constant(pad.input[1])
        takers = graph.takers[pad.output[0]]
        if sides is None or not takers or not all(_can_pad(graph, pad, node) for node in takers):
            continue
        top, left, bottom, right = (int(sides[i]) for i in (2, 3, 6, 7))
        for node in takers:
            node.input[0] = pad.input[0]
            kept = [item for item in node.attribute if item.name != "pads"]
            del node.attribute[:]
            node.attribute.extend(kept)
            node.attribute.append(helper.make_attribute("pads", [top, left, bottom, right]))
        model.graph.node.remove(pad)
        folded += 1
    onnx.checker.check_model(model)
    return folded


def spread_pixels(model: onnx.ModelProto) -> int:
    """Work out transposed convolutions that double an 8-bit picture as convolutions of single
    pixels, each of whose four results becomes a pixel; gives how many there were.

    Every weight keeps its value and its scale. `model` is changed in place.
    """
    graph = Graph(model)
    doubling = [node for node in model.graph.node if _doubles(graph, node)]
    for node in doubling:
        weights = graph.maker[node.input[1]]
        stored, scale, zero = (graph.constant(name) for name in weights.input)
        if stored is None or scale is None or zero is None:
            raise ValueError(f"{node.name}: its weights are worked out")
        channels, results = stored.shape[:2]
        each = stored.transpose(1, 2, 3, 0).reshape(4 * results, channels, 1, 1)
        for name, value in zip(weights.input, (each, scale.repeat(4), zero.repeat(4)), strict=True):
            graph.replace(name, value)
        _set_attributes(weights, axis=0)
        node.op_type = "Conv"
        _set_attributes(node, kernel_shape=[1, 1])
        _lay_out(graph, _only_taker(graph, node.output[0], "QuantizeLinear"))
    # The shapes that were worked out before are right no more.
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    return len(doubling)


def _doubles(graph: Graph, node: onnx.NodeProto) -> bool:
    """Whether every pixel becomes 2 x 2 of its own, by weights of 8 bits with a scale a result."""
    if node.op_type != "ConvTranspose" or len(node.input) != 2:
        return False
    settings = {item.name: helper.get_attribute_value(item) for item in node.attribute}
    maker = graph.maker.get(node.input[1])
    return (
        settings.get("kernel_shape") == settings.get("strides") == [2, 2]
        and settings.get("group", 1) == 1
        and not any(settings.get("pads", ()))
        and maker is not None
        and maker.op_type == "DequantizeLinear"
        and [helper.get_attribute_value(item) for item in maker.attribute] == [1]
    )


def _lay_out(graph: Graph, quantised: onnx.NodeProto) -> None:
    """Lay four results of each pixel out as 2 x 2 pixels."""
    name = quantised.output[0]
    quantised.output[0] = f"{name}_of_pixels"
    spread = helper.make_node(
        "DepthToSpace", [quantised.output[0]], [name], f"{name}_spread", blocksize=2, mode="CRD"
    )
    nodes = graph.model.graph.node
    nodes.insert(list(nodes).index(quantised) + 1, spread)


def _set_attributes(node: onnx.NodeProto, **values: int | list[int]) -> None:
    del node.attribute[:]
    node.attribute.extend(helper.make_attribute(name, value) for name, value in values.items())


def _can_pad(graph: Graph, pad: onnx.NodeProto, node: onnx.NodeProto) -> bool:
    sides = graph.constant(pad.input[1])
    value = graph.constant(pad.input[2]) if len(pad.input) > 2 and pad.input[2] else np.zeros(1)
    own = [item.ints for item in node.attribute if item.name == "pads"]
    if sides is None or value is None or value.any() or any(any(pads) for pads in own):
        return False
    if len(sides) != 8 or sides.min() < 0 or sides[[0, 1, 4, 5]].any():
        return False
    if node.op_type == "MaxPool":
        maker = graph.maker.get(pad.input[0])
        return maker is not None and maker.op_type == "Relu"
    return bool(node.op_type == "Conv")


def _quicken(graph: Graph, erf: onnx.NodeProto) -> None:
    divided = graph.maker[erf.input[0]]
    x = divided.input[0]
    shifted = _only_taker(graph, erf.output[0], "Add")
    product = _only_taker(graph, shifted.output[0], "Mul")
    halved = _only_taker(graph, product.output[0], "Mul")
    after = _only_taker(graph, halved.output[0], "Conv")
    if set(map(id, graph.takers[x])) != {id(divided), id(product)}:
        raise ValueError(f"{erf.name}: {x} is taken elsewhere too")
    _scale_convolution(graph, graph.maker[x])
    graph.scale(after.input[1], 1 / _SLOPE)
    nodes = graph.model.graph.node
    place = list(nodes).index(halved)
    gate = f"{halved.output[0]}_gate"
    nodes.insert(place, helper.make_node("Mul", [x, gate], [halved.output[0]], halved.name))
    nodes.insert(place, helper.make_node("Sigmoid", [x], [gate], f"{halved.name}_gate"))
    for node in (divided, erf, shifted, product, halved):
        nodes.remove(node)


def _scale_convolution(graph: Graph, node: onnx.NodeProto) -> None:
    """Scale what a convolution gives, its bias with it, be that an input or an Add after it."""
    if node.op_type == "Add":
        bias = next(name for name in node.input if graph.constant(name) is not None)
        graph.scale(bias, _SLOPE)
        node = graph.maker[next(name for name in node.input if name != bias)]
    if node.op_type != "Conv":
        raise ValueError(f"{node.name}: a GELU after {node.op_type}")
    for name in node.input[1:]:
        graph.scale(name, _SLOPE)


def _only_taker(graph: Graph, name: str, kind: str) -> onnx.NodeProto:
    takers = graph.takers[name]
    if len(takers) != 1 or takers[0].op_type != kind:
        raise ValueError(f"{name} goes to {[node.op_type for node in takers]}, not to one {kind}")
    return takers[0]
