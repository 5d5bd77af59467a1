"""Names that have moved: they work until the version that is said, and warn whoever still uses them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

__all__ = ["Moved", "moved"]


class Moved(NamedTuple):
    """Where a public name is now."""

    home: str
    """The module that has it."""
    gone: str
    """The version without the old name: the next major one at the earliest (docs/versioning.md)."""


def moved(module: str, name: str, names: Mapping[str, Moved]) -> Any:
    """What a module's `__getattr__` returns for a name that it does not have: the moved one, with a DeprecationWarning.

    Raises `AttributeError` as Python does for a name that has not moved.
    """
    if name not in names:
        raise AttributeError(f"module '{module}' has no attribute '{name}'")
    home, gone = names[name]
    said = f"{module}.{name} is deprecated and goes with {gone}\n   = fix:  from {home} import {name}"
    warnings.warn(said, DeprecationWarning, stacklevel=3)
    return getattr(import_module(home), name)
