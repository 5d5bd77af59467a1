"""The base of every stack of a platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aws_cdk import CrossStackReferences, Environment, ReferenceStrength, Stack, Tags
from constructs import Construct, IConstruct

from x2bee_constructs.core.marks import mark, resources
from x2bee_constructs.core.names import FOR_PEOPLE, Site

__all__ = ["FLAGS", "MOST_RESOURCES", "PlatformStack", "for_people", "refuse_too_many", "zone_context"]

MOST_RESOURCES = 500
"""In one stack: CloudFormation's quota, which cannot be raised."""

FLAGS: Mapping[str, object] = {
    "@aws-cdk/aws-iam:minimizePolicies": True,
    "@aws-cdk/core:enablePartitionLiterals": True,
}
"""Feature flags that change what a property cannot say. They are set on the stack, not on the App: what is
synthesized is then the same in every App, whatever its own flags are."""


def zone_context(account: str, region: str, zones: Sequence[str]) -> dict[str, object]:
    """The context with which the CDK asks no account for its zones, for an App or a Stack of your own."""
    return {f"availability-zones:account={account}:region={region}": list(zones)}


def for_people(construct: IConstruct, why: str) -> None:
    """Say that the construct's name is for people, and why: the handoff check then asks for no reader in the cluster.

    It marks one resource: the construct itself or its default child. The alias that a `kms.Key` makes is a child of
    its own, `key.node.find_child("Alias")`. Raises `TypeError` with the construct's path if it has no resource.
    """
    if not mark(construct, FOR_PEOPLE, why):
        raise TypeError(f"[{construct.node.path}] has no CloudFormation resource of its own to mark as for people")


def refuse_too_many(stacks: Iterable[Stack]) -> None:
    """Raise `ValueError` with every stack that has more resources than CloudFormation allows, and what they are.

    The CDK says so too, of the first one, when it synthesizes, and not of which there are too many.
    """
    wrong: list[str] = []
    for stack in stacks:
        counts = resources(stack)
        if (total := sum(counts.values())) > MOST_RESOURCES:
            most = sorted(counts.items(), key=lambda one: -one[1])[:2]
            what = ", ".join(f"{count} {kind}" for kind, count in most)
            wrong.append(f"[{stack.node.path}] {total} resources, {what} among them")
    if wrong:
        allowed = f"a stack of CloudFormation has {MOST_RESOURCES} at most: fewer services that ask for them"
        raise ValueError(f"{'; '.join(wrong)}; {allowed}")


class PlatformStack(Stack):
    """A stack of one platform: tagged, protected, and the same under any feature flags. Nothing is looked up."""

    def __init__(
        self, scope: Construct, id: str, *, site: Site, account: str, region: str, zones: Sequence[str]
    ) -> None:
        """Make the stack for one account and region."""
        super().__init__(scope, id, env=Environment(account=account, region=region), termination_protection=True)
        node = self.node  # asking for it takes a message each time
        for key, value in {**FLAGS, **zone_context(account, region, zones)}.items():
            node.set_context(key, value)
        # Exports: CloudFormation then keeps a network that a cluster still uses. Said here, for an App's default can
        # be another.
        CrossStackReferences.of(self).consume(ReferenceStrength.STRONG)
        tags = Tags.of(self)
        for key, value in site.tags.items():
            tags.add(key, value)
