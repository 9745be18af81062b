"""Made-up pages laid out by the decree, as lines of text with boxes."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line, PageReading, Seal

WIDTH, HEIGHT = 1654, 2339
_CHAR = 13.0
_TALL = 30.0


def line(text: str, center: float, top: float, *, confidence: float = 0.99) -> Line:
    """A line around x `center`, pixels."""
    left = center - _CHAR * len(text) / 2
    return Line(
        text=text,
        confidence=confidence,
        box=PixelBox(left=left, top=top, right=left + _CHAR * len(text), bottom=top + _TALL),
        char_confidences=(confidence,) * len(text),
        char_centers=tuple(left + _CHAR * (i + 0.5) for i in range(len(text))),
    )


def starting(text: str, left: float, top: float) -> Line:
    """A line that begins at x `left`, pixels."""
    return line(text, left + _CHAR * len(text) / 2, top)


def merged(left: Line, right: Line) -> Line:
    """Two lines of one row as a detector joins them: one text, the letters where they were."""
    between = (left.box.right + right.box.left) / 2
    return Line(
        text=f"{left.text} {right.text}",
        confidence=left.confidence,
        box=PixelBox.around([left.box, right.box]),
        char_confidences=(*left.char_confidences, 1.0, *right.char_confidences),
        char_centers=(*left.char_centers, between, *right.char_centers),
    )


def sheet(lines: Sequence[Line], *, seals: Sequence[Seal] = ()) -> PageReading:
    return PageReading(
        width_px=WIDTH,
        height_px=HEIGHT,
        upright_width_px=WIDTH,
        upright_height_px=HEIGHT,
        transform=PageTransform(matrix=(1 / WIDTH, 0, 0, 0, 1 / HEIGHT, 0, 0, 0, 1)),
        lines=tuple(sorted(lines, key=lambda one: (one.box.top, one.box.left))),
        seals=tuple(seals),
    )


NATION = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1100, 150)
MOTTO = line("Độc lập - Tự do - Hạnh phúc", 1100, 190)


def head(
    *agency: str,
    number: str = "Số: 358/QĐ-UBND",
    date: str = "Tây Ninh, ngày 20 tháng 02 năm 2025",
) -> list[Line]:
    """Nation and motto, the agency's lines, number and date."""
    left = [line(text, 450, 150 + 40 * i) for i, text in enumerate(agency)]
    rows = [line(number, 450, 270)] if number else []
    rows += [line(date, 1100, 272)] if date else []
    return [NATION, MOTTO, *left, *rows]


def title(kind: str, *subject: str, after: str = "Căn cứ Luật Tổ chức chính quyền;") -> list[Line]:
    """The kind, the lines of the subject under it and, further down, the first of the text."""
    lines = [line(kind, 830, 360)]
    lines += [line(text, 830, 402 + 42 * i) for i, text in enumerate(subject)]
    return [*lines, starting(after, 300, 402 + 42 * len(subject) + 60)]


def foot(*position: str, name: str = "Nguyễn Hồng Thanh", top: float = 1600) -> list[Line]:
    """ "Nơi nhận" at the left, position and name at the right."""
    receivers = ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, KSTTHC."]
    lines = [starting(text, 250, top + 36 * i) for i, text in enumerate(receivers)]
    lines += [line(text, 1200, top + 40 * i) for i, text in enumerate(position)]
    return [*lines, line(name, 1200, top + 300)]
