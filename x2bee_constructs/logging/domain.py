"""The OpenSearch domain in which logs are found."""

from __future__ import annotations

from aws_cdk import CfnUpdatePolicy, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.logging import names
from x2bee_constructs.logging.domain_access import access_policy, unsigned
from x2bee_constructs.logging.domain_host import DomainHost
from x2bee_constructs.logging.domain_logs import DomainLogs
from x2bee_constructs.logging.domain_master import security_options
from x2bee_constructs.logging.domain_props import OpenSearchSpec
from x2bee_constructs.logging.props import LogStoreProps

__all__ = ["LogDomain"]

_Domain = opensearch.CfnDomain

_TLS = "Policy-Min-TLS-1-2-PFS-2023-10"
"""TLS 1.2 and 1.3 with forward secrecy: the strictest that OpenSearch Service has (DomainEndpointOptions)."""

_HTTPS = 443
_MASTERS = 3
_ZONES = 3
_QUIET = _Domain.WindowStartTimeProperty(hours=17, minutes=0)
"""In UTC, for ten hours: in Korea from two in the night. AWS updates the service's software then."""


class LogDomain(Construct):
    """A domain inside the VPC, encrypted, for the roles that its policy names, at a host of its own.

    It outlives the stack. AWS makes its network interfaces by a service-linked role that the account must have once
    (`AWSServiceRoleForAmazonOpenSearchService`). `domain` is the domain, `security_group` its door.
    """

    def __init__(
        self, scope: Construct, id: str, site: Site, props: LogStoreProps, *, vpc: ec2.IVpc, key: kms.IKey
    ) -> None:
        """Make the domain of one site in the VPC's `data` subnets, under `key`."""
        super().__init__(scope, id)
        self.security_group = self._door(vpc, props)
        self.logs = DomainLogs(self, "Logs", site, days=props.log_days, key=key)
        self.host = DomainHost(self, "Host", props)
        self.domain = self._domain(site, props, vpc, key)
        self.host.lead_to(self.domain.attr_domain_endpoint)
        self._meant(props)

    def _door(self, vpc: ec2.IVpc, props: LogStoreProps) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "Door",
            vpc=vpc,
            description="Fluentd and people to OpenSearch",
            allow_all_outbound=False,
            disable_inline_rules=False,
        )
        # Literal networks: of a reference, checkers cannot tell how wide it is.
        for cidr in props.app_cidrs:
            group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(_HTTPS), "Logs of pods")
        for cidr in props.people_cidrs:
            group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(_HTTPS), "People at Dashboards")
        return group

    def _domain(self, site: Site, props: LogStoreProps, vpc: ec2.IVpc, key: kms.IKey) -> opensearch.CfnDomain:
        place, spec = place_of(self), props.logs.opensearch
        domain = _Domain(
            self,
            "Domain",
            domain_name=names.domain_name(site),
            engine_version=f"OpenSearch_{spec.version}",
            cluster_config=_cluster(spec),
            ebs_options=_Domain.EBSOptionsProperty(ebs_enabled=True, volume_type="gp3", volume_size=spec.storage_gib),
            vpc_options=_Domain.VPCOptionsProperty(
                subnet_ids=vpc.select_subnets(subnet_group_name="data").subnet_ids[: spec.zones],
                security_group_ids=[self.security_group.security_group_id],
            ),
            ip_address_type="ipv4",
            encryption_at_rest_options=_Domain.EncryptionAtRestOptionsProperty(enabled=True, kms_key_id=key.key_arn),
            node_to_node_encryption_options=_Domain.NodeToNodeEncryptionOptionsProperty(enabled=True),
            domain_endpoint_options=self._endpoint(props),
            advanced_security_options=security_options(self, site, props.logs.dashboards, key),
            access_policies=access_policy(site, place.account, place.region, props.logs.dashboards, props.guests),
            log_publishing_options=self.logs.options,
            off_peak_window_options=_Domain.OffPeakWindowOptionsProperty(
                enabled=True, off_peak_window=_Domain.OffPeakWindowProperty(window_start_time=_QUIET)
            ),
            software_update_options=_Domain.SoftwareUpdateOptionsProperty(auto_software_update_enabled=True),
        )
        domain.node.add_dependency(self.logs.leave)
        # Without it a new version would be a new domain, whose fixed name is taken.
        domain.cfn_options.update_policy = CfnUpdatePolicy(enable_version_upgrade=True)
        domain.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        for_people(domain, "programs and people reach it by its host")
        return domain

    def _endpoint(self, props: LogStoreProps) -> opensearch.CfnDomain.DomainEndpointOptionsProperty:
        return _Domain.DomainEndpointOptionsProperty(
            enforce_https=True,
            tls_security_policy=_TLS,
            custom_endpoint_enabled=True,
            custom_endpoint=props.host,
            custom_endpoint_certificate_arn=self.host.certificate_arn,
        )

    def _meant(self, props: LogStoreProps) -> None:
        spec = props.logs.opensearch
        private = "it is inside the VPC, where OpenSearch Service takes no rule by address: its security group decides"
        acknowledge(self.domain, private, "AwsSolutions-OS3")
        newer = "its policy is newer than the one that the rule knows: TLS 1.2 and 1.3, with forward secrecy alone"
        acknowledge(self.domain, newer, "cdk-validator-cfnguard::opensearch_https_required_check")
        if unsigned(props.logs.dashboards):
            browsers = "a browser signs nothing: security group and OpenSearch's own login stand before the logs"
            acknowledge(self.domain, browsers, "AwsSolutions-OS5")
        if not spec.standby:
            small = "a domain for development, said so by standby: false: logs are in the archive too"
            acknowledge(self.domain, small, "AwsSolutions-OS4")
            acknowledge(self.domain, small, *_missed(spec))


def _missed(spec: OpenSearchSpec) -> list[str]:
    """What checkers miss of fewer nodes than zones."""
    zones = ["AwsSolutions-OS7"] if spec.zones == 1 else []
    nodes = ["cdk-validator-cfnguard::opensearch_data_node_fault_tolerance_check"] if spec.zones < _ZONES else []
    return [*zones, *nodes]


def _cluster(spec: OpenSearchSpec) -> opensearch.CfnDomain.ClusterConfigProperty:
    several = spec.zones > 1
    return _Domain.ClusterConfigProperty(
        instance_type=spec.node_type,
        instance_count=spec.nodes,
        dedicated_master_enabled=spec.masters is not None,
        dedicated_master_type=spec.masters,
        dedicated_master_count=_MASTERS if spec.masters else None,
        multi_az_with_standby_enabled=spec.standby,
        zone_awareness_enabled=several,
        zone_awareness_config=_Domain.ZoneAwarenessConfigProperty(availability_zone_count=spec.zones)
        if several
        else None,
        warm_enabled=False,
    )
