"""What you may say about image repositories."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Count, Items, Props

__all__ = ["ImageRepositoriesProps"]


class ImageRepositoriesProps(Props):
    """The repositories of one environment's images."""

    images: Items[Label]
    """The images, by name; each has a repository of its own."""
    keep: Annotated[Count, Field(ge=10, le=1000)] = 100
    """How many tagged images each repository keeps, newest first; 100 if not given."""
    keep_untagged_days: Annotated[Count, Field(ge=1, le=365)] = 14
    """After how many days images without a tag go; 14 if not given."""
