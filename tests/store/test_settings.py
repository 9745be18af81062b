"""Settings: one machine needs nothing, an outside service needs its secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from dossier.store.settings import StoreSettings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in StoreSettings.model_fields:
        monkeypatch.delenv(f"SOHOA_{name.upper()}", raising=False)


def test_one_machine_needs_nothing() -> None:
    settings = StoreSettings()
    assert settings.one_machine
    assert settings.sqlalchemy_url().get_backend_name() == "sqlite"


@pytest.mark.parametrize("given", [{}, {"s3_access_key": "a"}, {"s3_secret_key": "b"}])
def test_an_s3_store_has_no_default_secrets(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="SOHOA_S3_SECRET_KEY"):
        StoreSettings.model_validate({"s3_url": "http://s3", **given})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_comes_with_its_driver(scheme: str) -> None:
    settings = StoreSettings(database_url=SecretStr(f"{scheme}://u:p@h/d"))
    assert settings.sqlalchemy_url().drivername == "postgresql+psycopg"
    assert not settings.one_machine
    assert settings.embedded


def test_a_child_process_gets_the_same_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = StoreSettings(data=tmp_path, broker_url=SecretStr("amqp://u:p@h/"), max_attempts=7)
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    assert StoreSettings() == settings


def test_secrets_are_not_shown() -> None:
    settings = StoreSettings(database_url=SecretStr("postgresql://u:s3cret@h/d"))
    assert "s3cret" not in repr(settings)


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = StoreSettings(data=tmp_path / "data").make_data_folder()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_secret_may_be_a_file_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SOHOA_S3_ACCESS_KEY").write_text("from a file\n")
    (tmp_path / "sohoa_s3_secret_key").write_text("from a file")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("SOHOA_S3_SECRET_KEY", "from the environment")
    settings = StoreSettings(s3_url="http://s3")
    assert settings.s3_access_key is not None
    assert settings.s3_secret_key is not None
    assert settings.s3_access_key.get_secret_value() == "from a file"
    assert settings.s3_secret_key.get_secret_value() == "from the environment"


def test_a_folder_of_secrets_that_is_not_there_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "none"))
    assert StoreSettings().one_machine
