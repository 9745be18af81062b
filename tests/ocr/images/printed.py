"""Printed pages made for tests, with the place of every line known."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from dossier.geometry import PixelBox
from ocr.engines.base import Pixels

FONT = Path(__file__).parents[3] / "samples" / "fonts" / "NotoSerif-Regular.ttf"
TEXT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Kính gửi: Ủy ban nhân dân phường Ngọc Hà, thành phố Hà Nội",
    "Họ, chữ đệm, tên người yêu cầu: Nguyễn Thị Minh Khai",
    "Nơi cư trú: số 12 phố Đội Cấn, phường Ngọc Hà, thành phố Hà Nội",
    "Quan hệ với người được khai sinh: Mẹ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: Trần Nguyễn Bảo Ngọc, giới tính: nữ, dân tộc: Kinh",
    "Nơi sinh: Bệnh viện Phụ sản Hà Nội, số 929 đường La Thành",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật",
    "và chịu hoàn toàn trách nhiệm trước pháp luật về cam đoan của mình.",
)


class Printed(NamedTuple):
    pixels: Pixels
    lines: tuple[tuple[str, PixelBox], ...]


def print_page(lines: tuple[str, ...] = TEXT, width: int = 1240, height: int = 1754) -> Printed:
    """`lines` on white paper, A4 at 150 dpi, in 12 pt print."""
    sheet = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 25)
    placed = []
    for row, text in enumerate(lines):
        draw.text((140, 150 + 60 * row), text, fill="black", font=font)
        left, top, right, bottom = draw.textbbox((140, 150 + 60 * row), text, font=font)
        placed.append((text, PixelBox(left=left, top=top, right=right, bottom=bottom)))
    return Printed(np.asarray(sheet)[:, :, ::-1].copy(), tuple(placed))


def print_dense_page(width: int = 900, height: int = 700) -> Pixels:
    """Lines in print of 9 pt at 100 dpi, set solid, their words far apart."""
    sheet = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 13)
    for row in range(24):
        x = 60
        for word in TEXT[3 + row % 9].split()[:12]:
            draw.text((x, 60 + 15 * row), word, fill="black", font=font)
            x = int(draw.textbbox((x, 0), word, font=font)[2]) + 8
    return np.asarray(sheet)[:, :, ::-1].copy()


def lean(page: Pixels, clockwise_deg: float) -> tuple[Pixels, np.ndarray]:
    """`page` turned clockwise on a canvas that holds all of it, and the 2 x 3 way there."""
    height, width = page.shape[:2]
    angle = np.radians(clockwise_deg)
    cos, sin = np.cos(angle), abs(np.sin(angle))
    size = (round(width * cos + height * sin), round(width * sin + height * cos))
    way = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise_deg, 1.0)
    way[:, 2] += [(size[0] - width) / 2, (size[1] - height) / 2]
    return cv2.warpAffine(page, way, size, borderValue=(255, 255, 255)), way
