"""Lengths of time as the CDK has them. Each is made once in a process: a `Duration` takes a message to Node.js."""

from __future__ import annotations

from functools import cache

from aws_cdk import Duration

__all__ = ["days", "hours", "minutes", "seconds"]


@cache
def days(count: int) -> Duration:
    """So many days."""
    return Duration.days(count)


@cache
def hours(count: int) -> Duration:
    """So many hours."""
    return Duration.hours(count)


@cache
def minutes(count: int) -> Duration:
    """So many minutes."""
    return Duration.minutes(count)


@cache
def seconds(count: int) -> Duration:
    """So many seconds."""
    return Duration.seconds(count)
