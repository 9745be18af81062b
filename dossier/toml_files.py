"""Data that ships as TOML files, read into strict models."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from dossier.errors import Misconfigured

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, model: type[Model], *, name: str = "") -> Model:
    """Read `path` as a `model`. Raises Misconfigured with the file, the place and the reason.

    `name` is what the message calls the file; its own name when there is none.
    """
    name = name or path.name
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise Misconfigured(f"{name}: không phải TOML / not TOML: {exc}") from exc
    except ValidationError as exc:
        places = "; ".join(
            f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in exc.errors()
        )
        raise Misconfigured(f"{name}: {places}") from exc
