"""`x2bee stack-policy`: what keeps a deployment from replacing data, for every stack of a platform."""

from __future__ import annotations

import typer

from x2bee_constructs.platform.protection import stack_policy as policy

__all__ = ["stack_policy"]


def stack_policy() -> None:
    """Print the stack policy that denies replacing what holds data: clusters, keys, repositories, zones and so on.

    Set it once for each stack, and for each new one:

    x2bee stack-policy > policy.json
    aws cloudformation set-stack-policy --stack-name x2bee-acme-prd-foundation --stack-policy-body file://policy.json
    """
    typer.echo(policy())
