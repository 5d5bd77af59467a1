"""What you may say about image repositories."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Count, Distinct, Props

__all__ = ["ImageRepositoriesProps"]


class ImageRepositoriesProps(Props):
    """The repositories of one environment's images."""

    images: Distinct[Label]
    """The images, by name; each has a repository of its own."""
    keep: Annotated[Count, Field(ge=10, le=1000)] = 100
    """How many images each repository keeps, newest first; 100 if not given. Release more often than that between two
    deployments, and what runs could expire: raise it then."""
    keep_untagged_days: Annotated[Count, Field(ge=1, le=365)] = 14
    """After how many days images without a tag go; 14 if not given."""
