"""What you may say about a namespace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from x2bee_constructs.core.props import Props

__all__ = ["AppNamespaceProps"]


class AppNamespaceProps(Props):
    """A namespace for services."""

    pod_security: Literal["restricted", "baseline"] = "restricted"
    """The Pod Security Standard that is enforced, audited and warned about; `restricted` if not given, which all pods
    of this library meet."""
    labels: Mapping[str, str] = {}
    """Further labels. None if not given."""
