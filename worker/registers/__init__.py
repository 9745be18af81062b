"""Reference registers as this process reaches them: SQL, CSV and HTTP behind one port."""

from __future__ import annotations

from worker.registers.opening import open_registers

__all__ = ["open_registers"]
