"""The base of every stack of a platform."""

from __future__ import annotations

from aws_cdk import Environment, Stack
from constructs import Construct

__all__ = ["FLAGS", "PlatformStack"]

FLAGS: dict[str, object] = {
    "@aws-cdk/aws-iam:minimizePolicies": True,
    "@aws-cdk/core:enablePartitionLiterals": True,
}
"""Feature flags that change what a property cannot say. They are set on the stack, not on the App: what is
synthesized is then the same in every App, whatever its own flags are."""


class PlatformStack(Stack):
    """A stack that cannot be deleted by mistake and that synthesizes alike under any feature flags."""

    def __init__(self, scope: Construct, id: str, *, account: str, region: str) -> None:
        """Make the stack for one account and region; nothing is looked up in either."""
        super().__init__(scope, id, env=Environment(account=account, region=region), termination_protection=True)
        for flag, value in FLAGS.items():
            self.node.set_context(flag, value)
