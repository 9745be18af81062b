"""A smaller network that starts from what a larger one knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from models.train.network import Block, Recogniser, Size

_RIDGE: Final = 1e-3
"""Of the mean square of a hidden channel: keeps channels that are nearly alike from cancelling."""


@torch.no_grad()  # type: ignore[untyped-decorator]
def shrink(net: Recogniser, size: Size, batches: Sequence[Tensor]) -> Recogniser:
    """A network of `size` whose blocks answer `batches` as nearly as they can as `net` does.

    Each block's way out is solved anew, block after block, by least squares against what `net`
    has there, so that each block also mends what the blocks before it lost. `batches` are strips
    [N, 3, 48, W] in -1..1.
    """
    small = Recogniser(classes=net.head.out_features, size=size)
    small.load_state_dict(net.state_dict())
    wanted = [net.stem(batch) for batch in batches]
    have = [small.stem(batch) for batch in batches]
    for block, kept in zip(net.blocks, small.blocks, strict=True):
        wanted = [block(x) for x in wanted]
        _solve_way_out(kept, have, wanted)
        have = [kept(x) for x in have]
    return small


def _solve_way_out(kept: Block, have: Sequence[Tensor], wanted: Sequence[Tensor]) -> None:
    """Set `project` so that the block answers `have` with `wanted`, in the least squares."""
    channels = kept.expand.out_channels
    gram = torch.zeros(channels + 1, channels + 1, dtype=torch.float64)
    moment = torch.zeros(channels + 1, kept.project.out_channels, dtype=torch.float64)
    for x, y in zip(have, wanted, strict=True):
        mixed = kept.mixed(x)
        hidden = kept.hidden(mixed)
        # A network that halves the frames earlier is held against pairs of frames.
        target = y if y.shape[3] == hidden.shape[3] else F.avg_pool2d(y, (1, 2))
        rows = target - mixed if kept.residual else target
        design = _rows(F.pad(hidden, (0, 0, 0, 0, 0, 1), value=1.0))
        gram += design.T @ design
        moment += design.T @ _rows(rows)
    gram += torch.eye(channels + 1, dtype=torch.float64) * gram.diagonal().mean() * _RIDGE
    solved = torch.linalg.solve(gram, moment).float()
    kept.project.weight.copy_(solved[:-1].T[:, :, None, None])
    kept.project.bias.copy_(solved[-1])


def _rows(x: Tensor) -> Tensor:
    """[N, C, H, W] as one row of channels a place, in double precision."""
    return x.permute(0, 2, 3, 1).flatten(0, 2).double()
