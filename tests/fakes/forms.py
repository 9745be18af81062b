"""A form that no catalogue knows, printed for tests: blank or filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FONTS: Final = Path(__file__).parents[2] / "samples" / "fonts"
WIDTH, HEIGHT = 1654, 2339
"""A4 at 200 dpi."""

ROWS: Final = (
    ("Kính gửi:", "Ban Giám đốc Trung tâm Phục vụ hành chính công"),
    ("1. Họ và tên người xin nghỉ:", "Phạm Thị Hồng Nhung"),
    ("2. Ngày, tháng, năm sinh:", "14/03/1991"),
    ("3. Số định danh cá nhân:", "001191004321"),
    ("4. Nơi ở hiện nay:", "Số 5 phố Hàng Bạc, phường Hoàn Kiếm, Hà Nội"),
    ("5. Số điện thoại:", "0912 345 678"),
    ("6. Chức danh:", "Chuyên viên"),
    ("7. Lý do xin nghỉ:", "Chăm con ốm"),
    ("8. Nghỉ từ ngày:", "02/11/2026"),
)
"""Printed label, and what somebody wrote."""
TITLE: Final = "ĐƠN XIN NGHỈ PHÉP"


def draw_form(path: Path, *, filled: bool) -> Path:
    """The form as a PNG at `path`: dotted leaders behind its labels where nothing is written."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    plain = ImageFont.truetype(str(FONTS / "NotoSerif-Regular.ttf"), 34)
    bold = ImageFont.truetype(str(FONTS / "NotoSerif-Bold.ttf"), 36)
    middle = WIDTH / 2
    pen.text((middle, 160), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "black", bold, anchor="mm")
    pen.text((middle, 215), "Độc lập - Tự do - Hạnh phúc", "black", bold, anchor="mm")
    pen.text((middle, 340), TITLE, "black", bold, anchor="mm")
    for row, (label, value) in enumerate(ROWS):
        top = 460 + 90 * row
        pen.text((200, top), label, "black", plain)
        start = 215 + pen.textlength(label, plain)
        if filled:
            pen.text((start, top), value, "black", plain)
        else:
            count = int((1480 - start) / pen.textlength(".", plain))
            pen.text((start, top), "." * count, "black", plain)
    foot = 460 + 90 * len(ROWS) + 30
    pen.text((200, foot), "Tôi cam đoan những điều khai trên là đúng sự thật.", "black", plain)
    pen.text((1150, foot + 110), "NGƯỜI LÀM ĐƠN", "black", bold)
    pen.text((1110, foot + 170), "(Ký, ghi rõ họ và tên)", "black", plain)
    sheet.save(path, dpi=(200, 200))
    return path
