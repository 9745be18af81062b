"""A declaration as the TOML file that it is read from, set as the ones that ship with the product.

The standard library reads TOML and does not write it. A declaration is flat: keys, and tables in
lists whose own tables fit on a line each, so this is all the TOML that it needs. What a file leaves
out is left out here; `tests/dossier/forms` read every definition back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dossier.forms.definition import FormDefinition

_LISTS: Final = ("edition", "column", "side_by_side", "field", "label", "check")
"""Written as `[[name]]`, in this order, after the plain keys."""
_WIDE: Final = 100


def write_definition(form: FormDefinition) -> str:
    """The text of `form`'s file. `tomllib` reads it back to an equal `FormDefinition`."""
    body = form.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    lines = [_pair(key, value) for key, value in body.items() if key not in _LISTS]
    for name in _LISTS:
        for entry in body.get(name, ()):
            lines += ["", f"[[{name}]]", *(_pair(key, value) for key, value in entry.items())]
    return "\n".join(lines) + "\n"


def _pair(key: str, value: Any) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if len(line) <= _WIDE or not isinstance(value, list):
        return line
    return "\n".join([f"{_key(key)} = [", *(f"  {_value(entry)}," for entry in value), "]"])


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _text(value)
        case Mapping():
            pairs = ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case Sequence():
            return f"[{', '.join(_value(inner) for inner in value)}]"
        case _:
            raise TypeError(f"nothing in a declaration is a {type(value).__name__}")


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if plain else _text(key)


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, which escapes DEL too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
