"""What checkers must find in `insecure-data.yaml`: databases, a session store and a backup vault without any care."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["DATA", "DATA_RULES"]

DATA = Path(__file__).parent / "insecure-data.yaml"

_GUARD = (
    "elasticache_repl_grp_auto_failover_enabled_check",
    "elasticache_repl_grp_encrypted_at_rest_check",
    "elasticache_repl_grp_encrypted_in_transit_check",
    "elasticache_repl_grp_rbac_auth_enabled_check",
    "rds_cluster_copy_tags_to_snapshots_enabled_check",
    "rds_cluster_default_admin_check",
    "rds_cluster_deletion_protection_enabled_check",
    "rds_cluster_iam_authentication_enabled_check",
    "rds_cluster_logging_enabled_check",
    "rds_cluster_storage_encrypted_check",
    "rds_instance_automatic_minor_version_upgrade_enabled_check",
    "rds_instance_enhanced_monitoring_enabled_check",
    "rds_instance_public_access_check",
)
_BOTH = ("RDSInstancePublicAccess", "RDSLoggingEnabled[LogExport::postgresql]", "RDSStorageEncrypted")
_NIST = (
    "ElastiCacheRedisClusterAutomaticBackup",
    "RDSEnhancedMonitoringEnabled",
    "RDSInBackupPlan",
    "RDSInstanceDeletionProtectionEnabled",
)

DATA_RULES: Mapping[str, frozenset[str]] = {
    "AwsSolutions": frozenset(
        f"AwsSolutions-{rule}" for rule in ("AEC3", "AEC4", "AEC5", "AEC6", "RDS10", "RDS2", "RDS6")
    ),
    "NIST.800.53.R5": frozenset(f"NIST.800.53.R5-{rule}" for rule in (*_BOTH, *_NIST)),
    "PCI.DSS.321": frozenset(f"PCI.DSS.321-{rule}" for rule in (*_BOTH, "RDSAutomaticMinorVersionUpgradeEnabled")),
    "CloudFormation Validate": frozenset({"W2501"}),
    "cdk-validator-cfnguard": frozenset(_GUARD),
    "cfn-lint": frozenset({"W2501"}),
    "checkov": frozenset(f"CKV_AWS_{number}" for number in (17, 29, 30, 31, 96, 118, 162, 166)),
}
"""Rules that each checker must object by."""
