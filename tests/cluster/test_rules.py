"""Our Guard rules: a clean cluster breaks none, and every rule catches what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CloudFormationValidatePlugin, Stack, Validations
from aws_cdk.cloudformation_include import CfnInclude

from tests.cluster.made import resources
from x2bee_constructs.cluster.rules import eks_rules

CLUSTER, GROUP, ADDON = "AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::Addon"
DOOR = "AWS::EC2::SecurityGroup"
TEMPLATE, ASSOCIATION = "AWS::EC2::LaunchTemplate", "AWS::EKS::PodIdentityAssociation"
KINDS = (CLUSTER, GROUP, TEMPLATE, ADDON, DOOR)
NETWORK, DATA = "ResourcesVpcConfig", "LaunchTemplateData"

Wrong = tuple[str, Callable[[dict[str, Any]], Any]]


def put(*path: str, to: Any = None) -> Callable[[dict[str, Any]], Any]:
    """A change: the value at the path, or nothing there."""

    def change(properties: dict[str, Any]) -> None:
        *way, last = path
        for step in way:
            properties = properties[step]
        if to is None:
            properties.pop(last)
        else:
            properties[last] = to

    return change


def public(cidrs: list[str]) -> Callable[[dict[str, Any]], Any]:
    return lambda made: made[NETWORK].update(EndpointPublicAccess=True, PublicAccessCidrs=cidrs)


def admits(**whom: str) -> Callable[[dict[str, Any]], Any]:
    return lambda made: made["SecurityGroupIngress"].append(
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **whom}
    )


WRONG: dict[str, list[Wrong]] = {
    "eks_endpoint_private": [(CLUSTER, put(NETWORK, "EndpointPrivateAccess", to=False))],
    "eks_endpoint_public_is_said": [(CLUSTER, put(NETWORK, "EndpointPublicAccess"))],
    "eks_endpoint_public_to_named_addresses": [
        (CLUSTER, put(NETWORK, "EndpointPublicAccess", to=True)),
        (CLUSTER, public(["0.0.0.0/0"])),
        (CLUSTER, public(["203.0.113.0/24", "128.0.0.0/1"])),
        (CLUSTER, public(["203.0.0.0/15"])),
    ],
    "eks_doors_to_named_addresses": [
        (DOOR, admits(CidrIp="0.0.0.0/0")),
        (DOOR, admits(CidrIp="128.0.0.0/1")),
        (DOOR, admits(CidrIpv6="::/0")),
    ],
    "eks_secrets_encrypted": [
        (CLUSTER, put("EncryptionConfig")),
        (CLUSTER, put("EncryptionConfig", to=[{"Provider": {"KeyArn": "arn:aws:kms:a:1:key/1"}, "Resources": []}])),
    ],
    "eks_logs_complete": [
        (CLUSTER, put("Logging")),
        (CLUSTER, lambda made: made["Logging"]["ClusterLogging"]["EnabledTypes"].pop(1)),
    ],
    "eks_deletion_protected": [(CLUSTER, put("DeletionProtection", to=False))],
    "eks_access_by_entries": [(CLUSTER, put("AccessConfig", "AuthenticationMode", to="API_AND_CONFIG_MAP"))],
    "eks_no_creator_admin": [(CLUSTER, put("AccessConfig", "BootstrapClusterCreatorAdminPermissions"))],
    "eks_zonal_shift": [(CLUSTER, put("ZonalShiftConfig"))],
    "eks_nodes_by_template": [(GROUP, put("LaunchTemplate"))],
    "eks_nodes_repaired": [(GROUP, put("NodeRepairConfig", to={"Enabled": False}))],
    "eks_nodes_without_ssh": [(GROUP, put("RemoteAccess", to={"Ec2SshKey": "mine"}))],
    "eks_nodes_imdsv2": [(TEMPLATE, put(DATA, "MetadataOptions", "HttpTokens", to="optional"))],
    "eks_nodes_imds_out_of_pods_reach": [(TEMPLATE, put(DATA, "MetadataOptions", "HttpPutResponseHopLimit", to=2))],
    "eks_nodes_encrypted": [
        (TEMPLATE, put(DATA, "BlockDeviceMappings")),
        (TEMPLATE, lambda made: made[DATA]["BlockDeviceMappings"][0]["Ebs"].update(Encrypted=False)),
    ],
    "eks_nodes_without_public_address": [
        (TEMPLATE, put(DATA, "NetworkInterfaces")),
        (TEMPLATE, lambda made: made[DATA]["NetworkInterfaces"][0].update(AssociatePublicIpAddress=True)),
    ],
    "eks_pod_identity_tags_sessions": [(ASSOCIATION, put("DisableSessionTags", to=True))],
    "eks_network_policies_hold": [(ADDON, put("ConfigurationValues", to='{"enableNetworkPolicy": "false"}'))],
}
MUTANTS = {f"{rule}-{n}": (rule, *wrong) for rule, found in WRONG.items() for n, wrong in enumerate(found)}


def clean() -> dict[str, Any]:
    """One resource of each type that the rules know."""
    made_by_us = resources(private_access_cidrs=["10.0.0.0/8"])
    found = [resource for resource in made_by_us.values() if resource["Properties"].get("AddonName") != "kube-proxy"]
    network = [r for r in found if r["Type"] == ADDON and r["Properties"]["AddonName"] == "vpc-cni"]
    picked = {r["Type"]: r["Properties"] for r in [*found, *network] if r["Type"] in KINDS}
    made = {kind: _plain(properties) for kind, properties in picked.items()}
    made[ASSOCIATION] = {
        "ClusterName": "c",
        "Namespace": "n",
        "ServiceAccount": "s",
        "RoleArn": "arn:aws:iam::1:role/r",
    }
    return made


def _plain(value: Any) -> Any:
    """Without references, so that each resource stands alone."""
    if isinstance(value, dict):
        return "x" if set(value) & {"Ref", "Fn::GetAtt"} else {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """For the clean resources and each wrong one, by logical id: the rules of ours that it breaks."""
    right = clean()
    wrong = {"Clean" + kind.rpartition(":")[2]: {"Type": kind, "Properties": made} for kind, made in right.items()}
    for name, (_, kind, change) in MUTANTS.items():
        properties = deepcopy(right[kind])
        change(properties)
        wrong[re.sub(r"\W|_", "", name)] = {"Type": kind, "Properties": properties}
    return _judge(wrong, tmp_path_factory.mktemp("guard"))


def _judge(made: dict[str, Any], folder: Path) -> dict[str, set[str]]:
    (folder / "in.json").write_text(json.dumps({"Resources": made}))
    app = App(outdir=str(folder / "out"))
    stack = Stack(app, "alone")
    CfnInclude(stack, "included", template_file=str(folder / "in.json"))
    plugin = CloudFormationValidatePlugin(guard_rules=eks_rules(), include_default_rules=False)
    Validations.of(app).add_plugins(plugin)
    app.synth()
    report = json.loads((folder / "out" / "validation-report.json").read_text())
    found: dict[str, set[str]] = {name: set() for name in made}
    for violation in (v for plugin in report["pluginReports"] for v in plugin["violations"]):
        for place in violation["violatingConstructs"]:
            name = place["constructPath"].rpartition("/")[2]
            if violation["ruleName"].startswith("eks_"):
                found[name].add(violation["ruleName"])
    return found


def test_a_clean_cluster_breaks_no_rule(verdicts: dict[str, set[str]]) -> None:
    right = {name: broken for name, broken in verdicts.items() if name.startswith("Clean")}
    assert len(right) == 6
    assert not any(right.values()), right


@pytest.mark.parametrize("name", MUTANTS)
def test_each_fault_is_caught_by_its_rule_alone(name: str, verdicts: dict[str, set[str]]) -> None:
    assert verdicts[re.sub(r"\W|_", "", name)] == {MUTANTS[name][0]}


def test_no_rule_is_untested() -> None:
    (source,) = eks_rules()
    assert set(re.findall(r"^rule (\w+)", source.content, re.MULTILINE)) == set(WRONG)
