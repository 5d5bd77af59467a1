"""The cluster's AWS half: what each prop changes, and what holds in every variant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from tests.cluster.made import ACME, cluster, of_type, one, resources
from x2bee_constructs.cluster.aws import EksCluster
from x2bee_constructs.cluster.manifests import cluster_objects
from x2bee_constructs.cluster.node_groups import shares
from x2bee_constructs.cluster.props import EksClusterProps

CLUSTER, GROUP, ADDON = "AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::Addon"
ENTRY, ROLE, TEMPLATE = "AWS::EKS::AccessEntry", "AWS::IAM::Role", "AWS::EC2::LaunchTemplate"
DOOR = {"Fn::GetAtt": ["ClusterPrivateAccessB7F3AF84", "GroupId"]}
SSO = "aws-reserved/sso.amazonaws.com/ap-northeast-2/AWSReservedSSO_Admin_1234567890abcdef"
EVERYTHING: dict[str, Any] = {
    "version": "1.34",
    "nodes": {
        "architecture": "x86_64",
        "instance_types": ["m7i.2xlarge", "m7a.2xlarge"],
        "min": 4,
        "max": 11,
        "disk_gib": 200,
        "capacity": "spot",
    },
    "public_access_cidrs": ["203.0.113.0/24", "198.51.100.7/32"],
    "private_access_cidrs": ["10.8.0.0/16", "100.64.7.9/32"],
    "administrators": ["PlatformAdmin", SSO],
    "viewers": ["Developer"],
    "service_cidr": "10.100.0.0/16",
    "support": "extended",
    "zonal_shift": False,
    "deletion_protection": False,
    "volume_reclaim": "Delete",
    "addon_versions": {"vpc-cni": "v1.21.1-eksbuild.1"},
    "node_labels": {"workload": "msa", "team": "commerce"},
    "log_days": 731,
}
VARIANTS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "everything": EVERYTHING,
    "karpenter": {"nodes": "karpenter"},
    "auto-mode": {"nodes": "auto-mode"},
}


def arns(found: list[Any]) -> list[str]:
    return [entry["Properties"]["PrincipalArn"] for entry in found]


def test_nothing_set() -> None:
    found = resources()
    assert one(found, CLUSTER)["Name"] == "x2bee-acme-prd"
    assert one(found, CLUSTER)["Version"] == "1.35"
    assert one(found, CLUSTER)["ResourcesVpcConfig"] == {
        "EndpointPrivateAccess": True,
        "EndpointPublicAccess": False,
        "SecurityGroupIds": [DOOR],
        "SubnetIds": ["subnet-a", "subnet-b", "subnet-c"],
    }
    assert one(found, CLUSTER)["KubernetesNetworkConfig"]["ServiceIpv4Cidr"] == "172.20.0.0/16"
    assert one(found, CLUSTER)["DeletionProtection"] is True
    assert one(found, CLUSTER)["BootstrapSelfManagedAddons"] is False
    assert one(found, CLUSTER)["UpgradePolicy"] == {"SupportType": "STANDARD"}
    assert one(found, CLUSTER)["ZonalShiftConfig"] == {"Enabled": True}
    assert one(found, CLUSTER)["EncryptionConfig"][0]["Resources"] == ["secrets"]
    assert len(of_type(found, ENTRY)) == 1
    assert sorted(addon["Properties"]["AddonName"] for addon in of_type(found, ADDON)) == [
        "aws-ebs-csi-driver", "coredns", "eks-node-monitoring-agent", "eks-pod-identity-agent", "kube-proxy", "vpc-cni",
    ]  # fmt: skip
    groups = [group["Properties"] for group in of_type(found, GROUP)]
    assert [group["Subnets"] for group in groups] == [["subnet-a"], ["subnet-b"], ["subnet-c"]]
    assert all(group["Labels"] == {"workload": "msa"} for group in groups)
    assert all(group["InstanceTypes"] == ["m7g.xlarge"] for group in groups)
    assert all(group["AmiType"] == "AL2023_ARM_64_STANDARD" for group in groups)
    assert all(group["ScalingConfig"] == {"MinSize": 1, "DesiredSize": 1, "MaxSize": 2} for group in groups)


def test_everything_set() -> None:
    found = resources(**EVERYTHING)
    made = one(found, CLUSTER)
    assert (made["Version"], made["DeletionProtection"]) == ("1.34", False)
    assert made["UpgradePolicy"] == {"SupportType": "EXTENDED"}
    assert made["ZonalShiftConfig"] == {"Enabled": False}
    assert made["KubernetesNetworkConfig"]["ServiceIpv4Cidr"] == "10.100.0.0/16"
    assert made["ResourcesVpcConfig"]["EndpointPublicAccess"] is True
    assert made["ResourcesVpcConfig"]["PublicAccessCidrs"] == ["203.0.113.0/24", "198.51.100.7/32"]
    assert one(found, "AWS::Logs::LogGroup")["RetentionInDays"] == 731
    groups = [group["Properties"] for group in of_type(found, GROUP)]
    assert [group["ScalingConfig"]["MinSize"] for group in groups] == [2, 1, 1]
    assert [group["ScalingConfig"]["MaxSize"] for group in groups] == [4, 4, 3]
    assert groups[0]["Labels"] == {"team": "commerce", "workload": "msa"}
    assert groups[0]["AmiType"] == "AL2023_x86_64_STANDARD"
    assert groups[0]["InstanceTypes"] == ["m7i.2xlarge", "m7a.2xlarge"]
    assert groups[0]["CapacityType"] == "SPOT"
    (disk,) = of_type(found, TEMPLATE)[0]["Properties"]["LaunchTemplateData"]["BlockDeviceMappings"]
    assert disk["Ebs"]["VolumeSize"] == 200
    assert [addon["Properties"].get("AddonVersion") for addon in of_type(found, ADDON)].count("v1.21.1-eksbuild.1") == 1


@pytest.mark.parametrize("field", sorted(EksClusterProps.model_fields))
def test_every_prop_is_read(field: str) -> None:
    def everywhere(**said: Any) -> tuple[Any, Any]:
        objects = cluster_objects(ACME, EksClusterProps(**said))
        return resources(**said), {name: found.to_manifest() for name, found in objects.items()}

    assert everywhere(**{field: EVERYTHING[field]}) != everywhere()


def test_the_private_endpoint_admits_named_addresses_and_nodes_admit_none_of_them() -> None:
    found = resources(**EVERYTHING)
    (door,) = of_type(found, "AWS::EC2::SecurityGroup")
    rules = door["Properties"]["SecurityGroupIngress"]
    assert [(rule["CidrIp"], rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) for rule in rules] == [
        ("10.8.0.0/16", "tcp", 443, 443),
        ("100.64.7.9/32", "tcp", 443, 443),
    ]
    assert [rule["CidrIp"] for rule in door["Properties"]["SecurityGroupEgress"]] == ["255.255.255.255/32"], "nothing"
    (door_id,) = (name for name, resource in found.items() if resource is door)
    assert one(found, CLUSTER)["ResourcesVpcConfig"]["SecurityGroupIds"] == [{"Fn::GetAtt": [door_id, "GroupId"]}]
    assert door_id not in json.dumps([of_type(found, TEMPLATE), of_type(found, GROUP)])


def test_without_addresses_the_door_admits_nobody_and_naming_one_changes_no_cluster() -> None:
    closed, opened = resources(), resources(private_access_cidrs=["10.8.0.0/16"])
    (door,) = of_type(closed, "AWS::EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in door["Properties"]
    different = {name for name in closed if closed[name] != opened[name]}
    assert [closed[name]["Type"] for name in different] == ["AWS::EC2::SecurityGroup"]


def test_the_control_planes_logs_are_ours_before_eks_would_make_them() -> None:
    found = resources()
    (group,) = of_type(found, "AWS::Logs::LogGroup")
    assert group["Properties"]["LogGroupName"] == "/aws/eks/x2bee-acme-prd/cluster"
    assert group["Properties"]["RetentionInDays"] == 365
    assert group["Properties"]["KmsKeyId"].endswith("key/0a1b2c3d")
    assert (group["DeletionPolicy"], group["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    (logs_id,) = (name for name, resource in found.items() if resource is group)
    assert logs_id in of_type(found, CLUSTER)[0]["DependsOn"]
    kinds = one(found, CLUSTER)["Logging"]["ClusterLogging"]["EnabledTypes"]
    assert {kind["Type"] for kind in kinds} == {"api", "audit", "authenticator", "controllerManager", "scheduler"}


def test_who_may_enter() -> None:
    entries = of_type(resources(**EVERYTHING), ENTRY)
    assert arns(entries)[1:] == [
        "arn:aws:iam::111122223333:role/PlatformAdmin",
        f"arn:aws:iam::111122223333:role/{SSO}",
        "arn:aws:iam::111122223333:role/Developer",
    ]
    policies = [entry["Properties"]["AccessPolicies"][0]["PolicyArn"].rpartition("/")[2] for entry in entries]
    assert policies == ["AmazonEKSClusterAdminPolicy"] * 3 + ["AmazonEKSViewPolicy"]


def test_somebody_can_always_enter() -> None:
    found = resources()
    (entry,) = of_type(found, ENTRY)
    role = found[entry["Properties"]["PrincipalArn"]["Fn::GetAtt"][0]]["Properties"]
    assert role["RoleName"] == "x2bee-acme-prd-cluster-admin"
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert json.dumps(trust["Principal"]).count(":iam::111122223333:root") == 1
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "eks:DescribeCluster"
    assert statement["Resource"] == "arn:aws:eks:ap-northeast-2:111122223333:cluster/x2bee-acme-prd"


def test_the_role_of_people_cannot_be_named_again() -> None:
    with pytest.raises(ValueError, match=r"\[alone/Cluster\] role 'x2bee-acme-prd-cluster-admin' is let in already"):
        resources(viewers=["x2bee-acme-prd-cluster-admin"])


@pytest.mark.parametrize("variant", ["nothing", "everything", "karpenter"])
def test_machines_are_hardened(variant: str) -> None:
    found = resources(**VARIANTS[variant])
    for template in of_type(found, TEMPLATE):
        data = template["Properties"]["LaunchTemplateData"]
        assert data["MetadataOptions"] == {
            "HttpEndpoint": "enabled", "HttpTokens": "required", "HttpPutResponseHopLimit": 1,
        }  # fmt: skip
        assert data["NetworkInterfaces"][0]["AssociatePublicIpAddress"] is False
        assert data["NetworkInterfaces"][0]["Groups"][0]["Fn::GetAtt"][1] == "ClusterSecurityGroupId"
        assert data["BlockDeviceMappings"][0]["Ebs"]["Encrypted"] is True
        assert data["BlockDeviceMappings"][0]["Ebs"]["VolumeType"] == "gp3"
        assert data["Monitoring"] == {"Enabled": True}
        said = {
            tags["ResourceType"]: {tag["Key"]: tag["Value"] for tag in tags["Tags"]}
            for tags in data["TagSpecifications"]
        }
        assert set(said) == {"instance", "volume"}
        for tags in said.values():
            assert tags["Name"].startswith("x2bee-acme-prd-")
            assert (tags["x2bee:customer"], tags["x2bee:environment"]) == ("acme", "prd"), "budgets count by them"
    for group in of_type(found, GROUP):
        assert group["Properties"]["NodeRepairConfig"] == {"Enabled": True}
        assert group["Properties"]["UpdateConfig"] == {"MaxUnavailablePercentage": 33}
        assert group["Properties"]["ForceUpdateEnabled"] is False
        assert "NodegroupName" not in group["Properties"]


def test_pods_network_and_identities_come_before_nodes_and_pods_after() -> None:
    found = resources()
    addons = {
        resource["Properties"]["AddonName"]: name for name, resource in found.items() if resource["Type"] == ADDON
    }
    groups = [name for name, resource in found.items() if resource["Type"] == GROUP]
    before = {addons[name] for name in ("eks-pod-identity-agent", "kube-proxy", "vpc-cni")}
    assert all(before <= set(found[group]["DependsOn"]) for group in groups)
    assert groups[0] in found[groups[1]]["DependsOn"], "zone by zone"
    assert groups[1] in found[groups[2]]["DependsOn"], "zone by zone"
    for name in ("coredns", "aws-ebs-csi-driver", "eks-node-monitoring-agent"):
        assert groups[2] in found[addons[name]]["DependsOn"]


def test_addons_have_settings_that_their_schemas_know_and_replace_what_others_changed() -> None:
    addons = {addon["Properties"]["AddonName"]: addon["Properties"] for addon in of_type(resources(), ADDON)}
    assert json.loads(addons["vpc-cni"]["ConfigurationValues"]) == {
        "enableNetworkPolicy": "true",
        "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
    }
    dns = json.loads(addons["coredns"]["ConfigurationValues"])
    assert set(dns) == {"autoScaling", "topologySpreadConstraints"}
    assert dns["autoScaling"] == {"enabled": True, "minReplicas": 3, "maxReplicas": 10}
    assert dns["topologySpreadConstraints"][0]["topologyKey"] == "topology.kubernetes.io/zone"
    assert all(addon["ResolveConflicts"] == "OVERWRITE" for addon in addons.values())
    assert all(addon["PreserveOnDelete"] is False for addon in addons.values())


def test_addons_have_identities_and_nodes_may_do_little() -> None:
    found = resources()
    said = {
        addon["Properties"]["AddonName"]: [
            (one_of["ServiceAccount"], found[one_of["RoleArn"]["Fn::GetAtt"][0]]["Properties"]["RoleName"])
            for one_of in addon["Properties"].get("PodIdentityAssociations", [])
        ]
        for addon in of_type(found, ADDON)
    }
    assert said["vpc-cni"] == [("aws-node", "x2bee-acme-prd-vpc-cni")]
    assert said["aws-ebs-csi-driver"] == [("ebs-csi-controller-sa", "x2bee-acme-prd-ebs-csi")]
    without = ("coredns", "kube-proxy", "eks-node-monitoring-agent", "eks-pod-identity-agent")
    assert not any(said[name] for name in without)
    (nodes,) = [r for r in of_type(found, ROLE) if r["Properties"].get("RoleName") == "x2bee-acme-prd-node"]
    policies = json.dumps(nodes["Properties"]["ManagedPolicyArns"])
    assert "AmazonEKSWorkerNodePolicy" in policies
    assert "AmazonEC2ContainerRegistryPullOnly" in policies
    assert "CNI" not in policies


def test_volumes_are_under_the_sites_key_alone() -> None:
    found = resources()
    (role,) = [r for r in of_type(found, ROLE) if r["Properties"].get("RoleName") == "x2bee-acme-prd-ebs-csi"]
    statements = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert [statement["Sid"] for statement in statements] == ["VolumeKey", "VolumeGrant"]
    for statement in statements:
        assert statement["Condition"]["ForAnyValue:StringEquals"] == {"kms:ResourceAliases": ["alias/x2bee-acme-prd"]}
        assert statement["Condition"]["StringEquals"] == {"kms:ViaService": ["ec2.ap-northeast-2.amazonaws.com"]}
    assert statements[1]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": ["true"]}


def test_only_this_cluster_takes_the_control_planes_role() -> None:
    found = resources()
    role = found[one(found, CLUSTER)["RoleArn"]["Fn::GetAtt"][0]]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "eks.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnEquals": {"aws:SourceArn": "arn:aws:eks:ap-northeast-2:111122223333:cluster/x2bee-acme-prd"},
    }


def test_karpenter() -> None:
    found = resources(nodes={"kind": "karpenter", "system_nodes": 2, "system_instance_type": "c7g.large"})
    group = one(found, GROUP)
    assert group["ScalingConfig"] == {"MinSize": 2, "DesiredSize": 2, "MaxSize": 2}
    assert group["InstanceTypes"] == ["c7g.large"]
    assert group["CapacityType"] == "ON_DEMAND"
    assert group["Subnets"] == ["subnet-a", "subnet-b", "subnet-c"]
    assert "Labels" not in group, "services run on what Karpenter starts"
    assert "Taints" not in group, "Argo CD brings Karpenter, so it has to start before it"
    profile = one(found, "AWS::IAM::InstanceProfile")
    assert profile["InstanceProfileName"] == "x2bee-acme-prd-karpenter-node"
    role = found[profile["Roles"][0]["Ref"]]["Properties"]
    assert role["RoleName"] == "x2bee-acme-prd-karpenter-node"
    (entry,) = [e["Properties"] for e in of_type(found, ENTRY) if e["Properties"]["Type"] == "EC2_LINUX"]
    assert entry["PrincipalArn"]["Fn::GetAtt"][0] == profile["Roles"][0]["Ref"]


def test_karpenters_queue_hears_of_nodes_that_will_go_and_of_nothing_else() -> None:
    found = resources(nodes="karpenter")
    queue = one(found, "AWS::SQS::Queue")
    assert queue == {
        "QueueName": "x2bee-acme-prd-karpenter",
        "MessageRetentionPeriod": 300,
        "SqsManagedSseEnabled": True,
    }
    rules = of_type(found, "AWS::Events::Rule")
    kinds = {kind for rule in rules for kind in rule["Properties"]["EventPattern"]["detail-type"]}
    assert kinds == {
        "AWS Health Event",
        "EC2 Capacity Reservation Instance Interruption Warning",
        "EC2 Instance Rebalance Recommendation",
        "EC2 Instance State-change Notification",
        "EC2 Spot Instance Interruption Warning",
    }
    deny, allow = one(found, "AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert len(allow["Condition"]["ArnEquals"]["aws:SourceArn"]) == len(rules)


def test_auto_mode() -> None:
    found = resources(nodes="auto-mode")
    made = one(found, CLUSTER)
    assert made["ComputeConfig"]["Enabled"] is True
    assert made["ComputeConfig"]["NodePools"] == ["general-purpose", "system"]
    assert made["StorageConfig"] == {"BlockStorage": {"Enabled": True}}
    assert made["KubernetesNetworkConfig"]["ElasticLoadBalancing"] == {"Enabled": True}
    assert not of_type(found, ADDON) + of_type(found, GROUP) + of_type(found, TEMPLATE)
    nodes = found[made["ComputeConfig"]["NodeRoleArn"]["Fn::GetAtt"][0]]["Properties"]
    assert nodes["RoleName"] == "x2bee-acme-prd-node"
    assert "AmazonEKSWorkerNodeMinimalPolicy" in json.dumps(nodes["ManagedPolicyArns"])
    role = found[made["RoleArn"]["Fn::GetAtt"][0]]["Properties"]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert role["Policies"][0]["PolicyDocument"]["Statement"][1]["Action"] == "kms:CreateGrant"


@pytest.mark.parametrize("variant", ["nothing", "karpenter"])
def test_without_auto_mode_all_of_it_is_off(variant: str) -> None:
    made = one(resources(**VARIANTS[variant]), CLUSTER)
    assert made["ComputeConfig"] == {"Enabled": False}
    assert made["StorageConfig"] == {"BlockStorage": {"Enabled": False}}
    assert made["KubernetesNetworkConfig"]["ElasticLoadBalancing"] == {"Enabled": False}


def test_every_prop_of_node_groups_is_read() -> None:
    groups = {name: value for name, value in EVERYTHING["nodes"].items() if name != "architecture"}
    x86 = {"architecture": "x86_64"}
    plain = resources(nodes=x86)
    for name, value in groups.items():
        more = {"max": 11} if name == "min" else {}
        assert resources(nodes={**x86, **more, name: value}) != (resources(nodes={**x86, **more}) if more else plain), (
            name
        )


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_lambda_custom_resource_or_asset(variant: str) -> None:
    kinds = {resource["Type"] for resource in resources(**VARIANTS[variant]).values()}
    assert not [kind for kind in kinds if kind.startswith(("Custom::", "AWS::Lambda", "AWS::CloudFormation"))]


@pytest.mark.parametrize("variant", VARIANTS)
def test_feature_flags_change_nothing(variant: str) -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    # These two change how policies and ARNs are written; a stack of ours pins them.
    ours = ("@aws-cdk/aws-iam:minimizePolicies", "@aws-cdk/core:enablePartitionLiterals")
    flags = {flag: value for flag, value in flags.items() if flag not in ours}
    assert resources(context=flags, **VARIANTS[variant]) == resources(**VARIANTS[variant])


def test_every_name_that_only_people_use_says_so() -> None:
    for said in VARIANTS.values():
        for resource in resources(**said).values():
            name = resource["Properties"].get("RoleName") or resource["Properties"].get("LogGroupName")
            if name and name.endswith(("cluster-admin", "prd-node", "/cluster")):
                assert resource["Metadata"]["x2bee:for-people"], name


def test_handles() -> None:
    stack = Stack(App(), "alone")
    made = cluster(stack)
    assert sorted(made.addons) == [
        "aws-ebs-csi-driver", "coredns", "eks-node-monitoring-agent", "eks-pod-identity-agent", "kube-proxy", "vpc-cni",
    ]  # fmt: skip
    assert made.karpenter is None
    assert stack.resolve(made.node_role.role_name)
    auto = cluster(Stack(App(), "alone"), nodes="auto-mode")
    assert (auto.addons, auto.karpenter) == ({}, None)
    grown = cluster(Stack(App(), "alone"), nodes="karpenter")
    assert grown.karpenter
    assert grown.node_role is grown.karpenter.node_role


def test_an_own_vpc_is_used_by_its_app_subnets_and_left_as_it_is() -> None:
    env = Environment(account="111122223333", region="ap-northeast-2")
    private = ec2.SubnetType.PRIVATE_WITH_EGRESS
    groups = [
        ec2.SubnetConfiguration(name="app", subnet_type=private),
        ec2.SubnetConfiguration(name="other", subnet_type=private),
        ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC),
    ]

    def network(app: App) -> tuple[Stack, ec2.Vpc, kms.Key]:
        stack = Stack(app, "network", env=env)
        vpc = ec2.Vpc(stack, "Vpc", subnet_configuration=groups, restrict_default_security_group=False)
        return stack, vpc, kms.Key(stack, "Key")

    alone, *_ = network(App())
    app = App()
    stack, vpc, key = network(app)
    here = Stack(app, "cluster", env=env)
    EksCluster(here, "Cluster", ACME, EksClusterProps(), vpc=vpc, key=key)
    subnets = one(Template.from_stack(here).to_json()["Resources"], CLUSTER)["ResourcesVpcConfig"]["SubnetIds"]
    assert subnets
    assert all("app" in subnet["Fn::ImportValue"] for subnet in subnets)
    assert Template.from_stack(stack).to_json()["Resources"] == Template.from_stack(alone).to_json()["Resources"]


def test_subnets_can_be_said() -> None:
    stack = Stack(App(), "alone")
    subnet = ec2.Subnet.from_subnet_attributes
    said = [subnet(stack, z, subnet_id=f"subnet-{z}", availability_zone=z) for z in ("a", "b")]
    vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", vpc_id="vpc-1", availability_zones=["a", "b"])
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:ap-northeast-2:111122223333:key/1")
    EksCluster(stack, "Cluster", ACME, EksClusterProps(), vpc=vpc, key=key, subnets=said)
    found = Template.from_stack(stack).to_json()["Resources"]
    assert [group["Properties"]["Subnets"] for group in of_type(found, GROUP)] == [["subnet-a"], ["subnet-b"]]
    assert [group["Properties"]["ScalingConfig"]["MinSize"] for group in of_type(found, GROUP)] == [2, 1]


@pytest.mark.parametrize(("total", "parts", "expected"), [(3, 3, [1, 1, 1]), (4, 3, [2, 1, 1]), (2, 3, [1, 1, 0])])
def test_shares(total: int, parts: int, expected: list[int]) -> None:
    assert shares(total, parts) == expected
