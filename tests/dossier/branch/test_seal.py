"""The seal of a batch: any other batch has another one."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.branch.papers import draw_receipt, receipt_text
from dossier.branch.seal import BatchReceipt, PutAside, SealedFile, batch_seal, grouped

CODE = "000.00.01.H26-261122-0042"


def _file(number: int, pages: int = 1) -> SealedFile:
    return SealedFile(name=f"{number}.jpg", sha256=f"{number:064x}", size=9, pages=pages)


BATCH = (_file(1), _file(2, pages=3), _file(3))


@pytest.mark.parametrize(
    ("code", "files"),
    [
        pytest.param("H26-1", BATCH, id="another dossier"),
        pytest.param(CODE, BATCH[:-1], id="a file less"),
        pytest.param(CODE, (*BATCH, _file(4)), id="a file more"),
        pytest.param(CODE, (BATCH[1], BATCH[0], BATCH[2]), id="another order"),
        pytest.param(CODE, (_file(9), *BATCH[1:]), id="another content"),
        pytest.param(CODE, (_file(1, pages=2), *BATCH[1:]), id="another count"),
    ],
)
def test_another_batch_has_another_seal(code: str, files: tuple[SealedFile, ...]) -> None:
    assert batch_seal(code, files) != batch_seal(CODE, BATCH)


@given(st.text(), st.integers(min_value=0))
def test_neither_names_nor_sizes_matter(name: str, size: int) -> None:
    renamed = tuple(f.model_copy(update={"name": name, "size": size}) for f in BATCH)
    assert batch_seal(CODE, renamed) == batch_seal(CODE, BATCH)


def test_receipts_tell_seal_files_and_what_is_missing() -> None:
    receipt = BatchReceipt(
        dossier=CODE,
        server="http://sohoa",
        sealed_at=datetime(2026, 11, 22, 18, 5, tzinfo=UTC),
        files=BATCH,
        put_aside=(PutAside(name="Ảnh <hỏng>.jpg", reason="Tệp rỗng / empty"),),
    )
    pdf = draw_receipt(receipt)
    assert pdf == draw_receipt(receipt)
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    drawn = page.get_textpage().get_text_bounded()
    for text in (drawn, receipt_text(receipt)):
        assert "Số trang / pages: 5" in text
        # Hanoi's day, not that of Greenwich.
        assert "01:05:00 23/11/2026" in text
        assert "Ảnh <hỏng>.jpg" in text
        assert BATCH[1].sha256 in text
    assert grouped(receipt.seal) in receipt_text(receipt)
    assert receipt.seal in "".join(drawn.split())
