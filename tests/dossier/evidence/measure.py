"""What the made dossiers give, and how long a dossier of twenty papers takes.

python -m tests.dossier.evidence.measure [SEED]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter

from dossier.crosscheck import crosscheck
from dossier.evidence import fuse
from dossier.forms.catalog import catalog, kind_of
from dossier.procedures import check_dossier
from tests.dossier.evidence.faults import FAULTS
from tests.dossier.evidence.made import KINDS, Maker, birth, extract, read
from tests.dossier.evidence.test_made_dossiers import found_in
from tests.dossier.evidence.wording import vary

DOSSIERS = 500
PAPERS = 20


def measure_faults(rng: random.Random) -> None:
    missed: Counter[str] = Counter()
    for number in range(DOSSIERS):
        name = list(FAULTS)[number % len(FAULTS)]
        maker = Maker(rng)
        planted = FAULTS[name](maker)
        found = found_in(*read(vary(maker, planted.papers, planted.fields)))
        hits = (rule == planted.rule and planted.fields <= named for rule, _, named in found)
        missed[name] += not any(hits)
    print(f"faults found and named: {DOSSIERS - missed.total()} of {DOSSIERS}", +missed)


def measure_alarms(rng: random.Random) -> None:
    alarms: Counter[str] = Counter()
    for number in range(DOSSIERS):
        maker = Maker(rng)
        found = found_in(*read(vary(maker, list(KINDS.values())[number % len(KINDS)](maker))))
        alarms.update(rule for rule, severity, _ in found if severity != "note")
    print(f"false alarms on {DOSSIERS} clean dossiers: {alarms.total()}", alarms)


def measure_time(rng: random.Random) -> None:
    """Processor time, so that a busy machine measures the same."""
    together, submitted = [], []
    for _ in range(20):
        maker = Maker(rng)
        papers = [p for _ in range(3) for p in (*birth(maker), *extract(maker))][:PAPERS]
        documents, pages = read(tuple(papers))
        sent = {
            d.form: {k: f.value for k, f in d.fields.items() if isinstance(f.value, str)}
            for d in documents
        }
        start = time.process_time()
        fuse(documents, pages)
        check_dossier("auto", documents)
        together.append(time.process_time() - start)
        start = time.process_time()
        crosscheck(documents, sent, lambda form, key: kind_of(catalog(), form, key))
        submitted.append(time.process_time() - start)
    for name, times in (("papers against each other", together), ("submission", submitted)):
        median, worst = 1000 * statistics.median(times), 1000 * max(times)
        print(f"{name}, {PAPERS} papers: median {median:.0f} ms, worst {worst:.0f} ms")


if __name__ == "__main__":
    chance = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    measure_faults(chance)
    measure_alarms(chance)
    measure_time(chance)
