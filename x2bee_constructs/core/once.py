"""What is derived of a frozen model is derived once."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel

__all__ = ["once"]

_Model = TypeVar("_Model", bound=BaseModel)
_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")


def once(function: Callable[Concatenate[_Model, _Rest], _Made]) -> Callable[Concatenate[_Model, _Rest], _Made]:
    """The function, which keeps what it gave for each model (the very one, not its equal) and further arguments.

    For functions of frozen models that give what nobody changes; further arguments are hashable, and a call with named
    ones is not kept. What was kept goes with the model. A raised error is not kept.
    """
    known: dict[int, dict[Hashable, Any]] = {}

    @wraps(function)
    def kept(model: _Model, *rest: _Rest.args, **named: _Rest.kwargs) -> _Made:
        if named:
            return function(model, *rest, **named)
        mine = known.get(id(model))
        if mine is None:
            mine = known[id(model)] = {}
            weakref.finalize(model, known.pop, id(model), None)
        if rest not in mine:
            mine[rest] = function(model, *rest, **named)
        return mine[rest]

    return kept
