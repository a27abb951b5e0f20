"""A database that is busy once, for the tests of the window."""

from typing import Any

import pytest

from comms_desk.storage.errors import StorageBusy


def busy_once(monkeypatch: pytest.MonkeyPatch, desk: type, method: str) -> None:
    """Have *method* of every *desk* find the database busy the next time that it is asked."""
    real = getattr(desk, method)

    def busy(*_args: object, **_more: Any) -> None:
        monkeypatch.setattr(desk, method, real)
        raise StorageBusy(waited_s=5.0)

    monkeypatch.setattr(desk, method, busy)
