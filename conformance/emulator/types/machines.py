"""AWS::AutoScaling::AutoScalingGroup and its launch template: what is refused, and what the emulator forgets.

No machine starts: a group is what it was told, and has nobody in it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Properties, RefusedError
from conformance.emulator.types.stack import alb, autoscaling, ec2, iam, provisioners
from conformance.emulator.types.wrapping import judged, remembered

__all__ = ["install"]

_GROUP = "AWS::AutoScaling::AutoScalingGroup"
_TEMPLATE = "AWS::EC2::LaunchTemplate"

_TAKEN = {
    "AutoScalingGroupName", "Cooldown", "DesiredCapacity", "HealthCheckGracePeriod", "HealthCheckType",
    "LaunchTemplate", "MaxSize", "MetricsCollection", "MinSize", "Tags", "TargetGroupARNs", "VPCZoneIdentifier",
}  # fmt: skip
"""What the emulator takes itself, and what is remembered below."""

_USER_DATA = 16_384
"""Bytes that EC2 takes, before they are written as base64 (EC2 user guide, instance user data)."""

_IMAGES = "resolve:ssm:/aws/service/ami-amazon-linux-latest/"
"""Images that are looked up when a machine starts. The emulator has none, so that others are refused."""


def _judge_template(_: str | None, properties: Properties) -> None:
    """Refuse what EC2 would refuse of a launch template, and images that nobody here knows."""
    data: Mapping[str, Any] = properties["LaunchTemplateData"]
    text = data.get("UserData", "")
    size = len(base64.b64decode(text, validate=True))
    if size > _USER_DATA:
        raise RefusedError(f"InvalidUserData.Malformed: User data is limited to {_USER_DATA} bytes, got {size}")
    image = str(data.get("ImageId", ""))
    if image and not image.startswith(_IMAGES):
        raise RefusedError(f"InvalidAMIID.NotFound: the emulator has no image {image}; add it to types/machines.py")
    if data.get("SecurityGroupIds") and data.get("NetworkInterfaces"):
        raise RefusedError("InvalidParameterCombination: security groups stand at the network interfaces, or alone")


def _judge_group(known: str | None, properties: Properties) -> None:
    """Refuse what Auto Scaling would refuse: what a group names must be there, and fit together."""
    strange = sorted(properties.keys() - _TAKEN)
    if strange:
        raise RefusedError(f"the emulator does not take {strange} of a group; add it to types/machines.py")
    name = str(properties.get("AutoScalingGroupName", ""))
    if name != known and name in autoscaling._asgs:
        raise RefusedError(f"AlreadyExists: AutoScalingGroup by this name already exists: {name}")
    least, most = int(properties["MinSize"]), int(properties["MaxSize"])
    wanted = int(properties.get("DesiredCapacity", least))
    if not least <= wanted <= most:
        raise RefusedError(f"ValidationError: desired capacity {wanted} is not between {least} and {most}")
    vpc = _vpc(properties)
    for arn in properties.get("TargetGroupARNs", []):
        _judge_target(str(arn), vpc)
    _judge_machine(_data(properties["LaunchTemplate"]), vpc)


def _vpc(properties: Properties) -> str:
    subnets = [str(one) for one in properties.get("VPCZoneIdentifier", [])]
    unknown = [one for one in subnets if one not in ec2._subnets]
    if unknown or not subnets:
        raise RefusedError(f"ValidationError: no subnet {unknown or 'was said'}")
    vpcs = {ec2._subnets[one]["VpcId"] for one in subnets}
    if len(vpcs) > 1:
        raise RefusedError(f"ValidationError: subnets of several VPCs: {sorted(vpcs)}")
    return vpcs.pop()


def _judge_target(arn: str, vpc: str) -> None:
    group = alb._tgs.get(arn)
    if group is None:
        raise RefusedError(f"ValidationError: no target group {arn}")
    if group["TargetType"] != "instance" or group["VpcId"] != vpc:
        raise RefusedError(f"ValidationError: {arn} takes {group['TargetType']} of {group['VpcId']}, not of {vpc}")


def _data(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the version that a group names says."""
    template = ec2._launch_templates.get(str(said.get("LaunchTemplateId", "")))
    versions = {str(one["VersionNumber"]): one for one in template["Versions"]} if template else {}
    version = versions.get(str(said.get("Version", "")))
    if version is None:
        raise RefusedError(f"ValidationError: no version {said.get('Version')} of {said.get('LaunchTemplateId')}")
    return version["LaunchTemplateData"]


def _judge_machine(data: Mapping[str, Any], vpc: str) -> None:
    """What Auto Scaling tries before it takes a template: profile, security groups, image and type."""
    profile = str(data.get("IamInstanceProfile", {}).get("Arn", "")).rsplit("/", 1)[-1]
    if profile and profile not in iam._instance_profiles:
        raise RefusedError(f"ValidationError: invalid IAM instance profile {profile}")
    for one in data.get("NetworkInterfaces", []):
        for group in one.get("Groups", []):
            found = ec2._security_groups.get(group)
            if found is None or found["VpcId"] != vpc:
                raise RefusedError(f"InvalidGroup.NotFound: {group} is not in {vpc}")
    for key in ("ImageId", "InstanceType"):
        if not data.get(key):
            raise RefusedError(f"ValidationError: the launch template says no {key}")


def _remember(name: str, properties: Properties) -> Attributes:
    record: dict[str, Any] = autoscaling._asgs[name]
    record["AvailabilityZones"] = sorted({ec2._subnets[one]["AvailabilityZone"] for one in _subnets(record)})
    record["TargetGroupARNs"] = list(properties.get("TargetGroupARNs", []))
    collected = properties.get("MetricsCollection", [])
    record["EnabledMetrics"] = [
        (metric, one["Granularity"]) for one in collected for metric in one.get("Metrics") or _METRICS
    ]
    return {}


_METRICS = (
    "GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances", "GroupPendingInstances",
    "GroupStandbyInstances", "GroupTerminatingInstances", "GroupTotalInstances", "GroupInServiceCapacity",
    "GroupPendingCapacity", "GroupStandbyCapacity", "GroupTerminatingCapacity", "GroupTotalCapacity",
    "WarmPoolDesiredCapacity", "WarmPoolWarmedCapacity", "WarmPoolPendingCapacity", "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity", "GroupAndWarmPoolDesiredCapacity", "GroupAndWarmPoolTotalCapacity",
)  # fmt: skip
"""All that a group measures, if nothing is named (API reference, EnableMetricsCollection)."""


def _subnets(record: Mapping[str, Any]) -> list[str]:
    return [one for one in record["VPCZoneIdentifier"].split(",") if one]


def _show(describe: Any) -> Any:
    """Groups with the target groups and metrics that they were told, which belong to whoever stands before them."""

    def shown(said: Any) -> Any:
        status, headers, body = describe(said)
        text = body.decode()
        for name, record in autoscaling._asgs.items():
            arns = "".join(f"<member>{arn}</member>" for arn in record.get("TargetGroupARNs", []))
            metrics = "".join(
                f"<member><Metric>{metric}</Metric><Granularity>{grain}</Granularity></member>"
                for metric, grain in record.get("EnabledMetrics", [])
            )
            besides = f"<TargetGroupARNs>{arns}</TargetGroupARNs><EnabledMetrics>{metrics}</EnabledMetrics>"
            mark = f"<AutoScalingGroupName>{name}</AutoScalingGroupName><AutoScalingGroupARN>"
            text = text.replace(mark, f"{besides}{mark}", 1)
        return status, headers, text.encode()

    return shown


def _templated(update: Any) -> Any:
    """UpdateAutoScalingGroup takes another version of the template too."""

    def updated(said: Any) -> Any:
        response = update(said)
        version = autoscaling._p(said, "LaunchTemplate.Version")
        if response[0] < 400 and version:
            record = autoscaling._asgs[autoscaling._p(said, "AutoScalingGroupName")]
            record["LaunchTemplate"] = {**record["LaunchTemplate"], "Version": version}
        return response

    return updated


def install() -> None:
    """Templates and groups are judged, and groups remembered and shown whole."""
    judged(_TEMPLATE, _judge_template)
    judged(_GROUP, _judge_group)
    remembered(_GROUP, _remember)
    autoscaling._ACTION_MAP["DescribeAutoScalingGroups"] = _show(autoscaling._describe_asgs)
    autoscaling._ACTION_MAP["UpdateAutoScalingGroup"] = _templated(autoscaling._update_asg)
    provisioners._REPLACING_PROPERTIES.setdefault(_GROUP, ("AutoScalingGroupName", "InstanceId"))
    provisioners._REPLACING_PROPERTIES.setdefault(_TEMPLATE, ("LaunchTemplateName",))
