"""Ways to break the toolchain's hosts and what they keep, through the API; each gives what mends it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.host_data import database_of
from conformance.emulator.checks.hosts import group_of, template, volume_of
from conformance.emulator.steps.ways import backups_kept_for, open_to_anyone, watch_nobody, without_tls
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.ingress.names import machine_addresses
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.toolchain import names as tools

__all__ = [
    "address", "alarm", "bucket_key", "database_door", "jenkins_plan", "machine_door", "metadata", "plan", "profile",
    "protection", "rule", "schedule", "secret", "state", "subnet", "tag", "targets", "tls",
]  # fmt: skip


def _tool(sight: Sight) -> HostTool:
    return next(iter(host_specs(sight.platform)))


def metadata(sight: Sight) -> Callable[[], Any]:
    """Machines whose credentials anything on them gets, without a token."""
    group = group_of(sight, _tool(sight))
    used = group["LaunchTemplate"]
    loose: Any = {"MetadataOptions": {"HttpTokens": "optional", "HttpPutResponseHopLimit": 2}}
    said: Any = {"LaunchTemplateId": used["LaunchTemplateId"], "SourceVersion": used["Version"]}
    made = sight.aws.call("ec2", "create_launch_template_version", **said, LaunchTemplateData=loose)
    return _versioned(sight, group, str(made["LaunchTemplateVersion"]["VersionNumber"]))


def _versioned(sight: Sight, group: Mapping[str, Any], version: str) -> Callable[[], Any]:
    """The group makes machines of another version of its template."""
    used = group["LaunchTemplate"]

    def put(number: str) -> None:
        told: Any = {"LaunchTemplateId": used["LaunchTemplateId"], "Version": number}
        name: Any = {"AutoScalingGroupName": group["AutoScalingGroupName"]}
        sight.aws.call("autoscaling", "update_auto_scaling_group", **name, LaunchTemplate=told)

    put(version)
    return lambda: put(used["Version"])


def subnet(sight: Sight) -> Callable[[], Any]:
    """A group that makes its machine in a public subnet, where its volume may not be."""
    group = group_of(sight, _tool(sight))
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    said: Any = {"Filters": [{"Name": "vpc-id", "Values": [vpc.physical_id]}]}
    found = sight.aws.call("ec2", "describe_subnets", **said)["Subnets"]
    public = next(one for one in found if {"Key": "aws-cdk:subnet-name", "Value": "public"} in one["Tags"])

    def put(where: str) -> None:
        name: Any = {"AutoScalingGroupName": group["AutoScalingGroupName"]}
        sight.aws.call("autoscaling", "update_auto_scaling_group", **name, VPCZoneIdentifier=where)

    put(public["SubnetId"])
    return lambda: put(group["VPCZoneIdentifier"])


def profile(sight: Sight) -> Callable[[], Any]:
    """A machine that may read the secrets of the whole site."""
    site = sight.platform.site
    said: Any = {"RoleName": names.host_role(site, _tool(sight)), "PolicyName": "host"}
    was: Any = sight.aws.call("iam", "get_role_policy", **said)["PolicyDocument"]
    everything = f"arn:aws:secretsmanager:*:*:secret:{site.path}/*"
    more = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": everything}

    def put(statements: list[Any]) -> None:
        document = json.dumps({**was, "Statement": statements})
        sight.aws.call("iam", "put_role_policy", **said, PolicyDocument=document)

    put([*was["Statement"], more])
    return lambda: put(was["Statement"])


def machine_door(sight: Sight) -> Callable[[], Any]:
    """A machine that a whole network logs in to."""
    (interface,) = template(sight, group_of(sight, _tool(sight)))["NetworkInterfaces"]
    return open_to_anyone(sight, interface["Groups"][0], 22)


def database_door(sight: Sight) -> Callable[[], Any]:
    """A tool's database that a whole network reaches."""
    found = database_of(sight, _tool(sight))
    return open_to_anyone(sight, found["VpcSecurityGroups"][0]["VpcSecurityGroupId"], names.DATABASE_PORT)


def tag(sight: Sight) -> Callable[[], Any]:
    """A volume that people would take for somebody else's."""
    volume = volume_of(sight, _tool(sight))

    def put(whose: str) -> None:
        sight.aws.call("ec2", "create_tags", Resources=[volume["VolumeId"]], Tags=[{"Key": "Name", "Value": whose}])

    was = next(one["Value"] for one in volume["Tags"] if one["Key"] == "Name")
    put("somebody-else")
    return lambda: put(was)


def _association(sight: Sight) -> dict[str, Any]:
    name = names.settings_document(sight.platform.site, _tool(sight))
    listed = sight.aws.call("ssm", "list_associations")["Associations"]
    known = next(one["AssociationId"] for one in listed if one.get("AssociationName") == name)
    found = sight.aws.call("ssm", "describe_association", AssociationId=known)["AssociationDescription"]
    kept = {"AssociationId", "AssociationName", "ComplianceSeverity", "DocumentVersion", "Parameters", "Targets"}
    return {key: value for key, value in found.items() if key in kept}


def schedule(sight: Sight) -> Callable[[], Any]:
    """Settings that are applied once and never again."""
    said = _association(sight)
    sight.aws.call("ssm", "update_association", **said)
    return lambda: sight.aws.call("ssm", "update_association", **said, ScheduleExpression="rate(1 day)")


def state(sight: Sight) -> Callable[[], Any]:
    """A document with another state than the platform's."""
    name = names.settings_document(sight.platform.site, _tool(sight))
    was: str = sight.aws.call("ssm", "get_document", Name=name)["Content"]

    def put(content: str) -> None:
        sight.aws.call("ssm", "update_document", Name=name, Content=content, DocumentVersion="$LATEST")

    put(was.replace("127.0.0.1", "192.0.2.1"))
    return lambda: put(was)


def protection(sight: Sight) -> Callable[[], Any]:
    """A tool's database that may be deleted."""
    said: Any = {"DBInstanceIdentifier": names.machine(sight.platform.site, _tool(sight)), "ApplyImmediately": True}
    sight.aws.call("rds", "modify_db_instance", **said, DeletionProtection=False)
    return lambda: sight.aws.call("rds", "modify_db_instance", **said, DeletionProtection=True)


def tls(sight: Sight) -> Callable[[], Any]:
    """A tool's database that takes connections without TLS."""
    group: str = database_of(sight, _tool(sight))["DBParameterGroups"][0]["DBParameterGroupName"]
    return without_tls(sight, "modify_db_parameter_group", DBParameterGroupName=group)


def secret(sight: Sight) -> Callable[[], Any]:
    """A tool's administrator with a short password."""
    path = f"{sight.platform.site.path}/{_tool(sight)}/database"
    was: str = sight.aws.call("secretsmanager", "get_secret_value", SecretId=path)["SecretString"]

    def put(text: str) -> None:
        sight.aws.call("secretsmanager", "put_secret_value", SecretId=path, SecretString=text)

    put(json.dumps({**json.loads(was), "password": "changeme"}))
    return lambda: put(was)


def bucket_key(sight: Sight) -> Callable[[], Any]:
    """A tool's bucket that is encrypted with a key of S3's own."""
    start = f"{names.machine(sight.platform.site, _tool(sight))}-"
    listed = sight.aws.call("s3", "list_buckets")["Buckets"]
    bucket = min(one["Name"] for one in listed if one["Name"].startswith(start))
    was = sight.aws.call("s3", "get_bucket_encryption", Bucket=bucket)["ServerSideEncryptionConfiguration"]

    def put(rules: Any) -> None:
        sight.aws.call("s3", "put_bucket_encryption", Bucket=bucket, ServerSideEncryptionConfiguration=rules)

    put({"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    return lambda: put(was)


def jenkins_plan(sight: Sight) -> Callable[[], Any]:
    """Backups of Jenkins that are kept for another time."""
    return _kept_for(sight, tools.vault(sight.platform.site), 8)


def plan(sight: Sight) -> Callable[[], Any]:
    """A plan whose backups are gone after a week."""
    return _kept_for(sight, names.machine(sight.platform.site, _tool(sight)), 7)


def _kept_for(sight: Sight, name: str, days: int) -> Callable[[], Any]:
    listed = sight.aws.call("backup", "list_backup_plans")["BackupPlansList"]
    known = next(one["BackupPlanId"] for one in listed if one["BackupPlanName"] == name)
    return backups_kept_for(sight, known, days)


def rule(sight: Sight) -> Callable[[], Any]:
    """A tool's host that leads to the other tool's machine, or to the gateway's pods."""
    host = names.host(sight.platform.domain, _tool(sight))
    found = _rule_of(sight, host)
    targets = sight.aws.call("elbv2", "describe_target_groups")["TargetGroups"]
    own = found["Actions"][0]["TargetGroupArn"]
    other = next(one["TargetGroupArn"] for one in targets if one["TargetGroupArn"] != own)

    def put(arn: str) -> None:
        to = [{"Type": "forward", "TargetGroupArn": arn}]
        sight.aws.call("elbv2", "modify_rule", RuleArn=found["RuleArn"], Actions=to)

    put(other)
    return lambda: put(own)


def _rule_of(sight: Sight, host: str) -> Mapping[str, Any]:
    for listener in sight.deployed.of("AWS::ElasticLoadBalancingV2::Listener"):
        for one in sight.aws.call("elbv2", "describe_rules", ListenerArn=listener.physical_id)["Rules"]:
            if host in str(one["Conditions"]):
                return one
    raise LookupError(f"no rule is about {host}")


def targets(sight: Sight) -> Callable[[], Any]:
    """Requests that a machine which goes is given for five minutes more."""
    name = names.machine(sight.platform.site, _tool(sight))
    (found,) = sight.aws.call("elbv2", "describe_target_groups", Names=[name])["TargetGroups"]

    def put(seconds: str) -> None:
        said = [{"Key": "deregistration_delay.timeout_seconds", "Value": seconds}]
        arn: Any = {"TargetGroupArn": found["TargetGroupArn"]}
        sight.aws.call("elbv2", "modify_target_group_attributes", **arn, Attributes=said)

    put("300")
    return lambda: put("60")


def address(sight: Sight) -> Callable[[], Any]:
    """A tool that half of the Internet reaches."""
    name = machine_addresses(sight.platform.site, names.host(sight.platform.domain, _tool(sight)))
    listed = sight.aws.call("wafv2", "list_ip_sets", Scope="REGIONAL")["IPSets"]
    known = next(one["Id"] for one in listed if one["Name"] == name)
    said: Any = {"Scope": "REGIONAL", "Name": name, "Id": known}
    was = sight.aws.call("wafv2", "get_ip_set", **said)["IPSet"]["Addresses"]

    def put(addresses: list[str]) -> None:
        lock = sight.aws.call("wafv2", "get_ip_set", **said)["LockToken"]
        sight.aws.call("wafv2", "update_ip_set", **said, Addresses=addresses, LockToken=lock)

    put([*was, "0.0.0.0/1"])
    return lambda: put(was)


def alarm(sight: Sight) -> Callable[[], Any]:
    """An alarm on a machine that is not there."""
    gone = f"{names.machine(sight.platform.site, _tool(sight))}-gone"
    return watch_nobody(sight, "AWS/EC2", "StatusCheckFailed", "AutoScalingGroupName", gone)
