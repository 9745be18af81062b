"""Where the model folders are, proof that they are whole, and how to get what is missing.

`manifest.toml` names every file with its size and SHA-256. Weights are committed, so an
air-gapped machine needs no fetch; where a file was left out or damaged, `fetch` takes it out of
the Python package that carries it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from dossier.errors import ModelMissing

MODELS_DIR: Final = Path(__file__).parent
REPOSITORY: Final = "repository"
_FETCH = "sohoa models fetch"
_PIP_TIMEOUT_S: Final = 600

Download = Callable[[str, Path], Path]
"""Puts the wheel of a requirement into a folder and gives its path."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFile(_Strict):
    path: str
    """Relative to the model's folder."""
    bytes: int
    sha256: str
    member: str | None = None
    """Its name inside the wheel that carries it."""


class Model(_Strict):
    """One model folder of the manifest."""

    name: str
    version: str
    title: str
    licence: str
    source: str
    """`package==version`, or `repository` for weights that are committed."""
    file: tuple[ModelFile, ...]

    def digest(self) -> str:
        """SHA-256 over the digests of the files: names these very weights."""
        joined = "\n".join(f"{f.path} {f.sha256}" for f in self.file)
        return hashlib.sha256(joined.encode()).hexdigest()


class _Manifest(_Strict):
    model: tuple[Model, ...]


def catalogue(models_dir: Path = MODELS_DIR) -> dict[str, Model]:
    """Every model of `manifest.toml`, by name."""
    text = (models_dir / "manifest.toml").read_text(encoding="utf-8")
    return {m.name: m for m in _Manifest.model_validate(tomllib.loads(text)).model}


def locate(name: str, models_dir: Path = MODELS_DIR) -> Path:
    """The folder of model `name`, after its files were checked against the manifest.

    Raises ModelMissing, which names the command that helps.
    """
    for item in catalogue(models_dir)[name].file:
        path = models_dir / name / item.path
        if not path.is_file():
            raise ModelMissing(
                f"Thiếu tệp {name}/{item.path}; hãy chạy `{_FETCH}` / "
                f"{name}/{item.path} is not here; run `{_FETCH}`",
                model=name,
            )
        if sha256_of(path) != item.sha256:
            raise ModelMissing(
                f"Tệp {name}/{item.path} không đúng SHA-256; hãy xóa tệp và chạy `{_FETCH}` / "
                f"{name}/{item.path} is not the file of the manifest (SHA-256); "
                f"delete it and run `{_FETCH}`",
                model=name,
            )
    return models_dir / name


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def download_wheel(requirement: str, folder: Path) -> Path:
    """Let pip put the wheel of `requirement` (without its dependencies) into `folder`.

    Raises ModelMissing when pip cannot.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
    done = subprocess.run(
        [*command, "--dest", str(folder), requirement],
        capture_output=True,
        text=True,
        timeout=_PIP_TIMEOUT_S,
        check=False,
    )
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise ModelMissing(
            f"pip không tải được {requirement} / pip could not download {requirement}: "
            f"{done.stderr.strip()[-300:]}"
        )
    return wheels[0]


def fetch(
    name: str,
    models_dir: Path = MODELS_DIR,
    *,
    download: Download = download_wheel,
) -> tuple[str, ...]:
    """Put the missing or damaged files of model `name` in place; gives the paths written.

    Raises ModelMissing when a file is in no package or the package holds another file.
    """
    model = catalogue(models_dir)[name]
    folder = models_dir / name
    wanted = [f for f in model.file if not _is_whole(folder / f.path, f)]
    for item in wanted:
        if model.source == REPOSITORY or item.member is None:
            raise ModelMissing(
                f"{name}/{item.path} chỉ có trong kho mã nguồn: `git checkout` lại tệp này / "
                f"{name}/{item.path} comes only with the repository: `git checkout` it",
                model=name,
            )
    if wanted:
        with tempfile.TemporaryDirectory() as work:
            wheel = download(model.source, Path(work))
            for item in wanted:
                _extract(wheel, item, folder, model)
    return tuple(f.path for f in wanted)


def _is_whole(path: Path, item: ModelFile) -> bool:
    return path.is_file() and sha256_of(path) == item.sha256


def _extract(wheel: Path, item: ModelFile, folder: Path, model: Model) -> None:
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(str(item.member))
    if hashlib.sha256(content).hexdigest() != item.sha256:
        raise ModelMissing(
            f"{model.source} mang một tệp khác với danh mục / "
            f"{model.source} carries another file than the manifest names: {item.member}",
            model=model.name,
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / item.path).write_bytes(content)
