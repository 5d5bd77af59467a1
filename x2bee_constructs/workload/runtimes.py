"""The runtimes that a customer's file can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, SerializeAsAny, ValidatorFunctionWrapHandler, WrapValidator

from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.node import Cronicle, NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime

__all__ = ["KNOWN_RUNTIMES", "RuntimeChoice"]

KNOWN_RUNTIMES = (NextJs, SpringBoot, SpringCloudGateway, SpringBatch, NodeJs, Cronicle)
"""What a customer's file can name."""


def _as_runtime(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    """A runtime object as it is, also a customer's own; a word or a mapping as one of ours."""
    if isinstance(value, Runtime):
        return value
    return known({"kind": value} if isinstance(value, str) else value)


if TYPE_CHECKING:
    RuntimeChoice = Runtime
else:
    RuntimeChoice = Annotated[
        SerializeAsAny[
            Annotated[
                NextJs | SpringBoot | SpringCloudGateway | SpringBatch | NodeJs | Cronicle, Field(discriminator="kind")
            ]
        ],
        WrapValidator(_as_runtime),
    ]
"""A runtime: an object, or as a customer's file names it: `spring-boot`, or `{kind: spring-boot, port: 9090}`."""
