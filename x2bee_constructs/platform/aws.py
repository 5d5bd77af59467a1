"""The AWS side of a platform: one stack per lifecycle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import App
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.addons.aws import AddOnIdentities
from x2bee_constructs.cluster.aws import EksCluster
from x2bee_constructs.core.aws import PlatformStack, for_people, refuse_too_many
from x2bee_constructs.database.in_cluster_aws import InClusterBackupIdentity
from x2bee_constructs.delivery.argo.aws import ArgoCapability
from x2bee_constructs.delivery.argo.props import EksCapability
from x2bee_constructs.delivery.aws import ImageRepositories
from x2bee_constructs.delivery.props import ImageRepositoriesProps
from x2bee_constructs.ingress.aws import AlbIngress, let_balancer_in
from x2bee_constructs.ingress.guard import EdgeGuard
from x2bee_constructs.logging.identities_aws import LogIdentities
from x2bee_constructs.network.aws import Network
from x2bee_constructs.observability.aws import ObservabilitySecrets
from x2bee_constructs.observability.identities_aws import ObservabilityIdentities
from x2bee_constructs.pipelines.aws import BuildAccess
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.data_stack import CopiesStack, DataStack, has_data
from x2bee_constructs.platform.databases import copy_regions, in_cluster_props
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.images import builder_repository, repositories, repositories_by_stack
from x2bee_constructs.platform.ingress import edge_props, guard_props
from x2bee_constructs.platform.logs import log_store_props
from x2bee_constructs.platform.names import images_stack
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.observability import observability_pods, observability_secrets
from x2bee_constructs.platform.observability_stack import ObservabilityStack
from x2bee_constructs.platform.pipelines import build_access_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.secrets import service_secrets
from x2bee_constructs.platform.stack import LifecycleStack
from x2bee_constructs.platform.toolchain import runners_identity, toolchain_identity, toolchain_secrets
from x2bee_constructs.platform.toolchain_stack import ToolchainStack, has_hosts
from x2bee_constructs.toolchain.aws import AgentsIdentity, ToolchainSecrets
from x2bee_constructs.workload.aws import MsaIdentity, ServiceSecrets

__all__ = [
    "ClusterStack",
    "CopiesStack",
    "DataStack",
    "DeliveryStack",
    "EdgeStack",
    "FoundationStack",
    "IdentityStack",
    "ImagesStack",
    "ObservabilityStack",
    "PlatformStacks",
    "SecretsStack",
    "ToolchainStack",
]


class FoundationStack(LifecycleStack):
    """What everything else stands on: network, key, private zone, flow logs, alarm topic, budget."""

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform."""
        super().__init__(scope, platform, "foundation")
        self.network = Network(self, "Network", platform.site, network_props(platform))


class DeliveryStack(LifecycleStack):
    """Where images are kept, and who may push and sign them; it depends on no other stack.

    `images` is None where the registry is not `ecr`, `builds` where the file says nothing of pipelines. Of repositories
    that are spread over several stacks it has the first part.
    """

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform."""
        super().__init__(scope, platform, "delivery")
        site, builds = platform.site, build_access_props(platform)
        first, *_ = repositories_by_stack(platform)
        props = ImageRepositoriesProps(images=first) if repositories(platform) else None
        self.images = ImageRepositories(self, "Images", site, props) if props else None
        self.builds = BuildAccess(self, "Builds", site, builds) if builds else None
        if self.images:
            _mark_builder(platform, self.images)


class ImagesStack(PlatformStack):
    """A further part of the image repositories, where one stack cannot hold them all; they are under the same key."""

    def __init__(self, scope: Construct, platform: Platform, number: int, images: Sequence[str], key: kms.IKey) -> None:
        """Make the stack of these images, of one platform; `number` counts from 2."""
        super().__init__(
            scope,
            images_stack(platform.site, number),
            site=platform.site,
            account=platform.account,
            region=platform.region,
            zones=(),
        )
        self.images = ImageRepositories(self, "Images", platform.site, ImageRepositoriesProps(images=images), key=key)
        _mark_builder(platform, self.images)


def _mark_builder(platform: Platform, images: ImageRepositories) -> None:
    if (builder := builder_repository(platform)) in images.repositories:
        for_people(images.repositories[builder], "pipelines run it, outside the cluster")


class EdgeStack(LifecycleStack):
    """The way in: load balancer, certificate, web ACL, records. A stack of its own, for a certificate's proof can hang.

    `ingress` is None where the controller in the cluster makes the load balancer, `guard` where the templates do.
    """

    def __init__(self, scope: Construct, platform: Platform, foundation: FoundationStack) -> None:
        """Make the stack of one platform, in the foundation's network."""
        super().__init__(scope, platform, "edge")
        network, edge, guard = foundation.network, edge_props(platform), guard_props(platform)
        # jsii's protocols name a parameter differently from its classes.
        key: Any = network.key
        topic: Any = network.topic
        site = platform.site
        # Only hosts of machines ask for the networks behind which the VPC is seen.
        egress = network.egress if edge and edge.machines else ()
        self.ingress = (
            AlbIngress(self, "Edge", site, edge, vpc=network.vpc, key=key, topic=topic, egress=egress) if edge else None
        )
        self.guard = EdgeGuard(self, "Guard", site, guard, key=key) if guard else None


class SecretsStack(LifecycleStack):
    """The secrets of services, of what watches them and of the tools; it needs the foundation's key, by its alias.

    `watching` has logins and receivers, `toolchain` what the tools inside the cluster are given; each may be None.
    """

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform."""
        super().__init__(scope, platform, "secrets")
        self.secrets = ServiceSecrets(self, "Secrets", platform.site, service_secrets(platform))
        watching = observability_secrets(platform)
        self.watching = ObservabilitySecrets(self, "Watching", platform.site, watching) if watching else None
        tools = toolchain_secrets(platform)
        self.toolchain = ToolchainSecrets(self, "Toolchain", platform.site, tools) if tools else None


class ClusterStack(LifecycleStack):
    """The EKS cluster with its nodes, AWS' own add-ons, and who may enter."""

    def __init__(
        self, scope: Construct, platform: Platform, foundation: FoundationStack, edge: EdgeStack | None = None
    ) -> None:
        """Make the stack of one platform, in the foundation's network and under its key.

        The load balancer of `edge` is let in to the gateway's pods. `argocd` is EKS' own Argo CD, or None.
        """
        super().__init__(scope, platform, "cluster")
        network = foundation.network
        self.cluster = EksCluster(
            self,
            "Eks",
            platform.site,
            cluster_props(platform),
            vpc=network.vpc,
            # jsii's protocols name a parameter differently from its classes.
            key=network.key,  # pyright: ignore[reportArgumentType]
            subnets=network.vpc.select_subnets(subnet_group_name="app").subnets,
        )
        if edge and edge.ingress:
            pods = self.cluster.cluster.attr_cluster_security_group_id
            let_balancer_in(self, pods, edge.ingress.security_group_id)
        self.argocd: ArgoCapability | None = None
        chosen = platform.delivery.argo_cd if platform.delivery else None
        if isinstance(chosen, EksCapability):
            after = self.cluster.cluster
            self.argocd = ArgoCapability(self, "ArgoCd", platform.site, chosen, region=platform.region, after=after)


class IdentityStack(LifecycleStack):
    """Who pods are in AWS: a role and its Pod Identity association for each service with access, and each add-on.

    It is deployed when the cluster exists: an association names the cluster, which EKS then looks for. By name, so that
    the two stacks hold no reference to each other. EKS' own add-ons have theirs in the cluster's stack.
    """

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform. `identities` has each by its service's name, `add_ons` those of add-ons.

        `databases` has those of databases inside the cluster, which write their own backups; `logs` those of Fluentd
        and of the job that prepares OpenSearch, or None; `watching` those of Grafana, Jaeger and Prometheus, or None;
        `agents` that of the pods that Jenkins starts, `runners` that of GitLab's pods that make images, or None.
        """
        super().__init__(scope, platform, "identity")
        self.identities: dict[str, MsaIdentity] = {
            service: MsaIdentity(self, service, platform.site, access)
            for service, access in identities(platform).items()
        }
        self.add_ons = AddOnIdentities(self, "AddOns", platform.site, add_ons_props(platform))
        self.databases: dict[str, InClusterBackupIdentity] = {
            name: InClusterBackupIdentity(self, f"db-{name}", platform.site, name)
            for name in in_cluster_props(platform)
        }
        self.logs = LogIdentities(self, "Logs", platform.site) if platform.logs else None
        watching = observability_pods(platform)
        self.watching = ObservabilityIdentities(self, "Watching", platform.site, watching) if watching else None
        agents = toolchain_identity(platform)
        self.agents = AgentsIdentity(self, "Agents", platform.site, agents) if agents else None
        runners = runners_identity(platform)
        self.runners = AgentsIdentity(self, "Runners", platform.site, runners) if runners else None


def _has_secrets(platform: Platform) -> bool:
    return bool(service_secrets(platform) or observability_secrets(platform) or toolchain_secrets(platform))


class PlatformStacks:
    """The stacks of a platform in a CDK App, tagged with customer and environment; platforms can share an App."""

    def __init__(self, app: App, platform: Platform) -> None:
        """Make the stacks: delivery only with an own registry or pipelines, secrets only if somebody is given some.

        `images` has, by their numbers from 2, the further stacks of repositories where the file asks for several.
        `data` is there if a service uses a database or keeps sessions, `copies` has a stack for each region to which
        backups are copied, `observability` is there where the file says `logs`, `toolchain` where it has GitLab or
        Nexus on hosts. `cdk deploy --all` deploys them in their order: identity after the cluster, observability after
        identity; cluster, data and secrets after the foundation; data after the copies; toolchain after the edge.

        Raises `ValueError` with each stack that has more resources than CloudFormation allows.
        """
        self.foundation = FoundationStack(app, platform)
        self.delivery = DeliveryStack(app, platform) if repositories(platform) or platform.pipelines else None
        images = self.delivery.images if self.delivery else None
        self.images: dict[int, ImagesStack] = {}
        for number, part in enumerate(repositories_by_stack(platform)[1:], 2):
            if images and part:
                self.images[number] = ImagesStack(app, platform, number, part, images.key)
        self.secrets = SecretsStack(app, platform) if _has_secrets(platform) else None
        self.copies = {region: CopiesStack(app, platform, region) for region in copy_regions(platform)}
        self.data = DataStack(app, platform, self.foundation) if has_data(platform) else None
        logs = log_store_props(platform)
        self.observability = ObservabilityStack(app, platform, self.foundation, logs) if logs else None
        self.edge = EdgeStack(app, platform, self.foundation) if edge_props(platform) or guard_props(platform) else None
        self.toolchain = ToolchainStack(app, platform, self.foundation, self.edge) if has_hosts(platform) else None
        self.cluster = ClusterStack(app, platform, self.foundation, self.edge)
        self.identity = IdentityStack(app, platform)
        if self.secrets:
            self.secrets.add_stack_dependency(self.foundation, "the key that its alias names")
        if self.data:
            for copies in self.copies.values():
                self.data.add_stack_dependency(copies, "the vault that its plans name")
        if self.observability:
            self.observability.add_stack_dependency(self.identity, "the role that is the domain's master")
        self.identity.add_stack_dependency(self.cluster, "the cluster that the associations name")
        # Of the platform's stacks these grow with its services.
        growing = (self.delivery, *self.images.values(), self.secrets, self.data, self.identity)
        refuse_too_many(stack for stack in growing if stack)
