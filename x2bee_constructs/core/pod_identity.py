"""How a `PodIdentity` becomes a role and an association (ADR 0008)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import PodIdentity, Statement, pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import Place, place_of

__all__ = ["associate", "pod_role", "role_of"]


def pod_role(scope: Construct, id: str, site: Site, identity: PodIdentity) -> iam.Role:
    """The role that only the identity's pods in the site's cluster can take.

    Wildcards that conditions narrow are acknowledged with those conditions; any other is for the caller to acknowledge.

    Raises `ValueError` with the construct's path if the name is too long for a role.
    """
    pods = f"Pods of {identity.service_account} in {identity.namespace}"
    trusted = _pods(place_of(scope), site, identity)
    # jsii's protocols name a parameter differently from its classes.
    return _role(scope, id, site, identity, trusted, pods)  # pyright: ignore[reportArgumentType]


def role_of(
    scope: Construct, id: str, site: Site, name: str, statements: Iterable[Statement], *, taker: iam.IRole, of: str
) -> iam.Role:
    """A role without pods of its own, which only the pods of `taker` can take; it is called as a pod role is.

    The session tags of Pod Identity are handed on to it: without `sts:TagSession` it could not be taken.
    """
    trusted = iam.SessionTagsPrincipal(iam.ArnPrincipal(taker.role_arn))  # pyright: ignore[reportArgumentType]
    said = PodIdentity(name, "", "", tuple(statements))
    return _role(scope, id, site, said, trusted, of)  # pyright: ignore[reportArgumentType]


def _role(
    scope: Construct, id: str, site: Site, identity: PodIdentity, trusted: iam.IPrincipal, description: str
) -> iam.Role:
    try:
        name = pod_role_name(site, identity.name)
    except ValueError as error:
        raise ValueError(f"[{scope.node.path}] {error}") from error
    role = iam.Role(
        scope,
        id,
        role_name=name,
        description=description,
        assumed_by=trusted,
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(n) for n in identity.managed_policies] or None,
        # Not minimized: the template has the statements as they are, under any feature flags.
        inline_policies={
            "access": iam.PolicyDocument(
                statements=[iam.PolicyStatement.from_json(found.as_json()) for found in identity.statements],
                minimize=False,
            )
        }
        if identity.statements
        else None,
    )
    _acknowledge(role, identity)
    return role


def associate(
    scope: Construct, id: str, site: Site, identity: PodIdentity, role: iam.Role
) -> eks.CfnPodIdentityAssociation:
    """Give the role to the identity's pods. The cluster must exist, with the add-on `eks-pod-identity-agent`."""
    return eks.CfnPodIdentityAssociation(
        scope,
        id,
        cluster_name=site.cluster,
        namespace=identity.namespace,
        service_account=identity.service_account,
        role_arn=role.role_arn,
    )


def _acknowledge(role: iam.Role, identity: PodIdentity) -> None:
    if identity.statements:
        inline = "what a role may do is written in the role: the policy serves it alone and ends with it"
        acknowledge(role, inline, "NIST.800.53.R5-IAMNoInlinePolicy", "PCI.DSS.321-IAMNoInlinePolicy")
    for resource, keys in _narrowed(Stack.of(role), identity.statements).items():
        why = f"nobody knows these names beforehand; conditions say which are meant: {', '.join(sorted(keys))}"
        acknowledge(role, why, f"AwsSolutions-IAM5[Resource::{resource}]")


def _narrowed(stack: Stack, statements: Iterable[Statement]) -> dict[str, set[str]]:
    """The condition keys of each resource with a wildcard that every statement on it narrows by conditions."""
    found: dict[str, set[str]] = {}
    bare: set[str] = set()
    for statement in statements:
        keys = {key for test in statement.conditions.values() for key in test}
        for resource in (_flat(_resolved(stack, resource)) for resource in statement.resources):
            found.setdefault(resource, set()).update(keys)
            bare |= set() if keys else {resource}
    # An id with brackets of its own is none to the CDK.
    named = {name for name in found if "*" in name and name.strip("*") and not set("()[]{}") & set(name)}
    return {name: keys for name, keys in found.items() if name in named - bare}


def _resolved(stack: Stack, resource: str) -> Any:
    return stack.resolve(resource) if "${Token[" in resource else resource  # the others need no message to Node.js


def _flat(resource: Any) -> str:
    """The resource as cdk-nag's ids have it: references in angle brackets."""
    match resource:
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_flat(part) for part in parts)
        case _:
            return str(resource)


def _pods(place: Place, site: Site, identity: PodIdentity) -> iam.SessionTagsPrincipal:
    cluster = f"arn:aws:eks:{place.region}:{place.account}:cluster/{site.cluster}"
    tags = "aws:RequestTag/kubernetes"
    conditions = {
        "ArnEquals": {"aws:SourceArn": cluster},
        "StringEquals": {
            "aws:SourceAccount": place.account,
            f"{tags}-namespace": identity.namespace,
            f"{tags}-service-account": identity.service_account,
        },
    }
    pods = iam.ServicePrincipal("pods.eks.amazonaws.com", conditions=conditions)
    return iam.SessionTagsPrincipal(pods)  # pyright: ignore[reportArgumentType]
