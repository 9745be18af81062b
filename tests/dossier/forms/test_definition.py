"""What a definition refuses by name, whoever wrote it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dossier.forms.definition import FieldSpec


@pytest.mark.parametrize("pattern", ["[", "(?P<x>", "a{99999999999}", "(" * 2000 + ")" * 2000])
@pytest.mark.parametrize("place", ["cells", "items"])
def test_a_pattern_that_is_none_is_a_fault_of_the_definition(pattern: str, place: str) -> None:
    column = {"key": "x", "label": ["X"], "cells": pattern if place == "cells" else ""}
    told = {"key": "rows", "kind": "table", "columns": [column]}
    if place == "items":
        told["items"] = pattern
    with pytest.raises(ValidationError, match="not a pattern"):
        FieldSpec.model_validate(told)
