"""The EKS add-ons: what AWS installs in the cluster, with its settings and identities."""

from __future__ import annotations

import json
from typing import NamedTuple

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from x2bee_constructs.cluster.fields import AddonName
from x2bee_constructs.cluster.identities import ADDON_OF, addon_identities
from x2bee_constructs.cluster.policies import explain
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.pod_identity import pod_role

__all__ = ["SETTINGS", "Addons", "add_addons"]

SETTINGS: dict[AddonName, dict[str, object]] = {
    "vpc-cni": {
        # NetworkPolicies are accepted without it, and hold nothing back.
        "enableNetworkPolicy": "true",
        # 16 addresses at a time: 110 pods on a node instead of 58 (m7g.xlarge); one prefix is kept in reserve.
        "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
    },
    # Its PodDisruptionBudget comes with it.
    "coredns": {
        "autoScaling": {"enabled": True, "minReplicas": 3, "maxReplicas": 10},
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "topology.kubernetes.io/zone",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
            }
        ],
    },
}
"""What the add-ons are told, as their own schemas have it (`aws eks describe-addon-configuration`)."""


class Addons(NamedTuple):
    """Where add-ons are made, and for whom."""

    scope: Construct
    cluster: eks.CfnCluster
    site: Site
    props: EksClusterProps


def add_addons(where: Addons, *wanted: AddonName) -> dict[str, eks.CfnAddon]:
    """The add-ons, each with its identities: its pods have credentials from their first start."""
    return {name: _addon(where, name) for name in wanted}


def _addon(where: Addons, name: AddonName) -> eks.CfnAddon:
    settings = SETTINGS.get(name)
    return eks.CfnAddon(
        where.scope,
        f"Addon-{name}",
        addon_name=name,
        addon_version=where.props.addon_versions.get(name),
        cluster_name=where.cluster.ref,
        configuration_values=json.dumps(settings, sort_keys=True) if settings else None,
        pod_identity_associations=_associations(where, name) or None,
        resolve_conflicts="OVERWRITE",
        preserve_on_delete=False,
    )


def _associations(where: Addons, name: AddonName) -> list[eks.CfnAddon.PodIdentityAssociationProperty]:
    place = place_of(where.scope)
    found = addon_identities(where.site, where.props, place.account, place.region)
    return [_association(where, identity) for identity in found if ADDON_OF[identity.name] == name]


def _association(where: Addons, identity: PodIdentity) -> eks.CfnAddon.PodIdentityAssociationProperty:
    role = pod_role(where.scope, f"Role-{identity.name}", where.site, identity)
    explain(role, *identity.managed_policies)
    return eks.CfnAddon.PodIdentityAssociationProperty(role_arn=role.role_arn, service_account=identity.service_account)
