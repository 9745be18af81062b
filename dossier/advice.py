"""What is wrong with a page's picture and what to do about it, for the person at the scanner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One fault: its name and the way to a better picture, Vietnamese / English."""

    fault: str
    remedy: str


ADVICE: Final[Mapping[str, Advice]] = {
    "blur": Advice(
        fault="ảnh nhòe / blurred",
        remedy="giữ máy yên, chờ lấy nét rồi chụp lại / hold still, let it focus, take it again",
    ),
    "low_dpi": Advice(
        fault="độ phân giải thấp / too few dots",
        remedy="quét lại ở 200 dpi trở lên, hoặc chụp gần hơn / scan at 200 dpi, or go nearer",
    ),
    "dark": Advice(
        fault="ảnh tối / too dark",
        remedy="thêm ánh sáng, tăng độ sáng máy quét / add light, raise the scanner's brightness",
    ),
    "glare": Advice(
        fault="lóa sáng / glare",
        remedy="tắt đèn flash, đổi góc đèn rồi chụp lại / no flash, move the lamp, take it again",
    ),
    "cut_edge": Advice(
        fault="chữ bị cắt ở mép / text cut off at the edge",
        remedy="đặt trọn tờ giấy vào khung, quét lại / put all of it in the frame, scan again",
    ),
    "missing_corner": Advice(
        fault="góc giấy bị gập, rách hoặc che / a corner is folded, torn or covered",
        remedy="mở phẳng góc giấy, bỏ tay ra rồi chụp lại / flatten the corner, take it again",
    ),
}
"""By the reasons of `dossier.page.Quality`."""


def advise(reasons: Iterable[str]) -> str:
    """One line for `reasons`: each fault with its remedy, Vietnamese / English."""
    return "; ".join(
        f"{ADVICE[reason].fault}: {ADVICE[reason].remedy}" for reason in reasons if reason in ADVICE
    )
