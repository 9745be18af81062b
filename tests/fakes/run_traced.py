"""`python -m tests.fakes.run_traced [worker]`: the service or its worker, traced, on a made engine.

Files are opened and pages read by the product's own code; only what the recogniser says is made:
lines with a person's name and number, and for a page that is wider than high a crash whose message
quotes them.
"""

from __future__ import annotations

import sys

from api.server import prepare_service, run_api
from api.settings import ApiSettings
from dossier.geometry import PixelBox
from dossier.logs import configure_logs
from dossier.page import Line
from dossier.tracing import configure_tracing
from ocr.engines.base import UprightImage
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from tests.fakes.engines import ScriptedEngine
from worker.reader import OcrPageReader
from worker.reading import PageReader
from worker.runner import run_worker
from worker.settings import WorkerSettings
from worker.supervisor import supervise

NAME, NUMBER, ADDRESS = "NGUYỄN THỊ BÍ MẬT", "001299098765", "Số 99 ngõ 77 phố Kín Đáo"
_LINES = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", f"Họ và tên: {NAME}", f"Số CCCD: {NUMBER}", ADDRESS)
COMMAND = (sys.executable, "-m", "tests.fakes.run_traced", "worker", "--watch-parent")


class QuotingEngine(ScriptedEngine):
    """Says the same lines of every page that stands upright."""

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        height, width = image.pixels.shape[:2]
        if width > height:
            raise ValueError(f"cannot read {NAME} {NUMBER}")
        return tuple(
            Line(
                text=text,
                confidence=0.96,
                box=PixelBox(
                    left=30, top=40 + 40 * n, right=30 + 9 * len(text), bottom=60 + 40 * n
                ),
            )
            for n, text in enumerate(_LINES)
        )


def make_reader(_settings: WorkerSettings) -> PageReader:
    return OcrPageReader(QuotingEngine(), OpenConfined(ImageLimits()))


if __name__ == "__main__":
    configure_logs(as_json=True)
    if "worker" in sys.argv:
        configure_tracing("sohoa-worker")
        run_worker(WorkerSettings(), make_reader, watch_parent=True)
    else:
        configure_tracing("sohoa-api")
        settings = ApiSettings()
        prepare_service(settings)
        with supervise(WorkerSettings(), COMMAND):
            run_api(settings, port=0, on_ready=lambda url: print(url, flush=True))
