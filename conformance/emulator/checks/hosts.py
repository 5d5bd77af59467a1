"""GitLab and Nexus on hosts: the machine that is made, who it is and who reaches it, its volume, its settings."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import admitted, document, own_key, ways_out
from conformance.emulator.report import Expect
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.fields import machine_of
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import GitlabSpec, NexusSpec
from x2bee_constructs.hosts.state import gitlab_state, nexus_state
from x2bee_constructs.ingress.names import load_balancer
from x2bee_constructs.platform.hosts import gitlab_props, nexus_props
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import network_props

__all__ = [
    "TAG", "doors", "group_of", "machines", "roles", "settings", "template", "volume_of", "volumes",
]  # fmt: skip

TAG = "x2bee:host"
"""The tag by which a volume and a document know their machine."""

_IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
_ANYWHERE, _HTTPS = "0.0.0.0/0", 443


def group_of(sight: Sight, tool: HostTool) -> Mapping[str, Any]:
    """The Auto Scaling group of a tool, found by its name as people find it."""
    said: Any = {"AutoScalingGroupNames": [names.machine(sight.platform.site, tool)]}
    return sight.aws.call("autoscaling", "describe_auto_scaling_groups", **said)["AutoScalingGroups"][0]


def template(sight: Sight, group: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the version of its launch template says that a group makes machines of."""
    used = group["LaunchTemplate"]
    said: Any = {"LaunchTemplateId": used["LaunchTemplateId"], "Versions": [used["Version"]]}
    (found,) = sight.aws.call("ec2", "describe_launch_template_versions", **said)["LaunchTemplateVersions"]
    return found["LaunchTemplateData"]


def volume_of(sight: Sight, tool: HostTool) -> Mapping[str, Any]:
    """The volume that says whose it is; whatever else says so is a fault of its own."""
    said: Any = {"Filters": [{"Name": f"tag:{TAG}", "Values": [names.machine(sight.platform.site, tool)]}]}
    found = sight.aws.call("ec2", "describe_volumes", **said)["Volumes"]
    if len(found) != 1:
        raise LookupError(f"{len(found)} volumes say that they are of {tool}")
    return found[0]


def machines(sight: Sight, expect: Expect) -> None:
    """One machine for each tool, in one app subnet, of the type and image that are said, closed in itself."""
    site, specs = sight.platform.site, host_specs(sight.platform)
    found = sight.aws.call("autoscaling", "describe_auto_scaling_groups")["AutoScalingGroups"]
    own = sorted(one["AutoScalingGroupName"] for one in found if one["AutoScalingGroupName"].startswith(site.prefix))
    expect.same("groups of machines", sorted(names.machine(site, tool) for tool in specs), own)
    for tool, spec in specs.items():
        group = group_of(sight, tool)
        _alone(sight, tool, group, expect)
        data = template(sight, group)
        _made_of(tool, spec, data, expect)
        _told(sight, tool, data, expect)


def _alone(sight: Sight, tool: HostTool, group: Mapping[str, Any], expect: Expect) -> None:
    """A group of one, in the first zone, behind its target group, replaced for EC2's own checks alone."""
    sizes = (group["MinSize"], group["DesiredCapacity"], group["MaxSize"])
    expect.same(f"{tool}: how many machines", (1, 1, 1), sizes)
    expect.same(f"{tool}: who says that it is ill", "EC2", group["HealthCheckType"])
    expect.that(bool(group.get("EnabledMetrics")), f"{tool}: nothing of its group is measured")
    subnets = group["VPCZoneIdentifier"].split(",")
    found = sight.aws.call("ec2", "describe_subnets", SubnetIds=subnets)["Subnets"]
    where = [(one["AvailabilityZone"], _tier(one), one["MapPublicIpOnLaunch"]) for one in found]
    expect.same(f"{tool}: where it is", [(network_props(sight.platform).zones[0], "app", False)], where)
    name = names.machine(sight.platform.site, tool)
    (targets,) = sight.aws.call("elbv2", "describe_target_groups", Names=[name])["TargetGroups"]
    expect.same(f"{tool}: where it is registered", [targets["TargetGroupArn"]], group.get("TargetGroupARNs"))
    tags = {one["Key"]: one["Value"] for one in group["Tags"] if one["PropagateAtLaunch"]}
    expect.same(f"{tool}: its machine says", (name, name), (tags.get("Name"), tags.get(TAG)))


def _tier(subnet: Mapping[str, Any]) -> str:
    return next((tag["Value"] for tag in subnet["Tags"] if tag["Key"] == "aws-cdk:subnet-name"), "nameless")


def _made_of(tool: HostTool, spec: GitlabSpec | NexusSpec, data: Mapping[str, Any], expect: Expect) -> None:
    """Type and image; credentials over one hop and with a token only; no public address; all disks encrypted."""
    parts = machine_of(spec.machine)
    expect.same(f"{tool}: its type", spec.machine, data["InstanceType"])
    expect.same(f"{tool}: its image", f"{_IMAGE}{parts and parts.architecture}", data["ImageId"])
    metadata = data.get("MetadataOptions", {})
    found = tuple(metadata.get(key) for key in ("HttpTokens", "HttpPutResponseHopLimit", "InstanceMetadataTags"))
    expect.same(f"{tool}: IMDSv2, hops, tags", ("required", 1, "disabled"), found)
    public = [one.get("AssociatePublicIpAddress") for one in data.get("NetworkInterfaces", [])]
    expect.same(f"{tool}: public addresses", [False], public)
    disks = [one["Ebs"] for one in data.get("BlockDeviceMappings", [])]
    good = bool(disks) and all(one.get("Encrypted") and one.get("DeleteOnTermination") for one in disks)
    expect.that(good, f"{tool}: the system's disk is not encrypted, or stays behind: {disks}")
    expect.same(f"{tool}: measured each minute", True, data.get("Monitoring", {}).get("Enabled"))
    expect.same(f"{tool}: a key for SSH", None, data.get("KeyName"))


def _told(sight: Sight, tool: HostTool, data: Mapping[str, Any], expect: Expect) -> None:
    """Its script knows its own volume and database, and those of nobody else."""
    script = base64.b64decode(data["UserData"]).decode()
    for other in host_specs(sight.platform):
        found = sight.aws.call(
            "rds", "describe_db_instances", DBInstanceIdentifier=names.machine(sight.platform.site, other)
        )["DBInstances"]
        for what in (volume_of(sight, other)["VolumeId"], found[0]["Endpoint"]["Address"]):
            expect.same(f"the script of {tool} names {what} of {other}", other == tool, what in script)


def doors(sight: Sight, expect: Expect) -> None:
    """The load balancer alone reaches a machine, on the tool's port; it reaches HTTPS, its database and its login."""
    said: Any = {"Names": [load_balancer(sight.platform.site)]}
    (balancer,) = sight.aws.call("elbv2", "describe_load_balancers", **said)["LoadBalancers"]
    for tool, spec in host_specs(sight.platform).items():
        (interface,) = template(sight, group_of(sight, tool))["NetworkInterfaces"]
        groups = interface["Groups"]
        expect.same(f"groups of {tool}", 1, len(groups))
        reached = {(group, names.PORTS[tool]) for group in balancer["SecurityGroups"]}
        expect.same(f"who reaches {tool}", reached, admitted(sight, groups))
        identifier: Any = {"DBInstanceIdentifier": names.machine(sight.platform.site, tool)}
        (database,) = sight.aws.call("rds", "describe_db_instances", **identifier)["DBInstances"]
        own = {(one["VpcSecurityGroupId"], names.DATABASE_PORT) for one in database["VpcSecurityGroups"]}
        login = spec.sso.port if isinstance(spec, NexusSpec) and spec.sso else _HTTPS  # a directory, by LDAP
        ways = own | {(_ANYWHERE, _HTTPS), (_ANYWHERE, login)}
        expect.same(f"whom {tool} reaches", ways, ways_out(sight, groups))


def roles(sight: Sight, expect: Expect) -> None:
    """A machine is its own role, which EC2 alone takes: its volume, its secrets, its buckets."""
    platform = sight.platform
    for tool in host_specs(sight.platform):
        arn = template(sight, group_of(sight, tool))["IamInstanceProfile"]["Arn"]
        said: Any = {"InstanceProfileName": arn.rpartition("/")[2]}
        profile = sight.aws.call("iam", "get_instance_profile", **said)["InstanceProfile"]
        role = names.host_role(platform.site, tool)
        expect.same(f"the role of {tool}", [role], [one["RoleName"] for one in profile["Roles"]])
        trust = document(sight.aws.call("iam", "get_role", RoleName=role)["Role"]["AssumeRolePolicyDocument"])
        expect.same(f"who takes {role}", [{"Service": "ec2.amazonaws.com"}], [one["Principal"] for one in _of(trust)])
        may = sight.aws.call("iam", "get_role_policy", RoleName=role, PolicyName="host")["PolicyDocument"]
        _may(sight, tool, document(may), expect)


def _of(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    return policy["Statement"]


def _may(sight: Sight, tool: HostTool, policy: Mapping[str, Any], expect: Expect) -> None:
    volume = volume_of(sight, tool)["VolumeId"]
    attached = [one.rpartition(":")[2] for one in _resources(policy, "ec2:AttachVolume")]
    expect.same(f"what {tool} attaches", sorted([f"volume/{volume}", "instance/*"]), sorted(attached))
    path = f":secret:{sight.platform.site.path}/{tool}/"
    others = _runners_secrets(sight) if tool == "gitlab" else []
    for verb, action in (("reads", "GetSecretValue"), ("writes", "PutSecretValue")):
        strange = [one for one in _resources(policy, f"secretsmanager:{action}") if path not in one]
        named = sorted(one.partition(":secret:")[2].removesuffix("-??????") or one for one in strange)
        expect.same(f"what {tool} {verb} of others' secrets", others, named)
    start = f"arn:aws:s3:::{names.machine(sight.platform.site, tool)}-"
    objects = [one for one in _resources(policy, "s3:GetObject") if not one.startswith(start)]
    expect.same(f"what {tool} reads of others' buckets", [], objects)


def _runners_secrets(sight: Sight) -> list[str]:
    """Where GitLab's own machine keeps the tokens of runners that it makes."""
    gitlab = gitlab_props(sight.platform)
    return sorted(one.secret for one in gitlab.runners) if gitlab else []


def _resources(policy: Mapping[str, Any], action: str) -> list[str]:
    """What the statements with an action are about."""
    found = [one["Resource"] for one in _of(policy) if action in one["Action"]]
    return [text for one in found for text in ([one] if isinstance(one, str) else one)]


def volumes(sight: Sight, expect: Expect) -> None:
    """Each tool has its volume, as large as it was said, encrypted with our key, in the zone of its machine."""
    for tool, spec in host_specs(sight.platform).items():
        found = volume_of(sight, tool)
        name = names.machine(sight.platform.site, tool)
        expect.same(f"{tool}: its size", (spec.volume_gib, "gp3"), (found["Size"], found["VolumeType"]))
        expect.that(found["Encrypted"] and own_key(sight, found.get("KmsKeyId")), f"{tool}: its volume is not ours")
        expect.same(f"{tool}: its zone", network_props(sight.platform).zones[0], found["AvailabilityZone"])
        tags = {one["Key"]: one["Value"] for one in found.get("Tags", [])}
        expect.same(f"{tool}: what its volume is called", f"{name}-data", tags.get("Name"))
        (held,) = [one for one in sight.deployed.of("AWS::EC2::Volume") if one.physical_id == found["VolumeId"]]
        expect.that(held.retained, f"{held} would go with its stack")


def settings(sight: Sight, expect: Expect) -> None:
    """Each machine is brought into its state, daily, by a document of that very state."""
    listed = sight.aws.call("ssm", "list_associations")["Associations"]
    known = {one["AssociationName"]: one["AssociationId"] for one in listed if "AssociationName" in one}
    for tool in host_specs(sight.platform):
        name = names.settings_document(sight.platform.site, tool)
        if not expect.that(name in known, f"nobody applies the settings of {tool}"):
            continue
        said: Any = {"AssociationId": known[name]}
        found = sight.aws.call("ssm", "describe_association", **said)["AssociationDescription"]
        expect.same(f"{tool}: its document", (name, "$DEFAULT"), (found["Name"], found.get("DocumentVersion")))
        targets = [{"Key": f"tag:{TAG}", "Values": [names.machine(sight.platform.site, tool)]}]
        expect.same(f"{tool}: whose settings", targets, found.get("Targets"))
        expect.same(f"{tool}: how often", "rate(1 day)", found.get("ScheduleExpression"))
        content = json.loads(sight.aws.call("ssm", "get_document", Name=name)["Content"])
        (step,) = content["mainSteps"]
        _applied(sight, tool, step["inputs"]["runCommand"], found, expect)


def _applied(sight: Sight, tool: HostTool, commands: Sequence[str], found: Mapping[str, Any], expect: Expect) -> None:
    """The text that runs has the state of the platform, and the association says of which text it is."""
    digest = hashlib.sha256("\n".join(commands).encode()).hexdigest()[:16]
    expect.same(f"{tool}: of which text its association is", [digest], found.get("Parameters", {}).get("Text"))
    (written,) = [one for one in commands if "/state.json <<" in one]
    told = json.loads("\n".join(written.splitlines()[1:-1]))
    expect.same(f"{tool}: the state in its document", _state(sight, tool), told)


def _state(sight: Sight, tool: HostTool) -> dict[str, Any]:
    site, gitlab, nexus = sight.platform.site, gitlab_props(sight.platform), nexus_props(sight.platform)
    if tool == "gitlab":
        assert gitlab
        return json.loads(json.dumps(gitlab_state(site, gitlab)))
    assert nexus
    return json.loads(json.dumps(nexus_state(site, nexus)))
