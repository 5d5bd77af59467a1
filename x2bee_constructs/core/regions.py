"""Availability zones of regions: those that every AWS account has, where that is known, and those that EKS refuses."""

from __future__ import annotations

__all__ = ["refused_zone", "three_zones"]

_LETTERS = {
    "ap-northeast-1": "acd",  # b is not offered to newer accounts
    "ap-northeast-2": "abc",
    "ap-northeast-3": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "eu-central-1": "abc",
    "eu-west-1": "abc",
    "us-east-2": "abc",
    "us-west-2": "abc",
}

_REFUSED = {"ca-central-1": "cac1-az3", "us-east-1": "use1-az3", "us-west-1": "usw1-az2"}
"""By id, which is the same for all accounts (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html). Which
letter it has differs from account to account, so no three letters are right for all."""


def three_zones(region: str) -> tuple[str, ...] | None:
    """Three zones of the region, by name; None where a customer has to say which three its account has."""
    letters = _LETTERS.get(region)
    return tuple(f"{region}{letter}" for letter in letters) if letters else None


def refused_zone(region: str) -> str | None:
    """The id of the zone in which EKS makes no cluster; None if it takes every zone of the region."""
    return _REFUSED.get(region)
