"""The extras of the package: which of them a module needs, and what to say where it is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal

__all__ = ["Extra", "MissingExtraError", "is_installed", "missing_extra"]

Extra = Literal["aws", "k8s", "test"]
"""What `pip install 'x2bee-constructs[…]'` adds: the AWS CDK, cdk8s, or pytest with syrupy."""

_MODULES: Mapping[Extra, tuple[str, ...]] = {
    "aws": ("aws_cdk", "constructs"),
    "k8s": ("cdk8s", "constructs"),
    "test": ("pytest", "syrupy"),
}


class MissingExtraError(ImportError):
    """A library is not installed that an extra of the package brings; says which, and how it is installed."""

    def __init__(self, module: str, extra: Extra) -> None:
        super().__init__(
            f"{module} is not installed, and this needs it; pip install 'x2bee-constructs[{extra}]' brings it",
            name=module,
        )


def is_installed(extra: Extra) -> bool:
    """Whether what the extra brings can be imported; imports nothing."""
    return all(find_spec(module) for module in _MODULES[extra])


def missing_extra(error: ModuleNotFoundError, extra: Extra) -> ImportError:
    """What to raise instead of the error: the same, unless the module is one that the extra brings."""
    module = (error.name or "").partition(".")[0]
    return MissingExtraError(module, extra) if module in _MODULES[extra] else error
