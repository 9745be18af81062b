from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code under test; the tests' own time limits still hold.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
