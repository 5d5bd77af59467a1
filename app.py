"""Synthesize one side of one customer's platform: `python app.py aws` (run by cdk), `python app.py k8s` (by cdk8s).

Each side imports only its own libraries. Exit codes: 0 written, 2 bad input (everything wrong with it on stderr).
"""

from __future__ import annotations

import sys

from stacks.customer import selected_platform
from x2bee_constructs import Platform, SpecError


def main(arguments: list[str]) -> int:
    """Synthesize the side named; returns the exit code."""
    if arguments not in (["aws"], ["k8s"]):
        print("usage: python app.py aws|k8s   (customer: X2BEE_CUSTOMER, environment: X2BEE_ENV)", file=sys.stderr)
        return 2
    try:
        platform = selected_platform()
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        _synthesize(arguments[0], platform)
    except ValueError as error:  # LeakError, ClashError, ObjectError: each names the construct
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _synthesize(side: str, platform: Platform) -> None:
    if side == "aws":
        from stacks.aws import build as build_aws

        build_aws(platform).synth()
    else:
        from stacks.k8s import build as build_k8s

        build_k8s(platform).synth()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
