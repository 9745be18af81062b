"""The life of personal data: how long what is kept, and what is told of it when it goes. Pure."""

from __future__ import annotations
