"""`python -m cli.demo`: start the service, send the samples, show their records, stay.

`PORT` chooses another port than 8000; `EXIT=1` stops the service when the records are there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape

from cli.demo.client import DemoClient
from cli.demo.report import make_table
from cli.demo.samples import Sample, load_samples
from cli.demo.service import PortTaken, Service, ServiceDied
from cli.demo.steps import await_records, upload_samples

SAMPLES = Path("samples/demo")
OUT = Path("demo-out")


def main(environment: Mapping[str, str]) -> int:
    """Run the demo; 0 when every dossier has its record."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    port = int(environment.get("PORT") or 8000)
    try:
        with Service(port=port, folder=OUT) as service:
            done = _send_and_show(console, service, load_samples(SAMPLES))
            if done and not environment.get("EXIT"):
                _stay(console, service)
    except PortTaken:
        console.print(
            f"Cổng {port} đang được dùng; hãy chạy / Port {port} is in use; run:"
            f"  make demo PORT={port + 1}"
        )
        return 1
    except (ServiceDied, httpx.HTTPError) as error:
        console.print(f"[red]{type(error).__name__}: {escape(str(error))}", highlight=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0 if done else 1


def _send_and_show(console: Console, service: Service, samples: list[Sample]) -> bool:
    started = time.monotonic()
    service.wait_until_ready()
    console.print(f"sohoa: {service.url}", highlight=False)
    with httpx.Client(base_url=service.url, timeout=60) as http:
        client = DemoClient(http, service.admin_key())
        upload_samples(console, client, samples)
        records = await_records(console, service, client, samples)
    console.print(make_table(samples, records))
    for sample in samples:
        if sample.code in records:
            path = _write(sample, records[sample.code])
            console.print(f"  {path}", highlight=False)
        else:
            console.print(f"  [red]{sample.name}: không có bản ghi / no record")
    pages = sum(sample.pages for sample in samples)
    console.print(
        f"{len(records)} hồ sơ / dossiers, {pages} trang / pages, "
        f"{time.monotonic() - started:.0f} s (kể cả nạp mô hình / model loading included)"
    )
    return len(records) == len(samples)


def _write(sample: Sample, record: dict[str, Any]) -> Path:
    path = OUT / f"{sample.name}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _stay(console: Console, service: Service) -> None:
    console.print(
        f"\nDịch vụ đang chạy / the service is running: {service.url}/openapi.json\n"
        f"Khóa quản trị / admin key: {service.key_file}\n"
        "Ctrl-C: dừng / stop",
        highlight=False,
    )
    service.wait()


if __name__ == "__main__":
    # `timeout`, `kill` and container stops end the demo by SIGTERM: the service goes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(os.environ))
