"""The base of every props model, and the field types that all rooms share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from x2bee_constructs.core.docstrings import Described
from x2bee_constructs.core.faults import fault, show, translate

__all__ = ["Bool", "Count", "Distinct", "Items", "Port", "Props"]

_Item = TypeVar("_Item")

Items = Annotated[Sequence[_Item], AfterValidator(tuple)]
"""A list, kept as a tuple: what is written `[…]` in Python and in YAML cannot be changed later."""


def _distinct(items: Sequence[_Item]) -> Sequence[_Item]:
    twice = next((item for index, item in enumerate(items) if item in items[:index]), None)
    if twice is not None:
        raise fault("X2B101", f"{show(twice)} stands twice in this list", fix="keep one of the two")
    return items


Distinct = Annotated[Sequence[_Item], AfterValidator(tuple), AfterValidator(_distinct)]
"""A list, kept as a tuple, in which nothing stands twice."""

Count = Annotated[int, Field(strict=True, ge=0)]
"""A whole number from 0; text that looks like a number and `true` are refused."""

Port = Annotated[int, Field(strict=True, ge=1, le=65535)]
"""A TCP port, 1 to 65535."""

Bool = Annotated[bool, Field(strict=True)]
"""`true` or `false`; `yes`, `on`, `1` and quoted text are refused."""


class Props(Described):
    """What a person may say: frozen and closed.

    Raises `pydantic.ValidationError` (a `ValueError`) with all faults of the model and of those in it, each with
    one of our codes, and an unknown key answered with the nearest known one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _translate_faults(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            lines = [
                InitErrorDetails(type=translate(cls, found), loc=found["loc"], input=found["input"])
                for found in error.errors(include_url=False)
            ]
            raise ValidationError.from_exception_data(cls.__name__, lines) from None
