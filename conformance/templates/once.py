"""Many platforms share most of their stacks: a plugin that starts a program for each rule sees each template once.

What it has seen is put aside on disk while it runs. Its context cannot be cut instead: handing its report on through
Python fails, because the plugin leaves out a logical id that the report's type demands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import IPolicyValidationPluginBeta1, PolicyValidationPluginReportBeta1

__all__ = ["Aside", "Back", "once"]

_NOTHING = '{"Resources": {}}'


class _Silent:
    """A plugin that finds nothing, and has neither a version nor rules."""

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
        self._move([Path(path) for path in context.template_paths])
        return PolicyValidationPluginReportBeta1(success=True, violations=[])

    def _move(self, templates: Sequence[Path]) -> None:
        raise NotImplementedError


@jsii.implements(IPolicyValidationPluginBeta1)
class Aside(_Silent):
    """Runs before the plugin: puts an empty template in the place of each that was seen."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        self.hidden: dict[Path, str] = {}
        self._seen: set[str] = set()

    @property
    def name(self) -> str:
        """What the CDK calls it."""
        return "templates seen before are put aside"

    def _move(self, templates: Sequence[Path]) -> None:
        for path in templates:
            text = path.read_text(encoding="utf-8")
            if text in self._seen:
                self.hidden[path] = text
                path.write_text(_NOTHING, encoding="utf-8")
            self._seen.add(text)


@jsii.implements(IPolicyValidationPluginBeta1)
class Back(_Silent):
    """Runs after the plugin: puts back what was put aside."""

    def __init__(self, aside: Aside) -> None:
        """Of this one."""
        self._aside = aside

    @property
    def name(self) -> str:
        """What the CDK calls it."""
        return "templates seen before are put back"

    def _move(self, templates: Sequence[Path]) -> None:
        for path in templates:
            if text := self._aside.hidden.pop(path, ""):
                path.write_text(text, encoding="utf-8")


def once(plugin: Any) -> tuple[Any, ...]:
    """The plugin between the two, in the order in which they must run."""
    aside = Aside()
    return aside, plugin, Back(aside)
