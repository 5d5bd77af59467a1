"""AWS with the hosts of a platform, as far as checks ask: canned answers, of which one may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conftest import ROOT
from x2bee_constructs import Platform, load_platform
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.platform.machines import host_specs

__all__ = ["FIRST", "HostCloud", "tools_platform"]

FIRST: HostTool = "gitlab"
"""The tool of which something is wrong."""


def tools_platform() -> Platform:
    """The reference customer with all tools."""
    return load_platform(ROOT / "stacks" / "customers" / "tools.yaml", "prd")


class HostCloud:
    """A call is answered by the method of its name; `wrong` changes what is answered about the first tool."""

    def __init__(self, platform: Platform, wrong: Mapping[str, Any]) -> None:
        self.platform, self.wrong, self.tools = platform, wrong, host_specs(platform)

    def call(self, service: str, operation: str, **said: Any) -> Any:
        return getattr(self, operation)(said)

    def changed(self, what: str, tool: str, right: Any) -> Any:
        wrong: Any = self.wrong.get(what)
        if wrong is None or tool != FIRST:
            return right
        return right | wrong if isinstance(right, dict) else wrong  # pyright: ignore[reportUnknownVariableType]
