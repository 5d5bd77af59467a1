"""Lists of typed Kubernetes objects in props, without loading the models where nobody gives any.

Loading them costs as much as a quarter of importing the library, and the AWS side never needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from x2bee_constructs.core.faults import fault, show

__all__ = ["Containers", "VolumeMounts", "Volumes"]


def _all_are(kind: str) -> AfterValidator:
    def check(items: Sequence[Any]) -> tuple[Any, ...]:
        for item in items:
            from x2bee_constructs.imports.k8s import core_v1

            if not isinstance(item, getattr(core_v1, kind)):
                expected = f"x2bee_constructs.imports.k8s.core_v1.{kind}"
                raise fault("X2B103", "an entry has the wrong type", expected=expected, got=show(item))
        return tuple(items)

    return AfterValidator(check)


if TYPE_CHECKING:
    from x2bee_constructs.imports.k8s.core_v1 import Container, Volume, VolumeMount

    Containers = Sequence[Container]
    Volumes = Sequence[Volume]
    VolumeMounts = Sequence[VolumeMount]
else:
    Containers = Annotated[Sequence[Any], _all_are("Container")]
    Volumes = Annotated[Sequence[Any], _all_are("Volume")]
    VolumeMounts = Annotated[Sequence[Any], _all_are("VolumeMount")]
