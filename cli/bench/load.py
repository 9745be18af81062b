"""Branches that do not exist: they register, upload and seal at a running service, and count.

Every connection is a thread with a line of its own. Nothing is retried but a cut upload, so that
every refusal and every error of the service shows in the result.
"""

from __future__ import annotations

import base64
import io
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

import httpx

from api.tus import CONTENT_TYPE, PREFIX, VERSION
from api.wire.dossiers import DossierView
from dossier.store.states import PageStatus

Call = Literal["register", "upload", "seal", "show"]
CALLS: Final[tuple[Call, ...]] = ("register", "upload", "seal", "show")
_TUS: Final = {"Tus-Resumable": VERSION}
_TIMEOUT_S: Final = 120.0
_LOOK_EVERY_S: Final = 1.0
_COMMENT_BYTES: Final = 60_000
"""Of one JPEG comment; the format allows 65,533."""
_LEAST_COMMENT: Final = 16
"""Makes every sending of the same picture a file of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What to put on a service."""

    dossiers: int
    pages_each: int
    connections: int
    rate: float
    """Pages a second, of all connections together; 0: as fast as they can."""
    burst: int
    """Pages that may go at once before the rate holds."""
    page_bytes: int
    cut: float
    """Share of uploads whose line is cut in the middle; they are resumed by tus."""
    patience_s: float
    """How long to wait for what was sealed to be read; 0: not at all."""
    seed: int = 1
    jpeg: bytes = b""
    """A page to send instead of made ones."""


@dataclass
class Told:
    """What came of it. Written by all threads, under its lock."""

    seconds: dict[Call, list[float]] = field(default_factory=lambda: {call: [] for call in CALLS})
    errors: Counter[str] = field(default_factory=Counter)
    cuts: int = 0
    pages_sent: int = 0
    sent_s: float = 0.0
    """From the first call until the last seal."""
    read_s: float = 0.0
    """From the first call until every page had its final state, or patience was over."""
    states: Counter[str] = field(default_factory=Counter)
    """Pages by state at the end."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, call: Call, seconds: float) -> None:
        with self.lock:
            self.seconds[call].append(seconds)

    def fail(self, reason: str) -> None:
        with self.lock:
            self.errors[reason] += 1


class Pace:
    """Lets so many pages through a second, and `burst` of them at once."""

    def __init__(
        self,
        rate: float,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._burst, self._clock, self._sleep = rate, burst, clock, sleep
        self._tokens, self._then = float(burst), clock()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait for the turn of one page."""
        if not self._rate:
            return
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._then) * self._rate)
            self._then, self._tokens = now, self._tokens - 1
            owed = -self._tokens / self._rate
        if owed > 0:
            self._sleep(owed)


def run_load(
    load: Load, server: str, key: str, progress: Callable[[str], None], **http: object
) -> Told:
    """Put `load` on the service at `server`; `http` goes to httpx (a transport, in tests)."""
    told, pace = Told(), Pace(load.rate, load.burst)
    run, started = secrets.token_hex(4), time.monotonic()
    codes = [f"LOAD-{run}-{number:06}" for number in range(load.dossiers)]
    with httpx.Client(
        base_url=server,
        headers={"Authorization": f"Bearer {key}"},
        timeout=_TIMEOUT_S,
        limits=httpx.Limits(max_connections=load.connections),
        **http,  # type: ignore[arg-type]
    ) as client:
        with ThreadPoolExecutor(load.connections) as threads:
            branches = [_Branch(client, load, told, pace, code) for code in codes]
            for done, _ in enumerate(threads.map(_Branch.run, branches), 1):
                progress(f"gửi / sent {done}/{load.dossiers}")
        told.sent_s = time.monotonic() - started
        _await_readings(client, codes, load, told, progress)
    told.read_s = time.monotonic() - started
    return told


class _Branch:
    """One dossier from its registration to its seal."""

    def __init__(self, client: httpx.Client, load: Load, told: Told, pace: Pace, code: str) -> None:
        self._client, self._load, self._told, self._pace, self._code = (
            *(client, load, told, pace),
            code,
        )
        self._chance = random.Random(f"{load.seed} {code.rpartition('-')[2]}")

    def run(self) -> None:
        path = f"/v1/dossiers/{self._code}"
        if not self._timed("register", lambda: self._client.put(path, json={})):
            return
        sent = 0
        for number in range(self._load.pages_each):
            self._pace.take()
            content = made_page(self._chance, self._load.page_bytes, self._load.jpeg)
            sent += self._timed("upload", partial(self._upload, number, content))
        with self._told.lock:
            self._told.pages_sent += sent
        self._seal(sent)

    def _upload(self, number: int, content: bytes) -> httpx.Response:
        if self._chance.random() >= self._load.cut:
            files = {"files": (f"{number}.jpg", content, "image/jpeg")}
            return self._client.post(f"/v1/dossiers/{self._code}/files", files=files)
        return self._upload_over_a_cut(number, content)

    def _upload_over_a_cut(self, number: int, content: bytes) -> httpx.Response:
        told = {"dossier": self._code, "filename": f"{number}.jpg"}
        pairs = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
        announced = {"Upload-Length": str(len(content)), "Upload-Metadata": pairs}
        opened = self._client.post(PREFIX, headers=_TUS | announced)
        if opened.is_error:
            return opened
        where, stop = opened.headers["Location"], self._chance.randrange(1, len(content))
        head = _TUS | {"Content-Type": CONTENT_TYPE}
        try:
            length = {"Content-Length": str(len(content)), "Upload-Offset": "0"}
            self._client.patch(where, headers=head | length, content=_cut(content, stop))
        except _Cut:
            with self._told.lock:
                self._told.cuts += 1
        while True:
            offset = self._client.head(where, headers=_TUS)
            if offset.is_error:
                return offset
            start = int(offset.headers["Upload-Offset"])
            rest = self._client.patch(
                where, headers=head | {"Upload-Offset": str(start)}, content=content[start:]
            )
            # The service may still be writing down what came before the cut.
            if rest.status_code not in (409, 423):
                return rest
            time.sleep(0.1)

    def _seal(self, pages: int) -> None:
        def seal() -> httpx.Response:
            while True:
                answer = self._client.post(f"/v1/dossiers/{self._code}/seal", json={"pages": pages})
                if answer.status_code != 409 or answer.json().get("code") != "not_ready":
                    return answer
                time.sleep(0.2)

        self._timed("seal", seal)

    def _timed(self, call: Call, make: Callable[[], httpx.Response]) -> bool:
        started = time.monotonic()
        try:
            answer = make()
        except httpx.HTTPError as exc:
            self._told.fail(f"{call}: {type(exc).__name__}")
            return False
        self._told.note(call, time.monotonic() - started)
        if answer.is_error:
            self._told.fail(f"{call}: {answer.status_code}")
        return not answer.is_error


class _Cut(Exception):
    """The line was cut, on purpose."""


def _cut(content: bytes, stop: int) -> Iterator[bytes]:
    yield content[:stop]
    raise _Cut


def made_page(chance: random.Random, size: int, jpeg: bytes = b"") -> bytes:
    """A JPEG of a small page with a few words, or `jpeg`: no two alike, of about `size` bytes.

    What is missing to the size stands in comments, which every reader skips.
    """
    jpeg = jpeg or _drawn(chance)
    missing = max(_LEAST_COMMENT, size - len(jpeg))
    comments = b""
    while missing > 0:
        part = chance.randbytes(min(missing, _COMMENT_BYTES))
        comments += b"\xff\xfe" + (len(part) + 2).to_bytes(2, "big") + part
        missing -= len(part) + 4
    return jpeg[:2] + comments + jpeg[2:]


def _drawn(chance: random.Random) -> bytes:
    from PIL import Image, ImageDraw

    page = Image.new("L", (620, 440), 255)
    pen = ImageDraw.Draw(page)
    for line in range(4):
        pen.text((40, 60 + 80 * line), f"{chance.randrange(10**12)}", fill=0)
    out = io.BytesIO()
    page.save(out, "JPEG", dpi=(75, 75))
    return out.getvalue()


def _await_readings(
    client: httpx.Client, codes: list[str], load: Load, told: Told, progress: Callable[[str], None]
) -> None:
    """Look at every dossier until all of its pages have their final state."""
    end, open_codes = time.monotonic() + load.patience_s, list(codes)
    states: dict[str, Counter[str]] = {}
    while open_codes:
        for code in list(open_codes):
            started = time.monotonic()
            answer = client.get(f"/v1/dossiers/{code}")
            told.note("show", time.monotonic() - started)
            if answer.is_error:
                told.fail(f"show: {answer.status_code}")
                open_codes.remove(code)
                continue
            seen = DossierView.model_validate(answer.json())
            states[code] = Counter(page.state.value for page in seen.pages)
            if not states[code][PageStatus.WAITING.value] and not seen.progress.files_waiting:
                open_codes.remove(code)
        progress(f"đọc xong / read {len(codes) - len(open_codes)}/{len(codes)}")
        if time.monotonic() >= end:
            break
        if open_codes:
            time.sleep(_LOOK_EVERY_S)
    told.states = sum(states.values(), Counter())
