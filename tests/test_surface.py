"""The public surface: every module says what it offers, sorted and complete."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import x2bee_constructs
from x2bee_constructs.core.docstrings import field_docs

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(x2bee_constructs.__path__, "x2bee_constructs.")
    if not name.startswith("x2bee_constructs.imports") and not name.endswith("__main__")
]


@pytest.mark.parametrize("name", ["x2bee_constructs", *MODULES])
def test_all_is_sorted_and_complete(name: str) -> None:
    module = importlib.import_module(name)
    if hasattr(module, "__path__") and name != "x2bee_constructs":
        return  # rooms offer their modules
    offered: list[str] = module.__all__
    assert offered == sorted(offered, key=lambda word: (not word.isupper(), not word[0].isupper(), word)), name
    here = {
        word
        for word, value in vars(module).items()
        if not word.startswith("_") and getattr(value, "__module__", None) == name
    }
    assert here <= set(offered), f"{name} defines {sorted(here - set(offered))} beside its __all__"
    assert all(hasattr(module, word) for word in offered)


@pytest.mark.parametrize("surface", ["x2bee_constructs", "x2bee_constructs.aws", "x2bee_constructs.k8s"])
def test_everything_public_is_documented(surface: str) -> None:
    module = importlib.import_module(surface)
    for word in module.__all__:
        value = getattr(module, word)
        if callable(value):
            assert (value.__doc__ or "").strip(), word
        for name in getattr(value, "model_fields", {}):
            assert name in field_docs(value) or name == "kind", f"{word}.{name} says nothing"
