"""A sheet that sets a form as another edition might: reworded, reordered, broken elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from samples.generator.layout.pieces import Blank, DigitBoxes, Label, Part, Piece, label
from samples.generator.layout.sheet import Align, Sheet
from samples.generator.rewording import Change, reword
from samples.generator.style import PageStyle

_OFTEN: Final = 0.3
"""Share of the lines that a line is added to, that change places, or that are broken."""
_ADDED: Final = (
    ("Tôn giáo: ", ("Không", "Phật giáo", "Công giáo")),
    ("Trình độ học vấn: ", ("12/12", "Đại học", "Trung cấp")),
    ("Nơi làm việc: ", ("Công ty TNHH Minh Phát", "Trường Tiểu học Kim Đồng")),
    ("Nhóm máu: ", ("O", "AB", "B")),
    ("Mã số thuế cá nhân: ", ("8412036957", "0109876543")),
    ("Tình trạng sức khỏe: ", ("Bình thường", "Tốt")),
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A line that changes places with the next, and the edges it is set between."""

    pieces: Sequence[Piece]
    indent: float
    edges: tuple[float, float]
    type: tuple[float, float]
    """Size and spacing."""


class ChangedSheet(Sheet):
    """Sets what it is told as another edition; where the answers stand is told as ever."""

    def __init__(
        self,
        style: PageStyle,
        dpi: int,
        rng: random.Random,
        changes: frozenset[Change],
        chance: random.Random,
    ) -> None:
        self._changes = changes
        self._wording = random.Random(chance.random())
        self._chance = chance
        self._held: _Held | None = None
        self._setting = False
        super().__init__(style, dpi, rng)

    def paragraph(
        self, pieces: Sequence[Piece], *, align: Align = "left", indent: float = 0.0
    ) -> None:
        """Set one paragraph; a line that asks for something perhaps after the next one."""
        if align != "left" or not _asks(pieces):
            self._settle()
            super().paragraph(reword(pieces, self._changes, self._wording) if align == "left"
                              else pieces, align=align, indent=indent)  # fmt: skip
            return
        moves = "order" in self._changes and _may_move(pieces)
        pieces = reword(pieces, self._changes, self._wording)
        if moves and self._held is None and self._chance.random() < _OFTEN:
            edges, kind = (self.left, self.right), (self.size, self.spacing)
            self._held = _Held(pieces, indent, edges, kind)
            return
        if not moves:
            self._settle()
        self._set(pieces, indent)
        self._settle()

    def keep(self, height: float) -> None:
        self._settle()
        super().keep(height)

    def space(self, lines: float) -> None:
        self._settle()
        super().space(lines)

    def columns(self, blocks: Sequence[tuple[float, float, Callable[[], None]]]) -> None:
        def settled(fill: Callable[[], None]) -> Callable[[], None]:
            def run() -> None:
                fill()
                self._settle()

            return run

        self._settle()
        super().columns([(start, end, settled(fill)) for start, end, fill in blocks])

    def turn_page(self) -> None:
        self._settle()
        super().turn_page()

    def number_pages(self) -> None:
        self._settle()
        super().number_pages()

    def _settle(self) -> None:
        """Set the line that waits, if any, between the edges it was meant for."""
        if self._setting or self._held is None:
            return
        held, self._held = self._held, None
        now = (self.left, self.right), (self.size, self.spacing)
        (self.left, self.right), (self.size, self.spacing) = held.edges, held.type
        self._set(held.pieces, held.indent)
        (self.left, self.right), (self.size, self.spacing) = now

    def _set(self, pieces: Sequence[Piece], indent: float) -> None:
        # Setting a line turns the page where it must, and nothing may come between its rows.
        self._setting = True
        labels = [piece for piece in pieces if isinstance(piece, Label)]
        lone = len(labels) == len(pieces) - 1 and isinstance(pieces[-1], Blank)
        if "broken" in self._changes and lone and self._chance.random() < _OFTEN:
            super().paragraph(labels, indent=indent)
            super().paragraph(pieces[-1:])
        else:
            super().paragraph(pieces, indent=indent)
        if "added" in self._changes and self._chance.random() < _OFTEN:
            asked, answers = self._chance.choice(_ADDED)
            answer = Blank(parts=(Part(text=self._chance.choice(answers), key=None),))
            super().paragraph([label(asked), answer])
        self._setting = False


def _asks(pieces: Sequence[Piece]) -> bool:
    """Whether a line is a label with something to fill in behind it."""
    return any(isinstance(p, Blank | DigitBoxes) for p in pieces) and isinstance(pieces[0], Label)


def _may_move(pieces: Sequence[Piece]) -> bool:
    """Lines that say whose the next ones are stay: a name, an office."""
    first = pieces[0]
    return isinstance(first, Label) and not any(
        word in first.text.lower() for word in ("tên", "kính gửi", "tôi", "làm tại")
    )
