"""One and the same made dossier as different people write it."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.dossier.evidence.made import Maker, Paper


def vary(
    maker: Maker, papers: tuple[Paper, ...], keep: frozenset[str] = frozenset()
) -> tuple[Paper, ...]:
    """The same dossier as people write it: nothing more in it is wrong. `keep`: `form.field`."""
    return tuple(_vary(maker.rng, paper, keep) for paper in papers)


def _vary(rng: random.Random, paper: Paper, keep: frozenset[str]) -> Paper:
    values = dict(paper.values)
    for key, value in paper.values.items():
        if not isinstance(value, str) or rng.random() < 0.5 or f"{paper.form}.{key}" in keep:
            continue
        if key.endswith("name") and key != "business_name":
            values[key] = rng.choice((value.upper(), value.title(), _newer_tones(value)))
        elif key.endswith("address"):
            values[key] = _other_address(rng, value)
        elif key in ("mother_dob", "father_dob"):
            values[key] = value[:4]
        elif key in ("mother_id_number", "father_id_number") and paper.form != "birth_certificate":
            # Who gives no number fills in the block, which is filled here.
            values[key] = ""
        elif key in ("mother_ethnicity", "mother_nationality", "father_ethnicity"):
            # Who gives a number need not: footnote (2).
            values[key] = "" if values.get(key.split("_")[0] + "_id_number") else value
    return replace(paper, values=values)


def _newer_tones(name: str) -> str:
    for older, newer in (("òa", "oà"), ("ủy", "uỷ"), ("ÒA", "OÀ"), ("ỦY", "UỶ")):
        name = name.replace(older, newer)
    return name


def _other_address(rng: random.Random, address: str) -> str:
    return rng.choice(
        (
            address.replace("phường ", "P. ").replace("xã ", "X. "),
            address.replace("phố ", ""),
            address.replace("phường ", "").replace("xã ", ""),
            address.replace("Hà Nội", "TP. Hà Nội"),
            address.replace("Số ", "số "),
        )
    )
