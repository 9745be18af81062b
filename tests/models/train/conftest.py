"""A tiny corpus and the committed faces: enough to draw lines without the measuring data."""

from __future__ import annotations

import pytest

from models.train.corpus import Corpus
from models.train.faces import FaceBook, collect
from models.train.lines import LineMaker
from samples.generator.faces import FONTS


@pytest.fixture(scope="session")
def small_corpus() -> Corpus:
    return Corpus(
        agency=("Ủy ban nhân dân cấp xã nơi cư trú của người yêu cầu thực hiện …… bản sao (4);",),
        procedures=("Trong thời hạn 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ.",),
        encyclopaedia=("Người Kinh có truyền thống ăn trầu cau, uống nước vối, nước chè.",),
        surnames=("Nguyễn", "Đặng"),
        given_names=("Khang", "Phương Chi"),
        places=("Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",),
        procedure_names=("Đăng ký tài khoản điện tử",),
        marked_words=("số", "tổ", "QUYẾT", "chấp"),
    )


@pytest.fixture(scope="session")
def book() -> FaceBook:
    return collect([FONTS], "training")


@pytest.fixture(scope="session")
def maker(small_corpus: Corpus, book: FaceBook) -> LineMaker:
    return LineMaker(corpus=small_corpus, book=book, seed=3)
