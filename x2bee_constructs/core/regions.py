"""The availability zones that every AWS account has in a region, where that is known."""

from __future__ import annotations

__all__ = ["three_zones"]

_LETTERS = {
    "ap-northeast-1": "acd",  # b is not offered to newer accounts
    "ap-northeast-2": "abc",
    "ap-northeast-3": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "eu-central-1": "abc",
    "eu-west-1": "abc",
    "us-east-1": "abc",
    "us-east-2": "abc",
    "us-west-2": "abc",
}


def three_zones(region: str) -> tuple[str, ...] | None:
    """Three zones of the region, by name; None where a customer has to say which three its account has."""
    letters = _LETTERS.get(region)
    return tuple(f"{region}{letter}" for letter in letters) if letters else None
