"""`python -m tests.fuzz --minutes 30 [TARGET ...]`: atheris on every target, each for its share.

Each runs in a process of its own, without network or queue. What the product runs in confined
children runs in one here: a single child for all inputs, bounded as those are (memory, files,
system calls; its processor time is that of the whole run). `confined` starts a child for every
call, as a worker does. What ends one badly (an exception that the target does not name, a crash,
more than 2 GB, more than 60 s) is kept under `.cache/fuzz/TARGET/found`; mend it, and put the
input, made small, into `tests/fuzz/regressions/TARGET/`.
"""

from __future__ import annotations

import argparse
import dataclasses
import subprocess
import sys
from pathlib import Path

KEPT = Path(".cache/fuzz")
_WATCHED = ("dossier", "api", "ocr", "cli", "PIL", "tomllib", "python_multipart", "pdf2image")
_LONGEST_RUN_S = 24 * 3600


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=[], metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=30.0, help="all targets together")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parsed, rest = parser.parse_known_args()
    if parsed.one:
        fuzz_one(parsed.one, rest)
        return
    from tests.fuzz.targets import TARGETS

    chosen = parsed.targets or list(TARGETS)
    shares = sum(TARGETS[name].share for name in chosen)
    found = []
    for name in chosen:
        seconds = max(1, round(parsed.minutes * 60 * TARGETS[name].share / shares))
        if run_for(name, seconds) or list((KEPT / name / "found").iterdir()):
            found.append(name)
    print(f"fuzz: found something in: {', '.join(found)}" if found else "fuzz: nothing found")
    sys.exit(1 if found else 0)


def run_for(name: str, seconds: int) -> int:
    """Fuzz one target in a process of its own. Returns how it ended, 0 where nothing was found."""
    from tests.fuzz import seeds
    from tests.fuzz.targets import TARGETS

    corpus, first, found = (KEPT / name / part for part in ("corpus", "seeds", "found"))
    for folder in (corpus, first, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate([*TARGETS[name].seeds(), *seeds.regressions(name)]):
        (first / str(number)).write_bytes(data)
    print(f"fuzz: {name} for {seconds} s", flush=True)
    log = (KEPT / name / "log.txt").open("w")
    command = [sys.executable, "-m", "tests.fuzz", "--one", name, str(corpus), str(first)]
    limits = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=65536"]
    with log:
        done = subprocess.run(
            [*command, *limits, f"-artifact_prefix={found}/", "-print_final_stats=1"],
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    for line in (KEPT / name / "log.txt").read_text(errors="replace").splitlines():
        if "number_of_executed_units" in line or "ERROR" in line or "Exception" in line:
            print(f"  {line}", flush=True)
    return done.returncode


def fuzz_one(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, by libFuzzer's own arguments. Does not return."""
    import atheris

    # Only what is imported in here shows the fuzzer which lines an input reaches.
    with atheris.instrument_imports(include=[*_WATCHED]):
        from dossier.confined.bounds import Bounds, confine
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name].try_on)
    if TARGETS[name].in_child:
        confine(dataclasses.replace(Bounds(), cpu_s=_LONGEST_RUN_S))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
