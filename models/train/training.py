"""The training loop: CTC over made lines, with checkpoints it can go on from."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor
from torch.utils.data import DataLoader

from models.train.batches import CHUNK, Batch, ChunkedLines, normalise
from models.train.lines import LineMaker
from models.train.network import Recogniser

_EMA: Final = 0.998
_CLIP: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run does."""

    lines: int
    """Made lines in all, over every start of the run."""
    minutes: float = math.inf
    """Or this long, over every start of the run: on a shared machine nobody knows the lines."""
    peak_rate: float = 5e-4
    last_rate: float = 5e-6
    warm_up: float = 0.03
    """Share of the run."""
    weight_decay: float = 0.01
    bfloat16: bool = False
    frozen_blocks: int | None = None
    """The stem and so many blocks stay as they are: without the stem a run costs a third less."""
    workers: int = 1
    checkpoint_every: int = 4
    """Chunks between two checkpoints."""
    measure_every: int = 32
    """Chunks between two measurements."""

    def done(self, lines: int, seconds: float) -> float:
        """Share of the run, 0..1."""
        return min(1.0, max(lines / self.lines, seconds / 60 / self.minutes))

    def rate(self, done: float) -> float:
        """Learning rate at `done` of the run: up in a line, down in half a cosine."""
        if done < self.warm_up:
            return self.peak_rate * (done + 1e-3) / self.warm_up
        down = (1 + math.cos(math.pi * (done - self.warm_up) / (1 - self.warm_up))) / 2
        return self.last_rate + (self.peak_rate - self.last_rate) * down


class Trainer:
    """A network, its running mean, its optimiser and how many chunks they have seen."""

    def __init__(self, net: Recogniser, plan: Plan, checkpoint: Path) -> None:
        self.net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.mean, self.plan = copy.deepcopy(self.net), plan
        self.chunks, self.steps, self.seconds = 0, 0, 0.0
        self._checkpoint = checkpoint
        if plan.frozen_blocks is not None:
            net.stem.requires_grad_(False)
            net.blocks[: plan.frozen_blocks].requires_grad_(False)
        self._optimiser = torch.optim.AdamW(_groups(net, plan.weight_decay), lr=plan.peak_rate)
        if checkpoint.exists():
            self._restore(torch.load(checkpoint, weights_only=True))

    @property
    def lines(self) -> int:
        return self.chunks * CHUNK

    def run(
        self, maker: LineMaker, alphabet: tuple[str, ...], report: Callable[[Trainer], None]
    ) -> None:
        """Train until the plan's lines are seen; `report` is called at every measurement."""
        left = math.ceil(self.plan.lines / CHUNK) - self.chunks
        source = ChunkedLines(maker, alphabet, self.chunks, max(0, left))
        loader = DataLoader(
            source,
            batch_size=None,
            num_workers=self.plan.workers,
            prefetch_factor=2,
            # A forked copy of OpenCV's thread pool waits for threads that it does not have.
            multiprocessing_context="spawn",
        )
        last, losses = time.monotonic(), 0.0
        for batches in loader:
            loss = self._learn(batches)
            self.chunks += 1
            now = time.monotonic()
            self.seconds, last = self.seconds + now - last, now
            losses = loss if not losses else 0.9 * losses + 0.1 * loss
            print(f"{self.lines} lines, loss {losses:.4f}, {self.seconds:.0f} s", flush=True)
            if self.plan.done(self.lines, self.seconds) >= 1:
                break
            if self.chunks % self.plan.checkpoint_every == 0:
                self.save()
            if self.chunks % self.plan.measure_every == 0:
                report(self)
        self.save()
        report(self)

    def save(self) -> None:
        """Write the checkpoint whole: a run that ends while writing keeps the one before."""
        state: dict[str, Any] = {
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "progress": (self.chunks, self.steps, self.seconds),
        }
        half = self._checkpoint.with_suffix(".part")
        torch.save(state, half)
        half.replace(self._checkpoint)

    def _restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.mean.load_state_dict(state["mean"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.chunks, self.steps, self.seconds = state["progress"]

    def _learn(self, batches: list[Batch]) -> float:
        self.net.train()
        total = 0.0
        done = self.plan.done(self.lines, self.seconds)
        for group in self._optimiser.param_groups:
            group["lr"] = self.plan.rate(done)
        for batch in batches:
            loss = self._loss(batch)
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), _CLIP)
            self._optimiser.step()
            self._average()
            total += float(loss.detach())
        return total / len(batches)

    def _loss(self, batch: Batch) -> Tensor:
        """CTC loss a letter: an unreadable line of one letter weighs no more than one letter."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.plan.bfloat16):
            strips = normalise(batch.strips).contiguous(memory_format=torch.channels_last)
            logits = self.net(strips)
        frames = F.log_softmax(logits.float(), dim=-1).transpose(0, 1)
        sizes = torch.full((frames.shape[1],), frames.shape[0], dtype=torch.long)
        total = F.ctc_loss(
            frames, batch.classes, sizes, batch.lengths, reduction="sum", zero_infinity=True
        )
        return total / batch.lengths.sum()

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _average(self) -> None:
        self.steps += 1
        keep = min(_EMA, self.steps / (10 + self.steps))
        for mean, now in zip(self.mean.parameters(), self.net.parameters(), strict=True):
            mean.lerp_(now, 1 - keep)


def _groups(net: Recogniser, decay: float) -> list[dict[str, Any]]:
    """Biases and norms are not pulled towards zero."""
    trained = [p for p in net.parameters() if p.requires_grad]
    matrices = [p for p in trained if p.ndim > 1]
    vectors = [p for p in trained if p.ndim <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]
