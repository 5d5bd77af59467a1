"""What tests of both sides' libraries in Node.js share."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to Node.js from now on."""
    from jsii._kernel.providers.process import _NodeProcess  # pyright: ignore[reportPrivateUsage]

    sent: list[Any] = []
    send: Any = _NodeProcess.send

    def noted(process: Any, request: Any, kind: Any) -> Any:
        sent.append(request)
        return send(process, request, kind)

    monkeypatch.setattr(_NodeProcess, "send", noted)
    return sent
