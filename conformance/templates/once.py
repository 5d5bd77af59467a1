"""Many platforms share most of their stacks: a plugin that starts a program for each rule sees each template once.

What it has seen is put aside on disk while it runs. Its context cannot be cut instead: handing its report on through
Python fails, because the plugin leaves out a logical id that the report's type demands.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import IPolicyValidationPluginBeta1, PolicyValidationPluginReportBeta1

__all__ = ["Silent", "once"]

_NOTHING = '{"Resources": {}}'


@jsii.implements(IPolicyValidationPluginBeta1)
class Silent:
    """A plugin that finds nothing, has neither a version nor rules, and does something with each template."""

    def __init__(self, name: str, do: Callable[[Path], object]) -> None:
        """Under this name."""
        self._name = name
        self._do = do

    @property
    def name(self) -> str:
        """What the CDK calls it."""
        return self._name

    @property
    def version(self) -> str | None:
        """It has none."""
        return None

    @property
    def rule_ids(self) -> list[str] | None:
        """It has none."""
        return None

    def validate(self, context: Any) -> PolicyValidationPluginReportBeta1:
        """Nothing is wrong with any template."""
        for path in context.template_paths:
            self._do(Path(path))
        return PolicyValidationPluginReportBeta1(success=True, violations=[])


def once(plugin: Any) -> tuple[Any, ...]:
    """The plugin; before it one that puts an empty template in the place of each seen, after it one that undoes it."""
    seen: set[str] = set()
    hidden: dict[Path, str] = {}

    def aside(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        if text in seen:
            hidden[path] = text
            path.write_text(_NOTHING, encoding="utf-8")
        seen.add(text)

    def back(path: Path) -> None:
        if text := hidden.pop(path, ""):
            path.write_text(text, encoding="utf-8")

    before = Silent("templates seen before are put aside", aside)
    return before, plugin, Silent("templates seen before are put back", back)
