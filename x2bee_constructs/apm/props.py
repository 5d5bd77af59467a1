"""What you may say about application performance monitoring."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.props import Props

__all__ = ["Apm"]


class Apm(Props):
    """Application performance monitoring: one switch."""

    vendor: Literal["whatap", "scouter", "none"] = "none"
    """Whose agent watches the JVM services; none if not given."""
