"""The machine: one, replaced when it fails or changes, and its volume, which is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aws_cdk import CfnAutoScalingRollingUpdate, CfnTag, CfnUpdatePolicy, Fn, RemovalPolicy, Tags
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.fields import machine_of
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import HostProps, MachineSpec
from x2bee_constructs.hosts.user_data import CERTIFICATES, user_data

__all__ = ["KEEP", "RETENTION", "TAG", "HostLog", "HostVolume", "Machine", "Place"]

KEEP = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
"""What holds data outlives its stack, though not a first deployment that fails."""

TAG = "x2bee:host"
"""The tag by which a volume and a document know their machine; its value is the machine's name."""

_ROOT_GIB = 40
"""The system, Docker, and two versions of the tool's image while one replaces the other. Our judgement."""

_GRACE_SECONDS = 600
"""Until EC2's own checks of a new machine count: its first start takes that long (packages, image). Our judgement."""

RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}
"""How long logs are kept, by days."""


class Place(NamedTuple):
    """Where a host stands, and what it shares with others."""

    vpc: ec2.IVpc
    """Its app subnets have a way out, its data subnets none."""
    key: kms.IKey
    """The environment's."""
    topic: sns.ITopic
    """Which hears alarms."""
    listener_arn: str
    """Where HTTPS comes in."""
    balancer_name: str
    """The load balancer, as CloudWatch calls it."""
    balancer_group_id: str
    """Its security group: whom the machine lets in."""

    @property
    def subnet(self) -> ec2.ISubnet:
        """The one app subnet in which the machine is: a volume cannot move to another zone."""
        return self.vpc.select_subnets(subnet_group_name="app").subnets[0]


class HostVolume(Construct):
    """The volume with a tool's data: encrypted, and nobody's part. `volume` is it."""

    def __init__(self, scope: Construct, id: str, site: Site, tool: HostTool, spec: MachineSpec, place: Place) -> None:
        """Make it in the zone of the machine."""
        super().__init__(scope, id)
        self.volume = ec2.CfnVolume(
            self,
            "Volume",
            availability_zone=place.subnet.availability_zone,
            size=spec.volume_gib,
            volume_type="gp3",
            encrypted=True,
            kms_key_id=place.key.key_arn,
        )
        self.volume.apply_removal_policy(KEEP)
        Tags.of(self.volume).add(TAG, names.machine(site, tool))
        Tags.of(self.volume).add("Name", f"{names.machine(site, tool)}-data")
        for_people(self.volume, "the tool's data: its machine finds it by its id")
        why = "the machine's subnet says in which zone it is: zones are named in the file, and nothing is looked up"
        acknowledge(self.volume, why, "CloudFormation-Validate::W3010", "W3010")


class HostLog(Construct):
    """Where the machine's and the tool's logs go. `group` is it."""

    def __init__(self, scope: Construct, id: str, site: Site, tool: HostTool, props: HostProps, key: kms.IKey) -> None:
        """Make it, under `key`."""
        super().__init__(scope, id)
        self.group = logs.LogGroup(
            self,
            "Group",
            log_group_name=names.log_group(site, tool),
            retention=RETENTION[props.log_days],
            encryption_key=key,
            removal_policy=KEEP,
        )
        for_people(self.group, "what the tool did, and who did what in it, for people to search")
        imported = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"
        acknowledge(self.group, imported, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")


class Machine(Construct):
    """An Auto Scaling group of one, in one zone, which makes another machine whenever one is lost.

    `group` is it. A changed template is a new machine too: the old one goes first, and leaves its volume.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        spec: str,
        place: Place,
        *,
        security_group_id: str,
        profile_arn: str,
        target_group_arn: str,
        says: Mapping[str, str | Sequence[str]],
    ) -> None:
        """Make it of the type `spec`; `says` is what its scripts are told."""
        super().__init__(scope, id)
        told = {"NAME": tool, "CERTIFICATES": CERTIFICATES, "LOG_GROUP": names.log_group(site, tool), **says}
        name = names.machine(site, tool)
        self.template = ec2.CfnLaunchTemplate(
            self,
            "Template",
            launch_template_data=ec2.CfnLaunchTemplate.LaunchTemplateDataProperty(
                image_id=_image(spec),
                instance_type=spec,
                iam_instance_profile={"arn": profile_arn},
                network_interfaces=[_address(security_group_id)],
                user_data=Fn.base64(user_data(tool, told)),
                monitoring=ec2.CfnLaunchTemplate.MonitoringProperty(enabled=True),
                # One hop: what runs in a network of its own on the machine does not get the machine's role.
                metadata_options=ec2.CfnLaunchTemplate.MetadataOptionsProperty(
                    http_tokens="required", http_put_response_hop_limit=1, instance_metadata_tags="disabled"
                ),
                block_device_mappings=[_root()],
                tag_specifications=[_volume_tags(site, name)],
            ),
        )
        self.group = self._group(name, place, target_group_arn)

    def _group(self, name: str, place: Place, target_group_arn: str) -> autoscaling.CfnAutoScalingGroup:
        group = autoscaling.CfnAutoScalingGroup(
            self,
            "Group",
            auto_scaling_group_name=name,
            min_size="1",
            max_size="1",
            desired_capacity="1",
            vpc_zone_identifier=[place.subnet.subnet_id],
            launch_template=autoscaling.CfnAutoScalingGroup.LaunchTemplateSpecificationProperty(
                launch_template_id=self.template.ref, version=self.template.attr_latest_version_number
            ),
            # Not the load balancer's: a tool that is busy, or migrates, would be thrown away in the middle of it.
            health_check_type="EC2",
            health_check_grace_period=_GRACE_SECONDS,
            target_group_arns=[target_group_arn],
            metrics_collection=[{"granularity": "1Minute"}],
        )
        group.cfn_options.update_policy = CfnUpdatePolicy(
            auto_scaling_rolling_update=CfnAutoScalingRollingUpdate(max_batch_size=1, min_instances_in_service=0)
        )
        for tag, value in (("Name", name), (TAG, name)):
            Tags.of(group).add(tag, value)
        for_people(group, "people replace the machine by this name")
        self._meant(group)
        return group

    def _meant(self, group: autoscaling.CfnAutoScalingGroup) -> None:
        alarms = "the load balancer's alarm tells when nobody answers, whatever the group did"
        acknowledge(group, alarms, "AwsSolutions-AS3")
        health = "a tool that migrates its data for an hour must not be replaced in the middle of it"
        packs = ("NIST.800.53.R5", "PCI.DSS.321")
        acknowledge(group, health, *(f"{pack}-AutoScalingGroupELBHealthCheckRequired" for pack in packs))
        guard = "cdk-validator-cfnguard::autoscaling"
        acknowledge(group, health, f"{guard}_group_elb_healthcheck_required_check")
        acknowledge(group, "its volume is in one zone, and so is it", f"{guard}_multiple_az_check")
        size = "one machine, of the type that is said: another one would have less than the tool needs"
        acknowledge(group, size, f"{guard}_mixed_instances_policy_multiple_instance_types_check")


def _image(machine: str) -> str:
    """The newest Amazon Linux of the day on which a machine starts: replacing it is how it is patched."""
    found = machine_of(machine)
    architecture = found.architecture if found else "arm64"
    return f"resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"


def _address(group: str) -> ec2.CfnLaunchTemplate.NetworkInterfaceProperty:
    """No public address, whatever the subnet says."""
    return ec2.CfnLaunchTemplate.NetworkInterfaceProperty(
        device_index=0, associate_public_ip_address=False, delete_on_termination=True, groups=[group]
    )


def _root() -> ec2.CfnLaunchTemplate.BlockDeviceMappingProperty:
    """The system's own volume, which goes with the machine. Under AWS' key: Auto Scaling may not use ours."""
    return ec2.CfnLaunchTemplate.BlockDeviceMappingProperty(
        device_name="/dev/xvda",
        ebs=ec2.CfnLaunchTemplate.EbsProperty(
            volume_size=_ROOT_GIB, volume_type="gp3", encrypted=True, delete_on_termination=True
        ),
    )


def _volume_tags(site: Site, name: str) -> ec2.CfnLaunchTemplate.TagSpecificationProperty:
    tags = {**site.tags, "Name": f"{name}-system"}
    return ec2.CfnLaunchTemplate.TagSpecificationProperty(
        resource_type="volume", tags=[CfnTag(key=key, value=value) for key, value in sorted(tags.items())]
    )
