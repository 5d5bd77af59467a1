"""What you may say about the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.cluster.fields import (
    AddonName,
    KubernetesVersion,
    OwnLabelKey,
    PrivateCidr,
    PublicCidr,
    RoleName,
    ServiceCidr,
)
from x2bee_constructs.cluster.nodes import NodeGroups, Nodes
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import LabelValue
from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.core.versions import KUBERNETES

__all__ = ["ClusterSpec", "EksClusterProps"]


class ClusterSpec(Props):
    """What a customer's file says under `cluster`; what is not given is derived or has a default.

    Fixed once the cluster exists: its name, `service_cidr`, IP family, subnets' VPC, the secrets' key.
    """

    version: KubernetesVersion = KUBERNETES.version
    """Kubernetes; the pinned version if not given. Raise it one minor at a time, as EKS demands."""
    nodes: Nodes = NodeGroups()
    """The nodes: `node-groups`, `karpenter` or `auto-mode`, with what each may say; node groups if not given."""
    public_access_cidrs: Annotated[Distinct[PublicCidr], Field(max_length=40)] = ()
    """Public addresses from which the API server can be reached too, at most 40 (EKS' quota). If not given it has no
    public endpoint: people come through the VPC, from `private_access_cidrs`."""
    private_access_cidrs: Annotated[Distinct[PrivateCidr], Field(max_length=40)] = ()
    """Private addresses from which the API server can be reached through the VPC, at most 40: those of a VPN, of an
    office behind Direct Connect, of a peered VPC, of a host in the VPC itself. If not given only nodes and pods reach
    it there. That packets find the way, routes and the VPN have to see to."""
    administrators: Distinct[RoleName] = ()
    """IAM roles that may do everything in the cluster, by name. None but the role `x2bee-…-cluster-admin`, which
    the account's people can take, if not given."""
    viewers: Distinct[RoleName] = ()
    """IAM roles that may look at everything in namespaces but secrets, by name. None if not given."""
    service_cidr: ServiceCidr = "172.20.0.0/16"
    """Addresses of Kubernetes Services, apart from the VPC's and those of networks that it is connected to, fixed once
    the cluster exists; 172.20.0.0/16 if not given."""
    support: Literal["standard", "extended"] = "standard"
    """What happens when EKS' 14 months for a version end: it is upgraded (`standard`), or kept for a further 12 at six
    times the price (`extended`); standard if not given."""
    zonal_shift: Bool = True
    """Whether traffic and pods may be moved out of a zone that AWS finds impaired; true if not given."""
    deletion_protection: Bool = True
    """Whether EKS refuses to delete the cluster; true if not given. Set false, deploy, then delete."""
    volume_reclaim: Literal["Retain", "Delete"] = "Retain"
    """What becomes of an EBS volume whose claim is deleted; it is kept if not given."""
    addon_versions: Mapping[
        AddonName, Annotated[str, matching(r"v\d+\.\d+\.\d+-eksbuild\.\d+", "v1.2.3-eksbuild.4")]
    ] = {}
    """Versions of EKS add-ons. For those not given EKS takes its default for the cluster's version when the add-on is
    made, and keeps it: name them when `version` is raised."""

    @model_validator(mode="after")
    def _one_entry_each(self) -> Self:
        raise_faults("ClusterSpec", list(self._twice()))
        return self

    def _twice(self) -> Iterator[PlacedFault]:
        for index, role in enumerate(self.viewers):
            if role in self.administrators:
                title = f"role '{role}' is an administrator too"
                why = "EKS has one access entry for a role"
                wrong = fault("X2B101", title, why=why, fix="keep one of the two", related="administrators")
                yield ("viewers", index), wrong, role


class EksClusterProps(ClusterSpec):
    """The cluster as the construct takes it."""

    node_labels: Annotated[Mapping[OwnLabelKey, LabelValue], Field(min_length=1)] = {"workload": "msa"}
    """The label of the nodes that services run on; `workload: msa` if not given."""
    log_days: Literal[365, 731] = 365
    """How long the control plane's logs are kept, in days: one year or two, as CloudWatch counts them; 365 if not
    given."""
