"""The AWS half of sessions: the replication group that keeps them."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.session import names
from x2bee_constructs.session.alarms import SessionAlarms
from x2bee_constructs.session.logs import SessionLogs
from x2bee_constructs.session.parameters import PARAMETERS
from x2bee_constructs.session.props import SessionStoreProps
from x2bee_constructs.session.users import SessionUsers

__all__ = ["SessionStore"]

_SNAPSHOTS = "17:00-18:00"
_MAINTENANCE = "sun:18:00-sun:19:00"
"""UTC: in Korea the small hours, of Monday. The first ends before the second begins."""

_ASKED_DAYS = 15
"""NIST 800-53's rule of cdk-nag asks for snapshots of so many days."""

_KEEP = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
"""The store outlives its stack, and with it what it cannot be without: AWS deletes nothing that it still uses."""


class SessionStore(Construct):
    """A primary and its replicas over the zones, encrypted, for named users only, with alarms.

    One shard, cluster mode disabled: Spring Session renames keys and follows the server's events, and a cluster does
    the first within one slot only and tells the second to whoever asks the right node. It outlives the stack, though
    not a first deployment that fails: its name would stop the next one. `group` is the replication group, `users` who
    may use it, `security_group` its door.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: SessionStoreProps,
        *,
        vpc: ec2.IVpc,
        key: kms.IKey,
        topic: sns.ITopic,
    ) -> None:
        """Make the store of one site in the VPC's `data` subnets, under `key`; its alarms go to `topic`."""
        super().__init__(scope, id)
        self.security_group = self._door(vpc, props)
        self.users = SessionUsers(self, "Users", site, props)
        self.logs = SessionLogs(self, "Logs", site, days=props.log_days, key=key)
        self.group = self._group(site, props, vpc, key)
        SessionAlarms(self, "Alarms", site, nodes=1 + props.replicas, topic=topic, runbooks=props.runbooks)
        self._publish(site, props)

    def _door(self, vpc: ec2.IVpc, props: SessionStoreProps) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "Door",
            vpc=vpc,
            description="Services to the session store",
            allow_all_outbound=False,
            disable_inline_rules=False,
        )
        # Literal networks: of a reference, checkers cannot tell how wide it is.
        for cidr in props.client_cidrs:
            group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(props.port), "Sessions of services")
        group.apply_removal_policy(_KEEP)
        return group

    def _group(
        self, site: Site, props: SessionStoreProps, vpc: ec2.IVpc, key: kms.IKey
    ) -> elasticache.CfnReplicationGroup:
        group = elasticache.CfnReplicationGroup(
            self,
            "Group",
            replication_group_id=names.store(site),
            replication_group_description=f"Sessions of {site.prefix}",
            engine=props.engine,
            engine_version=props.engine_version,
            cache_node_type=props.node_type,
            cache_parameter_group_name=self._parameters(props).ref,
            cluster_mode="disabled",
            num_cache_clusters=1 + props.replicas,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            auto_minor_version_upgrade=True,
            port=props.port,
            cache_subnet_group_name=self._subnets(vpc).ref,
            security_group_ids=[self.security_group.security_group_id],
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            at_rest_encryption_enabled=True,
            kms_key_id=key.key_arn,
            user_group_ids=[self.users.group.ref],
            snapshot_retention_limit=props.snapshot_days,
            snapshot_window=_SNAPSHOTS,
            preferred_maintenance_window=_MAINTENANCE,
            log_delivery_configurations=self.logs.deliveries,
        )
        group.apply_removal_policy(_KEEP)
        for_people(group, "programs reach it by the address in its parameter")
        self._meant(group, props)
        return group

    def _meant(self, group: elasticache.CfnReplicationGroup, props: SessionStoreProps) -> None:
        if props.snapshot_days < _ASKED_DAYS:
            days = "as many days as were said: a session older than that has ended"
            acknowledge(group, days, "NIST.800.53.R5-ElastiCacheRedisClusterAutomaticBackup")
        users = "every user has a name, a password and an access string of its own (RBAC), which excludes an AUTH token"
        acknowledge(group, users, "AwsSolutions-AEC6")

    def _subnets(self, vpc: ec2.IVpc) -> elasticache.CfnSubnetGroup:
        group = elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            description="Where the session store is",
            subnet_ids=vpc.select_subnets(subnet_group_name="data").subnet_ids,
        )
        group.apply_removal_policy(_KEEP)
        return group

    def _parameters(self, props: SessionStoreProps) -> elasticache.CfnParameterGroup:
        group = elasticache.CfnParameterGroup(
            self,
            "Parameters",
            cache_parameter_group_family=props.family,
            description="Sessions: events of keys that end, and what goes when memory is full",
            properties=dict(PARAMETERS),
        )
        group.apply_removal_policy(_KEEP)
        return group

    def _publish(self, site: Site, props: SessionStoreProps) -> None:
        primary, reader = self.group.attr_primary_end_point_address, self.group.attr_reader_end_point_address
        self._parameter("primary", names.parameter(site, "primary"), primary)
        self._parameter("port", names.parameter(site, "port"), str(props.port))
        unread = self._parameter("reader", names.parameter(site, "reader"), reader)
        for_people(unread, "people look at replicas; a service reads its sessions where it writes them")

    def _parameter(self, id: str, name: str, value: str) -> ssm.StringParameter:
        return ssm.StringParameter(self, id, parameter_name=name, string_value=value)
