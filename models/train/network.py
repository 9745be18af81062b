"""The recogniser as a torch module: PP-OCRv6 small with a CTC head for Vietnamese.

Batch normalisation is folded into the convolutions, as it is in the published ONNX file: the
layers here hold exactly its weights (`weights.load_onnx`) and can be trained further.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

_TOKEN: Final = 120
_HEADS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What may differ from PP-OCRv6 small."""

    activation: Literal["gelu", "relu"] = "gelu"
    early_pool: bool = False
    """Halve the frames before the last blocks and not after them."""


SMALL: Final = Size()
"""PP-OCRv6 small as published: 2.4 G multiplications for a strip of 784 pixels."""
FAST: Final = Size(activation="relu", early_pool=True)
"""No error function to work out 5 million times a strip, and convolutions that an 8-bit graph runs
in one step each: as 8-bit integers a third of the time of SMALL. Half the hidden channels would
save another tenth and start from twice the loss."""


class _Stem(nn.Module):
    """3 -> 96 channels at a quarter of both sides."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 48, 3, stride=2, padding=1)
        self.narrow = nn.Conv2d(48, 24, 2)
        self.wide = nn.Conv2d(24, 48, 2)
        self.join = nn.Conv2d(96, 48, 3, stride=2, padding=1)
        self.lift = _Pointwise(48, 96)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.first(x))
        padded = F.pad(x, (0, 1, 0, 1))
        y = F.relu(self.narrow(padded))
        y = F.relu(self.wide(F.pad(y, (0, 1, 0, 1))))
        x = torch.cat([F.max_pool2d(padded, 2, stride=1), y], dim=1)
        return F.relu(self.lift(F.relu(self.join(x))))


class _Pointwise(nn.Conv2d):
    """A 1 x 1 convolution, in training as a matrix product.

    On a processor oneDNN takes ten times as long for the convolution in bfloat16 as for the same
    product of channels-last activations; stored files hold the convolution.
    """

    def __init__(self, channels: int, out: int) -> None:
        super().__init__(channels, out, 1)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        y = F.linear(x.permute(0, 2, 3, 1), self.weight.flatten(1), self.bias)
        return y.permute(0, 3, 1, 2)


class _Gate(nn.Module):
    """Squeeze and excitation over the whole strip: padding of a strip changes what it sees."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // 4, 1)
        self.excite = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        gate = self.excite(F.relu(self.squeeze(F.adaptive_avg_pool2d(x, 1))))
        return x * F.hardsigmoid(gate)


class Block(nn.Module):
    """Depthwise 3 x 3, an optional gate, then two pointwise layers around a GELU."""

    def __init__(
        self,
        size: Size,
        channels: int,
        out: int | None = None,
        *,
        gated: bool = False,
        stride: int | tuple[int, int] = 1,
    ) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, 3, stride=stride, padding=1, groups=channels)
        self.gate: nn.Module = _Gate(channels) if gated else nn.Identity()
        self.expand = _Pointwise(channels, 2 * channels)
        self.project = _Pointwise(2 * channels, out or channels)
        self.residual = out is None
        self._activate = F.gelu if size.activation == "gelu" else F.relu

    def mixed(self, x: Tensor) -> Tensor:
        """`x` with its neighbours: what the pointwise layers add to."""
        mixed: Tensor = self.gate(self.depthwise(x))
        return mixed

    def hidden(self, mixed: Tensor) -> Tensor:
        """What stands between the two pointwise layers."""
        return self._activate(self.expand(mixed))

    def forward(self, x: Tensor) -> Tensor:
        x = self.mixed(x)
        y: Tensor = self.project(self.hidden(x))
        return x + y if self.residual else y


class _Attention(nn.Module):
    """One layer over the frames: self-attention and a SiLU layer pair, normalised first."""

    def __init__(self) -> None:
        super().__init__()
        self.norm_in = nn.LayerNorm(_TOKEN, eps=1e-5)
        self.qkv = nn.Linear(_TOKEN, 3 * _TOKEN)
        self.out = nn.Linear(_TOKEN, _TOKEN)
        self.norm_mid = nn.LayerNorm(_TOKEN, eps=1e-5)
        self.up = nn.Linear(_TOKEN, 2 * _TOKEN)
        self.down = nn.Linear(2 * _TOKEN, _TOKEN)

    def forward(self, x: Tensor) -> Tensor:
        batch, frames, _ = x.shape
        qkv = self.qkv(self.norm_in(x)).view(batch, frames, 3, _HEADS, _TOKEN // _HEADS)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        # Five times as fast in bfloat16 on a processor as torch's fused attention.
        y = (q * (_TOKEN // _HEADS) ** -0.5 @ k.transpose(-1, -2)).softmax(dim=-1) @ v
        x = x + self.out(y.transpose(1, 2).reshape(batch, frames, _TOKEN))
        return x + self.down(F.silu(self.up(self.norm_mid(x))))


class _Neck(nn.Module):
    """384 channels of the backbone to 120 a frame, with a look along the whole line."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self._pool = (3, 1) if size.early_pool else (3, 2)
        self.bypass = nn.Conv2d(384, _TOKEN, 1)
        self.enter = nn.Conv2d(384, _TOKEN, 1)
        self.along = nn.Conv2d(_TOKEN, _TOKEN, (1, 7), padding=(0, 3), groups=_TOKEN)
        self.layers = nn.ModuleList([_Attention(), _Attention()])
        self.norm = nn.LayerNorm(_TOKEN, eps=1e-6)

    def forward(self, x: Tensor) -> Tensor:
        x = F.avg_pool2d(x, self._pool)
        past = F.silu(self.bypass(x)).flatten(2).transpose(1, 2)
        y = F.silu(self.enter(x))
        y = (y + F.silu(self.along(y))).flatten(2).transpose(1, 2)
        for layer in self.layers:
            y = layer(y)
        return self.norm(y) + past


class Recogniser(nn.Module):
    """Strips [N, 3, 48, W] in -1..1 to log-odds [N, W / 8, classes]; class 0 is blank."""

    def __init__(self, classes: int, size: Size = SMALL) -> None:
        super().__init__()
        self.size = size
        self.stem = _Stem()
        self.blocks = nn.Sequential(
            Block(size, 96, gated=True),
            Block(size, 96),
            Block(size, 96),
            Block(size, 96, 192, stride=(2, 1)),
            Block(size, 192, gated=True),
            Block(size, 192),
            Block(size, 192, gated=True),
            Block(size, 192),
            Block(size, 192, gated=True),
            Block(size, 192),
            Block(size, 192, 384, stride=(2, 2) if size.early_pool else (2, 1)),
            Block(size, 384, gated=True),
            Block(size, 384),
        )
        self.neck = _Neck(size)
        self.head = nn.Linear(_TOKEN, classes)

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.head(self.neck(self.blocks(self.stem(x))))
        return logits
