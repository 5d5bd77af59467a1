"""Checks of the toolchain's hosts against canned answers: yes to what is right, and no to what is not."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, host_front, hosts, watched
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from tests.emulator.host_cloud import HostCloud, tools_platform
from x2bee_constructs import Platform
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.state import gitlab_state, nexus_state
from x2bee_constructs.platform.hosts import gitlab_props, nexus_props
from x2bee_constructs.platform.machines import host_specs

KEY = "arn:aws:kms:r:a:key/k-1"
DIRECTORY = {"ToPort": 636, "FromPort": 636, "IpProtocol": "tcp", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def rule(port: int, *, cidr: str = "", group: str = "") -> dict[str, Any]:
    pairs = [{"GroupId": group}] if group else []
    ranges = [{"CidrIp": cidr}] if cidr else []
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": ranges, "UserIdGroupPairs": pairs}


class Cloud(HostCloud):
    """AWS with the hosts of a platform."""

    def tool(self, name: str) -> HostTool:
        return next(tool for tool in self.tools if names.machine(self.platform.site, tool) == name)

    def describe_auto_scaling_groups(self, said: dict[str, Any]) -> Any:
        wanted = said.get("AutoScalingGroupNames")
        found = [self._group(tool) for tool in self.tools]
        return {"AutoScalingGroups": [one for one in found if not wanted or one["AutoScalingGroupName"] in wanted]}

    def _group(self, tool: HostTool) -> dict[str, Any]:
        name = names.machine(self.platform.site, tool)
        tags = [{"Key": key, "Value": name, "PropagateAtLaunch": True} for key in ("Name", "x2bee:host")]
        return self.changed("group", tool, {
            "AutoScalingGroupName": name, "MinSize": 1, "MaxSize": 1, "DesiredCapacity": 1, "HealthCheckType": "EC2",
            "EnabledMetrics": [{"Metric": "GroupMinSize"}], "VPCZoneIdentifier": "subnet-app", "Tags": tags,
            "TargetGroupARNs": [f"arn:targets:targetgroup/{tool}/1"],
            "LaunchTemplate": {"LaunchTemplateId": tool, "Version": "3"},
        })  # fmt: skip

    def describe_subnets(self, said: dict[str, Any]) -> Any:
        tier = said["SubnetIds"][0].partition("-")[2]
        tag = {"Key": "aws-cdk:subnet-name", "Value": tier}
        return {"Subnets": [{"AvailabilityZone": "ap-northeast-2a", "MapPublicIpOnLaunch": False, "Tags": [tag]}]}

    def describe_launch_template_versions(self, said: dict[str, Any]) -> Any:
        assert said["Versions"] == ["3"]
        tool: HostTool = said["LaunchTemplateId"]
        spec: Any = self.tools[tool]
        script = f"VOLUME=vol-{tool}\nHOST={tool}.db"
        data = {
            "InstanceType": spec.machine, "Monitoring": {"Enabled": True},
            "ImageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
            "MetadataOptions": {
                "HttpTokens": "required", "HttpPutResponseHopLimit": 1, "InstanceMetadataTags": "disabled",
            },
            "NetworkInterfaces": [{"AssociatePublicIpAddress": False, "Groups": [f"sg-{tool}"]}],
            "BlockDeviceMappings": [{"Ebs": {"Encrypted": True, "DeleteOnTermination": True}}],
            "IamInstanceProfile": {"Arn": f"arn:profile/{tool}"},
            "UserData": base64.b64encode(self.changed("script", tool, script).encode()).decode(),
        }  # fmt: skip
        return {"LaunchTemplateVersions": [{"LaunchTemplateData": self.changed("template", tool, data)}]}

    def describe_target_groups(self, said: dict[str, Any]) -> Any:
        wanted = said.get("Names")
        found = [self._targets(tool) for tool in self.tools]
        return {"TargetGroups": [one for one in found if not wanted or one["TargetGroupName"] in wanted]}

    def _targets(self, tool: HostTool) -> dict[str, Any]:
        asked = {"gitlab": "/-/readiness", "nexus": "/service/rest/v1/status/writable"}[tool]
        return self.changed("targets", tool, {
            "TargetGroupName": names.machine(self.platform.site, tool), "Port": names.PORTS[tool], "VpcId": "vpc-1",
            "TargetGroupArn": f"arn:targets:targetgroup/{tool}/1", "TargetType": "instance", "Protocol": "HTTP",
            "ProtocolVersion": "HTTP1", "HealthCheckPath": asked, "HealthCheckPort": "traffic-port",
            "HealthCheckProtocol": "HTTP", "Matcher": {"HttpCode": "200"},
        })  # fmt: skip

    def describe_target_group_attributes(self, _: dict[str, Any]) -> Any:
        seconds = self.wrong.get("seconds", "60")
        return {"Attributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": seconds}]}

    def describe_volumes(self, said: dict[str, Any]) -> Any:
        tool = self.tool(said["Filters"][0]["Values"][0])
        name = {"Key": "Name", "Value": f"{said['Filters'][0]['Values'][0]}-data"}
        found = {
            "VolumeId": f"vol-{tool}", "Size": self.tools[tool].volume_gib, "VolumeType": "gp3", "Encrypted": True,
            "KmsKeyId": KEY, "AvailabilityZone": "ap-northeast-2a", "Tags": [name],
        }  # fmt: skip
        return {"Volumes": [self.changed("volume", tool, found)] * self.wrong.get("copies", 1)}

    def describe_db_instances(self, said: dict[str, Any]) -> Any:
        wanted = said.get("DBInstanceIdentifier")
        found: list[dict[str, Any]] = [
            {
                "DBInstanceIdentifier": names.machine(self.platform.site, tool),
                "Endpoint": {"Address": f"{tool}.db"},
                "VpcSecurityGroups": [{"VpcSecurityGroupId": f"sg-{tool}-db"}],
            }
            for tool in self.tools
        ]
        return {"DBInstances": [one for one in found if wanted in {None, one["DBInstanceIdentifier"]}]}

    def describe_load_balancers(self, _: dict[str, Any]) -> Any:
        return {"LoadBalancers": [{"SecurityGroups": ["sg-balancer"]}]}

    def describe_security_groups(self, said: dict[str, Any]) -> Any:
        (group,) = said["GroupIds"]
        tool: Any = group.removeprefix("sg-")
        out = [rule(443, cidr="0.0.0.0/0"), rule(names.DATABASE_PORT, group=f"{group}-db")]
        right = {"IpPermissions": [rule(names.PORTS[tool], group="sg-balancer")], "IpPermissionsEgress": out}
        return {"SecurityGroups": [self.changed("door", tool, right)]}

    def get_instance_profile(self, said: dict[str, Any]) -> Any:
        tool = said["InstanceProfileName"]
        role = self.changed("role", tool, names.host_role(self.platform.site, tool))
        return {"InstanceProfile": {"Roles": [{"RoleName": role}]}}

    def get_role(self, said: dict[str, Any]) -> Any:
        service = self.wrong.get("service", "ec2.amazonaws.com")
        document = {"Statement": [{"Principal": {"Service": service}}]}
        return {"Role": {"AssumeRolePolicyDocument": document, "RoleName": said["RoleName"]}}

    def get_role_policy(self, said: dict[str, Any]) -> Any:
        tool = said["RoleName"].split("-")[-2]
        secret = "arn:aws:secretsmanager:r:a:secret:x2bee/tools/prd/{}-??????"
        runners = [secret.format(f"gitlab-runners/{what}") for what in ("jobs", "publish") if tool == "gitlab"]
        arns = {
            "ec2:AttachVolume": [f"arn:aws:ec2:r:a:volume/vol-{tool}", "arn:aws:ec2:r:a:instance/*"],
            "secretsmanager:GetSecretValue": [secret.format(f"{tool}/root"), *runners],
            "secretsmanager:PutSecretValue": [secret.format(f"{tool}/keys"), *runners],
            "s3:GetObject": [f"arn:aws:s3:::x2bee-tools-prd-{tool}-blobs-1/*"],
        }
        told = self.changed("policy", tool, arns)
        return {"PolicyDocument": {"Statement": [{"Action": [key], "Resource": one} for key, one in told.items()]}}

    def list_associations(self, _: dict[str, Any]) -> Any:
        named = [names.settings_document(self.platform.site, tool) for tool in self.tools]
        found = [{"AssociationName": name, "AssociationId": name} for name in named]
        return {"Associations": [*found[self.wrong.get("fewer associations", 0) :], {"AssociationId": "another's"}]}

    def commands(self, tool: HostTool) -> list[str]:
        gitlab, nexus = gitlab_props(self.platform), nexus_props(self.platform)
        assert gitlab
        assert nexus
        site = self.platform.site
        state = gitlab_state(site, gitlab) if tool == "gitlab" else nexus_state(site, nexus)
        text = json.dumps(self.changed("state", tool, state), indent=1)
        return ["set -eu", f"cat > /opt/state.json << 'END'\n{text}\nEND", "python3 -m main"]

    def describe_association(self, said: dict[str, Any]) -> Any:
        name = said["AssociationId"]
        tool = self.tool(name.removesuffix("-settings"))
        digest = hashlib.sha256("\n".join(self.commands(tool)).encode()).hexdigest()[:16]
        target = {"Key": "tag:x2bee:host", "Values": [name.removesuffix("-settings")]}
        return {"AssociationDescription": self.changed("association", tool, {
            "Name": name, "DocumentVersion": "$DEFAULT", "Targets": [target], "ScheduleExpression": "rate(1 day)",
            "Parameters": {"Text": [digest]},
        })}  # fmt: skip

    def get_document(self, said: dict[str, Any]) -> Any:
        run = {"runCommand": self.commands(self.tool(said["Name"].removesuffix("-settings")))}
        return {"Content": json.dumps({"mainSteps": [{"inputs": run}]})}

    def list_web_acls(self, _: dict[str, Any]) -> Any:
        return {"WebACLs": [{"Name": "x2bee-tools-prd-edge", "Id": "1"}]}

    def get_web_acl(self, _: dict[str, Any]) -> Any:
        return {"WebACL": {"Rules": [self._rule(tool) for tool in self.tools]}}

    def _rule(self, tool: HostTool) -> dict[str, Any]:
        host = names.host(self.platform.domain, tool)
        compared = [
            {"ByteMatchStatement": {"PositionalConstraint": how, "SearchString": text.encode()}}
            for how, text in self.changed("compared", tool, (("EXACTLY", host), ("STARTS_WITH", f"{host}:")))
        ]
        inside = {"NotStatement": {"Statement": {"IPSetReferenceStatement": {"ARN": f"arn:{tool}"}}}}
        statement = {"AndStatement": {"Statements": [{"OrStatement": {"Statements": compared}}, inside]}}
        action = self.changed("action", tool, "Block")
        return {"Name": f"machine-{tool}", "Statement": statement, "Action": {action: {}}}

    def list_ip_sets(self, _: dict[str, Any]) -> Any:
        return {
            "IPSets": [{"Name": f"x2bee-tools-prd-{tool}", "Id": tool, "ARN": f"arn:{tool}"} for tool in self.tools]
        }

    def get_ip_set(self, said: dict[str, Any]) -> Any:
        tool: HostTool = said["Id"]
        assert self.platform.ingress
        right = [*self.platform.ingress.office_cidrs, *self.tools[tool].clients, "192.0.2.9/32"]
        return {"IPSet": {"Addresses": self.changed("addresses", tool, right)}}

    def describe_addresses(self, _: dict[str, Any]) -> Any:
        return {"Addresses": [{"PublicIp": "192.0.2.9"}, {"PublicIp": "192.0.2.10"}]}

    def describe_db_clusters(self, _: dict[str, Any]) -> Any:
        return {"DBClusters": []}

    def describe_cache_clusters(self, _: dict[str, Any]) -> Any:
        return {"CacheClusters": []}

    def describe_alarms(self, _: dict[str, Any]) -> Any:
        found: list[dict[str, Any]] = []
        for tool in self.tools:
            name = names.machine(self.platform.site, tool)
            for dimension in ("AutoScalingGroupName", "DBInstanceIdentifier"):
                said = self.changed("watched", tool, name)
                found.append({"AlarmName": "plain", "Dimensions": [{"Name": dimension, "Value": said}]})
            for dimension, value in (("Host", name), ("TargetGroup", f"targetgroup/{tool}/1")):
                metric = {"Dimensions": [{"Name": dimension, "Value": self.changed("expressed", tool, value)}]}
                found.append({"AlarmName": "sum", "Metrics": [{"Id": "e"}, {"MetricStat": {"Metric": metric}}]})
        return {"MetricAlarms": found}


@pytest.fixture(scope="module")
def platform() -> Platform:
    return tools_platform()


def held(kind: str, physical_id: str, policy: str = "Delete") -> Held:
    return Held("stack", physical_id, kind, physical_id, {"Type": kind, "DeletionPolicy": policy})


def complaints(check: Check, platform: Platform, **wrong: Any) -> list[str]:
    kept = str(wrong.pop("policy of the volume", "RetainExceptOnCreate"))
    volumes = [held("AWS::EC2::Volume", f"vol-{tool}", kept) for tool in host_specs(platform)]
    own = (held("AWS::EC2::VPC", "vpc-1"), held("AWS::KMS::Key", "k-1"), held("AWS::EC2::EIP", "192.0.2.9"))
    expect = Expect(Step("", ""))
    check(Sight(platform, Cloud(platform, wrong), Deployed((*own, *volumes), {})), expect)
    assert expect.step.checked
    return expect.step.failed


CHECKS = (
    hosts.machines, hosts.doors, hosts.roles, hosts.volumes, hosts.settings, host_front.front, host_front.let_in,
    watched.watched,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_the_platform_says_passes(platform: Platform, check: Check) -> None:
    assert complaints(check, platform) == []


LOOSE = {"MetadataOptions": {"HttpTokens": "optional", "HttpPutResponseHopLimit": 2}}
OPEN = rule(22, cidr="10.0.0.0/8")


@pytest.mark.parametrize(
    ("check", "wrong", "word"),
    [
        (hosts.machines, {"group": {"MaxSize": 2}}, "how many machines"),
        (hosts.machines, {"group": {"HealthCheckType": "ELB"}}, "who says that it is ill"),
        (hosts.machines, {"group": {"EnabledMetrics": []}}, "nothing of its group is measured"),
        (hosts.machines, {"group": {"VPCZoneIdentifier": "subnet-public"}}, "where it is"),
        (hosts.machines, {"group": {"TargetGroupARNs": []}}, "where it is registered"),
        (hosts.machines, {"group": {"Tags": []}}, "its machine says"),
        (hosts.machines, {"template": {"InstanceType": "t4g.large"}}, "its type"),
        (hosts.machines, {"template": {"ImageId": "ami-1"}}, "its image"),
        (hosts.machines, {"template": LOOSE}, "IMDSv2"),
        (hosts.machines, {"template": {"NetworkInterfaces": [{"AssociatePublicIpAddress": True}]}}, "public"),
        (hosts.machines, {"template": {"BlockDeviceMappings": [{"Ebs": {"Encrypted": False}}]}}, "not encrypted"),
        (hosts.machines, {"template": {"KeyName": "mine"}}, "a key for SSH"),
        (hosts.machines, {"script": "VOLUME=vol-nexus"}, "names vol-nexus of nexus"),
        (hosts.doors, {"door": {"IpPermissions": [OPEN]}}, "who reaches gitlab"),
        (hosts.doors, {"door": {"IpPermissionsEgress": [DIRECTORY]}}, "whom gitlab reaches"),
        (hosts.roles, {"role": "admin"}, "the role of gitlab"),
        (hosts.roles, {"service": "lambda.amazonaws.com"}, "who takes"),
        (hosts.roles, {"policy": {"ec2:AttachVolume": ["*"]}}, "attaches"),
        (hosts.roles, {"policy": {"secretsmanager:GetSecretValue": ["*"]}}, "reads of others' secrets"),
        (hosts.roles, {"policy": {"secretsmanager:PutSecretValue": ["*"]}}, "writes of others' secrets"),
        (hosts.roles, {"policy": {"s3:GetObject": ["arn:aws:s3:::*"]}}, "others' buckets"),
        (hosts.volumes, {"volume": {"Size": 20}}, "its size"),
        (hosts.volumes, {"volume": {"Encrypted": False}}, "is not ours"),
        (hosts.volumes, {"volume": {"KmsKeyId": "arn:aws:kms:r:a:key/aws"}}, "is not ours"),
        (hosts.volumes, {"volume": {"AvailabilityZone": "ap-northeast-2c"}}, "its zone"),
        (hosts.volumes, {"volume": {"Tags": []}}, "is called"),
        (hosts.volumes, {"policy of the volume": "Delete"}, "would go with its stack"),
        (hosts.settings, {"fewer associations": 1}, "nobody applies"),
        (hosts.settings, {"association": {"ScheduleExpression": None}}, "how often"),
        (hosts.settings, {"association": {"Targets": []}}, "whose settings"),
        (hosts.settings, {"association": {"DocumentVersion": "1"}}, "its document"),
        (hosts.settings, {"association": {"Parameters": {"Text": ["0"]}}}, "of which text"),
        (hosts.settings, {"state": {"branch": "other"}}, "the state in its document"),
        (host_front.front, {"targets": {"HealthCheckPath": "/"}}, "HealthCheckPath"),
        (host_front.front, {"targets": {"VpcId": "vpc-2"}}, "VpcId"),
        (host_front.front, {"seconds": "300"}, "seconds to let go"),
        (host_front.let_in, {"action": "Count"}, "whom its rule refuses"),
        (host_front.let_in, {"compared": (("EXACTLY", "other.example.com"),)}, "whom its rule refuses"),
        (host_front.let_in, {"addresses": ["0.0.0.0/1"]}, "who is let in"),
        (watched.watched, {"watched": "x2bee-gone"}, "which is not there"),
        (watched.watched, {"watched": "x2bee-gone"}, "nobody watches AutoScalingGroupName"),
        (watched.watched, {"expressed": "gone"}, "nobody watches TargetGroup"),
    ],
)  # fmt: skip
def test_a_wrong_host_is_noticed(platform: Platform, check: Check, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(check, platform, **wrong))


def test_a_second_volume_of_a_tool_is_a_fault_of_its_own(platform: Platform) -> None:
    with pytest.raises(LookupError, match="2 volumes say that they are of gitlab"):
        complaints(hosts.volumes, platform, copies=2)
