"""Checks of the store of logs against canned answers: yes to what is right, and no to what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, logs
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from x2bee_constructs import Platform
from x2bee_constructs.platform.logs import log_store_props

NODES = {"InstanceType": "r6g.large.search", "InstanceCount": 3}


class Cloud:
    """AWS with the store of logs of a platform; `wrong` changes one answer."""

    def __init__(self, platform: Platform, wrong: Mapping[str, Any]) -> None:
        props = log_store_props(platform)
        assert props
        self.props, self.wrong = props, wrong

    def call(self, service: str, operation: str, **said: Any) -> Any:
        return getattr(self, operation)(*said.values())

    def describe_domain(self, name: str) -> Any:
        right = {
            "DomainName": name,
            "EngineVersion": "OpenSearch_3.5",
            "ClusterConfig": {**NODES, "MultiAZWithStandbyEnabled": True},
            "EBSOptions": {"VolumeSize": 150},
            "NodeToNodeEncryptionOptions": {"Enabled": True},
            "EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "k-1"},
            "AdvancedSecurityOptions": {"Enabled": True},
            "DomainEndpointOptions": {
                "EnforceHTTPS": True, "CustomEndpointEnabled": True, "CustomEndpoint": "logs.acme-shop.co.kr",
            },
            "VPCOptions": {"SecurityGroupIds": ["sg-1"]},
        }  # fmt: skip
        return {"DomainStatus": {**right, **self.wrong}}

    def describe_security_groups(self, _: list[str]) -> Any:
        ranges = [{"CidrIp": cidr} for cidr in (*self.props.app_cidrs, *self.wrong.get("let in", []))]
        rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": ranges}
        return {"SecurityGroups": [{"IpPermissions": [rule]}]}

    def get_object_lock_configuration(self, bucket: str) -> Any:
        days = {"application": 90, "access": 731, "audit": 731, "commerce": 1827}
        kind = next(kind for kind in days if f"-{kind}-" in bucket)
        lock = {"Mode": "GOVERNANCE" if kind == "application" else "COMPLIANCE", "Days": days[kind]}
        return {"ObjectLockConfiguration": {"Rule": {"DefaultRetention": {**lock, **self.wrong.get("lock", {})}}}}


def complaints(check: Check, platform: Platform, **wrong: Any) -> list[str]:
    own = (Held("stack", "k-1", "AWS::KMS::Key", "k-1", {"Type": "AWS::KMS::Key"}),)
    expect = Expect(Step("", ""))
    check(Sight(platform, Cloud(platform, wrong), Deployed(own, {})), expect)  # pyright: ignore[reportArgumentType]
    assert expect.step.checked
    return expect.step.failed


@pytest.mark.parametrize("check", [logs.domain, logs.archive], ids=lambda check: check.__name__)
def test_what_the_platform_says_passes(acme: Callable[[str], Platform], check: Check) -> None:
    assert complaints(check, acme("prd")) == []


@pytest.mark.parametrize(
    ("check", "wrong", "word"),
    [
        (logs.domain, {"EngineVersion": "OpenSearch_2.19"}, "version"),
        (logs.domain, {"ClusterConfig": {"InstanceType": "r6g.large.search", "InstanceCount": 1}}, "its nodes"),
        (logs.domain, {"EBSOptions": {"VolumeSize": 10}}, "storage"),
        (logs.domain, {"NodeToNodeEncryptionOptions": {"Enabled": False}}, "NodeToNode"),
        (logs.domain, {"AdvancedSecurityOptions": {}}, "AdvancedSecurity"),
        (logs.domain, {"EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "aws/es"}}, "is encrypted with"),
        (logs.domain, {"DomainEndpointOptions": {"EnforceHTTPS": False}}, "without TLS"),
        (logs.domain, {"DomainEndpointOptions": {"EnforceHTTPS": True}}, "its name"),
        (logs.domain, {"let in": ["0.0.0.0/0"]}, "who is let in"),
        (logs.archive, {"lock": {"Mode": "GOVERNANCE"}}, "the lock of 'audit'"),
        (logs.archive, {"lock": {"Days": 1}}, "the lock of 'access'"),
    ],
)
def test_what_is_not_is_noticed(
    acme: Callable[[str], Platform], check: Check, wrong: dict[str, Any], word: str
) -> None:
    assert any(word in said for said in complaints(check, acme("prd"), **wrong))
