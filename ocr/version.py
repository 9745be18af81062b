"""The product's version, read from the installed package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("sohoa")
except PackageNotFoundError:  # run from a checkout that was never installed
    VERSION = "0.0.0+checkout"
