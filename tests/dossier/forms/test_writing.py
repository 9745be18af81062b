"""A declaration written is the declaration read."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.forms.catalog import shipped_forms
from dossier.forms.definition import FormDefinition
from dossier.forms.faults import find_faults
from dossier.forms.writing import write_definition


@pytest.mark.parametrize("key", sorted(shipped_forms()))
def test_every_declaration_comes_back_as_it_was(key: str) -> None:
    form = shipped_forms()[key]
    text = write_definition(form)
    assert FormDefinition.model_validate(tomllib.loads(text)) == form
    assert find_faults(text) == ()
    assert max(len(line) for line in text.splitlines()) < 400


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_words_survive(words: str) -> None:
    form = FormDefinition.model_validate(
        {
            "key": "a",
            "title": words,
            "titles": [words, words * 3],
            "edition": [{"id": "2026-01-01"}],
            "field": [
                {"key": "b", "kind": "choice", "options": {"yes": [words], "x y": ["Không"]}}
            ],
            "label": [{"text": [words], "field": "b"}],
        }
    )
    assert FormDefinition.model_validate(tomllib.loads(write_definition(form))) == form
