"""Checks of the session store against canned answers: yes to what is right, and no to what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, sessions
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from x2bee_constructs import Platform
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.sessions import session_store_props
from x2bee_constructs.session import names
from x2bee_constructs.session.access import NOBODY, access_string

KEY = "arn:aws:kms:r:a:key/k-1"


def held(kind: str, physical_id: str) -> Held:
    return Held("stack", physical_id, kind, physical_id, {"Type": kind})


class Cloud:
    """AWS with the session store of a platform; `wrong` changes one answer."""

    def __init__(self, platform: Platform, wrong: Mapping[str, Any]) -> None:
        props = session_store_props(platform)
        assert props
        self.platform, self.site, self.props, self.wrong = platform, platform.site, props, wrong

    def call(self, service: str, operation: str, **said: Any) -> Any:
        answer = getattr(self, operation)
        return answer(*said.values()) if said else answer()

    def changed(self, what: str, right: dict[str, Any]) -> dict[str, Any]:
        return {**right, **self.wrong.get(what, {})}

    def describe_replication_groups(self, name: str) -> Any:
        logs = [
            {"LogType": f"{kind}-log", "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": group}}}
            for kind, group in (("engine", self.logs("engine")), ("slow", self.logs("slow")))
        ]
        addresses = self.changed("addresses", {
            "PrimaryEndpoint": {"Address": "master", "Port": 16379},
            "ReaderEndpoint": {"Address": "replica", "Port": 16379},
        })  # fmt: skip
        right = {
            "ReplicationGroupId": name, "Engine": "valkey", "CacheNodeType": "cache.r7g.large",
            "AutomaticFailover": "enabled", "MultiAZ": "enabled", "ClusterEnabled": False,
            "TransitEncryptionEnabled": True, "TransitEncryptionMode": "required", "AtRestEncryptionEnabled": True,
            "AuthTokenEnabled": False, "SnapshotRetentionLimit": 15, "KmsKeyId": KEY, "NodeGroups": [addresses],
            "LogDeliveryConfigurations": logs, "UserGroupIds": [names.user_group(self.site)],
            "MemberClusters": [names.member(self.site, number) for number in (1, 2, 3)],
        }  # fmt: skip
        return {"ReplicationGroups": [self.changed("group", right)]}

    def logs(self, kind: Any) -> str:
        return names.log_group(self.site, kind)

    def describe_cache_clusters(self, name: str) -> Any:
        zone = network_props(self.platform).zones[int(name[-1]) - 1]
        right = {
            "CacheClusterId": name, "EngineVersion": "9.1", "PreferredAvailabilityZone": zone,
            "SecurityGroups": [{"SecurityGroupId": "sg-1"}], "CacheSubnetGroupName": "subnets",
            "CacheParameterGroup": {"CacheParameterGroupName": "parameters"},
        }  # fmt: skip
        return {"CacheClusters": [self.changed("node", right)]}

    def describe_security_groups(self, _: list[str]) -> Any:
        ranges = [{"CidrIp": cidr} for cidr in self.props.client_cidrs] + self.wrong.get("let in", [])
        rule = {"IpProtocol": "tcp", "FromPort": 16379, "ToPort": 16379, "IpRanges": ranges}
        return {"SecurityGroups": [{"IpPermissions": [rule], "IpPermissionsEgress": []}]}

    def describe_cache_parameters(self, _: str) -> Any:
        values = self.changed("parameters", {"maxmemory-policy": "volatile-ttl", "notify-keyspace-events": "Egx"})
        found = [{"ParameterName": key, "ParameterValue": one, "Source": "user"} for key, one in values.items()]
        return {"Parameters": [*found, {"ParameterName": "timeout", "ParameterValue": "0", "Source": "system"}]}

    def describe_cache_subnet_groups(self, _: str) -> Any:
        return {"CacheSubnetGroups": [self.changed("subnets", {"VpcId": "vpc-1"})]}

    def get_parameter(self, path: str) -> Any:
        what = path.rpartition("/")[2]
        right = {"primary": "master", "reader": "replica", "port": "16379"}
        return {"Parameter": {"Value": self.changed("parameter", right)[what]}}

    def describe_user_groups(self, _: str) -> Any:
        users = [names.user_id(self.site, name) for name in ("default", *(one.service for one in self.props.users))]
        return {"UserGroups": [{"UserIds": users + self.wrong.get("strangers", [])}]}

    def describe_users(self) -> Any:
        rules = {one.service: access_string(one.client, one.namespace, "valkey") for one in self.props.users}
        users = [
            self.changed(name, {
                "UserId": names.user_id(self.site, name), "UserName": name, "Engine": "valkey", "AccessString": rule,
                "Authentication": {"Type": "password", "PasswordCount": 1},
            })
            for name, rule in {**rules, "default": NOBODY}.items()
        ]  # fmt: skip
        return {"Users": users}

    def get_secret_value(self, name: str) -> Any:
        user = name.rpartition("/")[2]
        return {"SecretString": json.dumps({"username": user, "password": self.wrong.get("password", name)})}


def complaints(check: Check, platform: Platform, **wrong: Any) -> list[str]:
    own = (held("AWS::EC2::VPC", "vpc-1"), held("AWS::KMS::Key", "k-1"))
    expect = Expect(Step("", ""))
    check(Sight(platform, Cloud(platform, wrong), Deployed(own, {})), expect)
    assert expect.step.checked
    return expect.step.failed


@pytest.fixture
def platform(acme: Callable[[str], Platform]) -> Platform:
    return acme("prd")


@pytest.mark.parametrize("check", [sessions.store, sessions.users], ids=lambda check: check.__name__)
def test_what_the_platform_says_passes(platform: Platform, check: Check) -> None:
    assert complaints(check, platform) == []


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"group": {"TransitEncryptionMode": "preferred"}}, "TransitEncryptionMode"),
        ({"group": {"MultiAZ": "disabled"}}, "MultiAZ"),
        ({"group": {"SnapshotRetentionLimit": 0}}, "SnapshotRetentionLimit"),
        ({"group": {"KmsKeyId": ""}}, "is encrypted with"),
        ({"group": {"LogDeliveryConfigurations": []}}, "its logs"),
        ({"group": {"MemberClusters": ["x2bee-acme-prd-session-001"]}}, "the nodes that alarms watch"),
        ({"node": {"EngineVersion": "7.2"}}, "version"),
        ({"node": {"PreferredAvailabilityZone": "ap-northeast-2a"}}, "zones"),
        ({"let in": [{"CidrIp": "0.0.0.0/0"}]}, "who reaches"),
        ({"parameters": {"notify-keyspace-events": ""}}, "parameters"),
        ({"subnets": {"VpcId": "vpc-2"}}, "VPC"),
        ({"parameter": {"primary": "replica"}}, "/session/primary"),
        ({"parameter": {"port": "6379"}}, "/session/port"),
        ({"addresses": {"PrimaryEndpoint": {"Address": "master", "Port": 6379}}}, "its port"),
    ],
)
def test_a_wrong_store_is_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(sessions.store, platform, **wrong))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"default": {"AccessString": "on ~* +@all"}}, "user default"),
        ({"x2bee-api-member": {"AccessString": "on ~* +@all"}}, "user x2bee-api-member"),
        ({"x2bee-api-member": {"Engine": "redis"}}, "user x2bee-api-member"),
        ({"default": {"Authentication": {"PasswordCount": 0}}}, "passwords of default"),
        ({"strangers": ["stranger"]}, "users of the store"),
        ({"group": {"UserGroupIds": []}}, "groups of users"),
        ({"password": "the same"}, "different passwords"),
    ],
)
def test_wrong_users_are_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(sessions.users, platform, **wrong))
