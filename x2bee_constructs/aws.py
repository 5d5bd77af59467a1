"""The AWS constructs, for a CDK app. Importing this loads aws-cdk-lib and never cdk8s."""

from x2bee_constructs.core.extras import missing_extra

try:
    from x2bee_constructs.addons.aws import AddOnIdentities, AddOnIdentity
    from x2bee_constructs.batch.aws import BatchStore
    from x2bee_constructs.cluster.aws import EksCluster
    from x2bee_constructs.core.acknowledge import acknowledge
    from x2bee_constructs.core.aws import PlatformStack, for_people, zone_context
    from x2bee_constructs.database.aws import PostgresCluster
    from x2bee_constructs.database.backup import DatabaseBackup, DatabaseCopyVault
    from x2bee_constructs.database.credentials_aws import DatabaseLogins
    from x2bee_constructs.database.in_cluster_aws import InClusterBackupIdentity, InClusterDatabases
    from x2bee_constructs.delivery.argo.aws import ArgoCapability
    from x2bee_constructs.delivery.aws import ImageRepositories
    from x2bee_constructs.hosts.aws import GitlabHost, HostBackup, NexusHost, Place, ToolRecords
    from x2bee_constructs.ingress.aws import AlbIngress, let_balancer_in
    from x2bee_constructs.ingress.guard import EdgeGuard
    from x2bee_constructs.logging.aws import LogStore
    from x2bee_constructs.logging.identities_aws import LogIdentities
    from x2bee_constructs.network.aws import Network
    from x2bee_constructs.observability.aws import ObservabilitySecrets
    from x2bee_constructs.observability.identities_aws import ObservabilityIdentities
    from x2bee_constructs.pipelines.aws import BuildAccess
    from x2bee_constructs.platform.aws import (
        ClusterStack,
        CopiesStack,
        DataStack,
        DeliveryStack,
        EdgeStack,
        FoundationStack,
        IdentityStack,
        ImagesStack,
        ObservabilityStack,
        PlatformStacks,
        SecretsStack,
        ToolchainStack,
    )
    from x2bee_constructs.session.aws import SessionStore
    from x2bee_constructs.toolchain.aws import AgentsIdentity, ToolchainSecrets
    from x2bee_constructs.toolchain.backup_aws import JenkinsBackup
    from x2bee_constructs.workload.aws import MsaIdentity, ServiceSecrets
except ModuleNotFoundError as error:
    raise missing_extra(error, "aws") from None

__all__ = [
    "AddOnIdentities",
    "AddOnIdentity",
    "AgentsIdentity",
    "AlbIngress",
    "ArgoCapability",
    "BatchStore",
    "BuildAccess",
    "ClusterStack",
    "CopiesStack",
    "DataStack",
    "DatabaseBackup",
    "DatabaseCopyVault",
    "DatabaseLogins",
    "DeliveryStack",
    "EdgeGuard",
    "EdgeStack",
    "EksCluster",
    "FoundationStack",
    "GitlabHost",
    "HostBackup",
    "IdentityStack",
    "ImageRepositories",
    "ImagesStack",
    "InClusterBackupIdentity",
    "InClusterDatabases",
    "JenkinsBackup",
    "LogIdentities",
    "LogStore",
    "MsaIdentity",
    "Network",
    "NexusHost",
    "ObservabilityIdentities",
    "ObservabilitySecrets",
    "ObservabilityStack",
    "Place",
    "PlatformStack",
    "PlatformStacks",
    "PostgresCluster",
    "SecretsStack",
    "ServiceSecrets",
    "SessionStore",
    "ToolRecords",
    "ToolchainSecrets",
    "ToolchainStack",
    "acknowledge",
    "for_people",
    "let_balancer_in",
    "zone_context",
]
