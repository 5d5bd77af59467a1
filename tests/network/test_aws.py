"""The network in anyone's stack, and what each prop changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, Tags
from aws_cdk.assertions import Annotations, Match, Template

from tests.network.cases import EMAIL, EXISTING, EXISTING_VPC, LEAST, MOST, ZONES
from x2bee_constructs import NetworkProps, Site
from x2bee_constructs.aws import Network
from x2bee_constructs.network.addresses import app_cidrs, data_cidrs, public_cidrs

CASES = {"least": LEAST, "most": MOST, "existing": EXISTING}
RUNBOOK = "AWSConfigRemediation-RemoveVPCDefaultSecurityGroupRules"


def stack_of(said: dict[str, Any], environment: Environment | None = None, **flags: object) -> Stack:
    here = environment or Environment(account="111122223333", region="ap-northeast-2")
    stack = Stack(App(context=flags), "alone", env=here)
    Network(stack, "Network", Site("acme", "prd"), NetworkProps.model_validate(said))
    return stack


def template(said: dict[str, Any]) -> Template:
    return Template.from_stack(stack_of(said))


def found(said: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return template(said).find_resources(kind)


def policy(resource: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    return {statement.get("Sid", ""): statement for statement in resource["Properties"][key]["Statement"]}


def only(said: dict[str, Any], kind: str) -> dict[str, Any]:
    (resource,) = found(said, kind).values()
    return resource


def test_nothing_set() -> None:
    made = template(LEAST)
    made.resource_count_is("AWS::EC2::Subnet", 9)
    made.resource_count_is("AWS::EC2::NatGateway", 3)
    made.has_resource_properties("AWS::EC2::VPC", {"CidrBlock": "10.20.0.0/16", "EnableDnsHostnames": True})
    made.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 365, "KmsKeyId": Match.any_value()})
    made.has_resource_properties("AWS::EC2::FlowLog", {"TrafficType": "ALL", "ResourceType": "VPC"})
    made.has_resource_properties("AWS::Route53::HostedZone", {"Name": "prd.acme.internal."})
    made.has_resource(
        "AWS::KMS::Key", {"Properties": {"EnableKeyRotation": True}, "DeletionPolicy": "RetainExceptOnCreate"}
    )
    made.has_resource_properties("AWS::KMS::Alias", {"AliasName": "alias/x2bee-acme-prd"})
    made.resource_count_is("AWS::SNS::Topic", 1)
    for kind in ("AWS::SNS::Subscription", "AWS::Budgets::Budget"):
        made.resource_count_is(kind, 0)


def test_everything_set() -> None:
    made = template(MOST)
    made.resource_count_is("AWS::EC2::NatGateway", 2)
    made.has_resource_properties("AWS::EC2::VPC", {"CidrBlock": "172.16.0.0/16"})
    made.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 731})
    made.resource_count_is("AWS::SNS::Subscription", 2)
    made.resource_count_is("AWS::Budgets::Budget", 1)
    made.resource_count_is("AWS::EC2::VPCEndpoint", 13)


def test_an_existing_vpc_is_used_and_left_alone() -> None:
    stack = stack_of(EXISTING)
    made = Template.from_stack(stack)
    assert {r["Type"] for r in made.to_json()["Resources"].values()} == {
        "AWS::Budgets::Budget",
        "AWS::KMS::Alias",
        "AWS::KMS::Key",
        "AWS::Route53::HostedZone",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::SSM::Parameter",
    }
    zone = {"VPCs": [{"VPCId": EXISTING_VPC["id"], "VPCRegion": "ap-northeast-2"}]}
    made.has_resource_properties("AWS::Route53::HostedZone", zone)
    ids = ",".join(subnet["id"] for subnet in EXISTING_VPC["app"])
    name = "/x2bee/acme/prd/network/app-subnet-ids"
    made.has_resource_properties("AWS::SSM::Parameter", {"Name": name, "Value": ids})
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


@pytest.mark.parametrize("said", [LEAST, EXISTING], ids=["own", "existing"])
def test_others_find_the_subnets_by_their_group(said: dict[str, Any]) -> None:
    stack = Stack(App(), "alone", env=Environment(account="111122223333", region="ap-northeast-2"))
    network = Network(stack, "Network", Site("acme", "prd"), NetworkProps.model_validate(said))
    for group in ("app", "public", "data"):
        chosen = network.vpc.select_subnets(subnet_group_name=group)
        assert chosen.availability_zones == list(ZONES)
        if said is EXISTING:
            assert chosen.subnet_ids == [subnet["id"] for subnet in EXISTING_VPC[group]]


def test_stateful_resources_of_both_have_the_same_ids() -> None:
    kept = {"AWS::KMS::Key", "AWS::KMS::Alias", "AWS::Route53::HostedZone", "AWS::SNS::Topic"}
    own, other = (
        {name for name, r in template(said).to_json()["Resources"].items() if r["Type"] in kept}
        for said in (MOST, EXISTING)
    )
    assert own == other


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "192.168.0.0/16"])
@pytest.mark.parametrize(("group", "known"), [("app", app_cidrs), ("public", public_cidrs), ("data", data_cidrs)])
def test_addresses_are_known_before_anything_is_made(
    cidr: str, group: str, known: Callable[[NetworkProps], tuple[str, ...]]
) -> None:
    subnets = found({**LEAST, "cidr": cidr}, "AWS::EC2::Subnet")
    ours = [r["Properties"] for name, r in sorted(subnets.items()) if f"Vpc{group}" in name]
    by_zone = {properties["AvailabilityZone"]: properties["CidrBlock"] for properties in ours}
    assert tuple(by_zone[zone] for zone in ZONES) == known(NetworkProps(zones=ZONES, cidr=cidr))


def test_pods_have_room_and_nothing_is_public_by_default() -> None:
    subnets = found(LEAST, "AWS::EC2::Subnet").values()
    sizes = sorted(subnet["Properties"]["CidrBlock"].partition("/")[2] for subnet in subnets)
    assert sizes == ["19"] * 3 + ["24"] * 6
    assert {subnet["Properties"]["AvailabilityZone"] for subnet in subnets} == set(ZONES)
    assert not any(subnet["Properties"]["MapPublicIpOnLaunch"] for subnet in subnets)


def test_controllers_find_the_subnets_by_tags() -> None:
    wanted = {
        "app": {"kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "x2bee-acme-prd"},
        "public": {"kubernetes.io/role/elb": "1"},
        "data": {},
    }
    for name, subnet in found(LEAST, "AWS::EC2::Subnet").items():
        tags = {tag["Key"]: tag["Value"] for tag in subnet["Properties"]["Tags"]}
        ours = {key: value for key, value in tags.items() if key.startswith(("kubernetes.io/", "karpenter.sh/"))}
        assert ours == wanted[next(group for group in wanted if f"Vpc{group}" in name)]
    for kind in ("AWS::EC2::RouteTable", "AWS::EC2::NatGateway"):
        assert "karpenter.sh" not in json.dumps(found(LEAST, kind))
        assert "kubernetes.io" not in json.dumps(found(LEAST, kind))


def test_data_subnets_have_no_way_out() -> None:
    routes = found(LEAST, "AWS::EC2::Route")
    assert not [name for name in routes if "data" in name]
    assert len([name for name in routes if "app" in name]) == 3
    for endpoint in found(MOST, "AWS::EC2::VPCEndpoint").values():
        assert "Vpcdata" not in json.dumps(endpoint["Properties"])


def test_what_others_need_is_published_under_contract_names() -> None:
    parameters = found(LEAST, "AWS::SSM::Parameter").values()
    names = sorted(parameter["Properties"]["Name"] for parameter in parameters)
    assert names == [f"/x2bee/acme/prd/network/{what}" for what in ("app-subnet-ids", "private-zone-id", "vpc-id")]


@pytest.mark.parametrize("case", CASES)
def test_every_name_of_ours_says_who_it_is_for(case: str) -> None:
    kinds = set[str]()
    for resource in template(CASES[case]).to_json()["Resources"].values():
        flat = json.dumps(resource["Properties"].get("Budget", resource["Properties"]))
        if re.search(r'"(Name|AliasName|TopicName|BudgetName)": "(x2bee-|/x2bee/|alias/x2bee-|prd\.acme)', flat):
            kinds.add(resource["Type"])
            assert resource["Metadata"]["x2bee:for-people"], resource
    assert kinds >= {"AWS::KMS::Alias", "AWS::Route53::HostedZone", "AWS::SNS::Topic", "AWS::SSM::Parameter"}


def test_s3_is_reached_without_the_nat_gateways() -> None:
    endpoint = only(LEAST, "AWS::EC2::VPCEndpoint")["Properties"]
    assert (endpoint["VpcEndpointType"], len(endpoint["RouteTableIds"])) == ("Gateway", 3)
    assert all("Vpcapp" in table["Ref"] for table in endpoint["RouteTableIds"])


def test_interface_endpoints() -> None:
    made = found(MOST, "AWS::EC2::VPCEndpoint")
    interfaces = [r["Properties"] for r in made.values() if r["Properties"]["VpcEndpointType"] == "Interface"]
    assert sorted(p["ServiceName"].removeprefix("com.amazonaws.ap-northeast-2.") for p in interfaces) == [
        "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "kms", "logs", "secretsmanager", "sqs",
        "ssm", "sts",
    ]  # fmt: skip
    (group,) = found(MOST, "AWS::EC2::SecurityGroup")
    for properties in interfaces:
        assert properties["PrivateDnsEnabled"] is True
        assert properties["SecurityGroupIds"] == [{"Fn::GetAtt": [group, "GroupId"]}]
        assert len(properties["SubnetIds"]) == 3
        assert all("Vpcapp" in subnet["Ref"] for subnet in properties["SubnetIds"])
    (rule,) = found(MOST, "AWS::EC2::SecurityGroup")[group]["Properties"]["SecurityGroupIngress"]
    assert (rule["CidrIp"], rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == ("172.16.0.0/16", "tcp", 443, 443)


def test_who_writes_flow_logs_writes_for_this_account_alone() -> None:
    log = only(LEAST, "AWS::EC2::FlowLog")["Properties"]
    (group,) = found(LEAST, "AWS::Logs::LogGroup")
    roles = found(LEAST, "AWS::IAM::Role")
    role = roles[log["DeliverLogsPermissionArn"]["Fn::GetAtt"][0]]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:ap-northeast-2:111122223333:vpc-flow-log/*"},
    }
    (policy_,) = role["Policies"]
    assert policy_["PolicyDocument"]["Statement"] == [
        {
            "Sid": "Write",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": {"Fn::GetAtt": [group, "Arn"]},
        }
    ]
    assert not found(LEAST, "AWS::IAM::Policy"), "the CDK's own would let the role pass itself on"


def test_the_alarm_topic_hears_when_the_default_group_stays_open() -> None:
    (topic,) = found(LEAST, "AWS::SNS::Topic")
    (association,) = found(LEAST, "AWS::SSM::Association")
    rules = found(LEAST, "AWS::Events::Rule")
    said = {rule["Properties"]["EventPattern"]["detail-type"][0]: rule["Properties"] for rule in rules.values()}
    assert {kind: rule["EventPattern"]["detail"] for kind, rule in said.items()} == {
        "EC2 State Manager Association State Change": {
            "association-id": [{"Fn::GetAtt": [association, "AssociationId"]}],
            "status": ["Failed"],
        },
        "EC2 Automation Execution Status-change Notification": {
            "Definition": [RUNBOOK],
            "Status": ["Cancelled", "Failed", "TimedOut"],
        },
    }
    for rule in said.values():
        assert rule["EventPattern"]["source"] == ["aws.ssm"]
        assert rule["State"] == "ENABLED"
        assert [target["Arn"] for target in rule["Targets"]] == [{"Ref": topic}]
        assert not any("RoleArn" in target for target in rule["Targets"]), "with a role, encrypted topics get nothing"


def test_event_bridge_is_held_to_nothing_that_it_does_not_say() -> None:
    topic = policy(only(LEAST, "AWS::SNS::TopicPolicy"), "PolicyDocument")["EventBridge"]
    assert (topic["Principal"], topic["Action"]) == ({"Service": "events.amazonaws.com"}, "sns:Publish")
    assert "Condition" not in topic
    key = policy(only(LEAST, "AWS::KMS::Key"), "KeyPolicy")["EventBridge"]
    arn = "arn:aws:sns:ap-northeast-2:111122223333:x2bee-acme-prd-alarms"
    assert key["Condition"] == {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": arn}}
    assert key["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_without_a_default_group_of_ours_event_bridge_may_nothing() -> None:
    assert not found(EXISTING, "AWS::Events::Rule")
    assert "EventBridge" not in policy(only(EXISTING, "AWS::SNS::TopicPolicy"), "PolicyDocument")
    assert "EventBridge" not in policy(only(EXISTING, "AWS::KMS::Key"), "KeyPolicy")


def test_what_holds_data_outlives_the_stack_but_not_a_first_deployment_that_fails() -> None:
    for kind in ("AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::Route53::HostedZone"):
        resource = only(LEAST, kind)
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_the_default_security_group_is_closed_and_kept_closed() -> None:
    association = only(LEAST, "AWS::SSM::Association")
    (vpc,) = found(LEAST, "AWS::EC2::VPC")
    group = {"Fn::GetAtt": [vpc, "DefaultSecurityGroup"]}
    (role,) = (name for name in found(LEAST, "AWS::IAM::Role") if "DefaultGroup" in name)
    properties = {key: value for key, value in association["Properties"].items() if key != "Tags"}
    assert properties == {
        "Name": RUNBOOK,
        "AutomationTargetParameterName": "GroupId",
        "Targets": [{"Key": "ParameterValues", "Values": [group]}],
        "Parameters": {"AutomationAssumeRole": [{"Fn::GetAtt": [role, "Arn"]}]},
        "ScheduleExpression": "rate(1 day)",
        "MaxConcurrency": "1",
        "MaxErrors": "1",
        "ComplianceSeverity": "HIGH",
    }
    before = {found_ for kind in ("AWS::IAM::ManagedPolicy", "AWS::Events::Rule") for found_ in found(LEAST, kind)}
    after = {name for name in found(LEAST, "AWS::Events::Rule") if "Unapplied" in name}
    assert set(association["DependsOn"]) == before - after, "the role must be able to, and failures be heard, first"


def test_only_the_runbook_closes_it_and_may_do_nothing_else() -> None:
    said = policy(only(LEAST, "AWS::IAM::ManagedPolicy"), "PolicyDocument")
    actions = {sid: statement["Action"] for sid, statement in said.items()}
    assert actions == {
        "Start": "ssm:StartAutomationExecution",
        "Follow": "ssm:GetAutomationExecution",
        "See": "ec2:DescribeSecurityGroups",
        "Close": ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
        "Pass": "iam:PassRole",
    }
    assert "DefaultSecurityGroup" in json.dumps(said["Close"]["Resource"])
    assert said["Pass"]["Condition"] == {"StringEquals": {"iam:PassedToService": ["ssm.amazonaws.com"]}}
    assert all(RUNBOOK in arn or "automation-execution" in arn for arn in said["Start"]["Resource"])
    (role,) = (r for name, r in found(LEAST, "AWS::IAM::Role").items() if "DefaultGroup" in name)
    (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "ssm.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ssm:ap-northeast-2:111122223333:automation-execution/*"},
    }


def test_alarms_reach_the_topic_and_only_from_here() -> None:
    made = template(MOST)
    made.has_resource_properties(
        "AWS::SNS::Topic", {"TopicName": "x2bee-acme-prd-alarms", "KmsMasterKeyId": Match.any_value()}
    )
    made.has_resource_properties("AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": EMAIL})
    sources = {
        "CloudWatch": "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:*",
        "Budgets": "arn:aws:budgets::111122223333:*",
    }
    topic = policy(only(MOST, "AWS::SNS::TopicPolicy"), "PolicyDocument")
    key = policy(only(MOST, "AWS::KMS::Key"), "KeyPolicy")
    for sid, source in sources.items():
        for said, action in ((topic[sid], "sns:Publish"), (key[sid], ["kms:Decrypt", "kms:GenerateDataKey*"])):
            assert said["Action"] == action
            assert said["Condition"]["ArnLike"] == {"aws:SourceArn": source}
            assert said["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert topic["AllowPublishThroughSSLOnly"]["Effect"] == "Deny"


def test_without_a_budget_aws_budgets_may_nothing() -> None:
    assert "Budgets" not in policy(only(LEAST, "AWS::SNS::TopicPolicy"), "PolicyDocument")
    assert "Budgets" not in policy(only(LEAST, "AWS::KMS::Key"), "KeyPolicy")


def test_the_budget_counts_this_environment_and_warns_twice() -> None:
    budget = only(MOST, "AWS::Budgets::Budget")
    said = budget["Properties"]["Budget"]
    assert said["BudgetLimit"] == {"Amount": 9000, "Unit": "USD"}
    assert said["CostFilters"] == {"TagKeyValue": ["user:x2bee:environment$prd"]}
    assert (said["BudgetName"], said["BudgetType"], said["TimeUnit"]) == ("x2bee-acme-prd-monthly", "COST", "MONTHLY")
    (topic,) = found(MOST, "AWS::SNS::Topic")
    notified = budget["Properties"]["NotificationsWithSubscribers"]
    assert [(n["Notification"]["NotificationType"], n["Notification"]["Threshold"]) for n in notified] == [
        ("ACTUAL", 80),
        ("FORECASTED", 100),
    ]
    assert all(n["Subscribers"] == [{"Address": {"Ref": topic}, "SubscriptionType": "SNS"}] for n in notified)
    assert budget["DependsOn"] == list(found(MOST, "AWS::SNS::TopicPolicy"))


def test_every_nat_gateway_is_watched() -> None:
    (topic,) = found(MOST, "AWS::SNS::Topic")
    alarms = [alarm["Properties"] for alarm in found(MOST, "AWS::CloudWatch::Alarm").values()]
    gateways = set(found(MOST, "AWS::EC2::NatGateway"))
    for metric in ("ErrorPortAllocation", "PacketsDropCount"):
        watching = [alarm for alarm in alarms if metric in json.dumps(alarm)]
        assert {gateway for gateway in gateways if f'"{gateway}"' in json.dumps(watching)} == gateways
        assert len(watching) == len(gateways) == 2
    for alarm in alarms:
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}]
        assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert {alarm["Threshold"] for alarm in alarms} == {0, 0.01}


@pytest.mark.parametrize("case", CASES)
def test_feature_flags_change_no_property_that_we_set(case: str) -> None:
    """Apart from how the CDK itself writes ARNs and policies, which `PlatformStack` pins."""
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    pinned = {"@aws-cdk/aws-iam:minimizePolicies": True, "@aws-cdk/core:enablePartitionLiterals": True}
    with_flags = Template.from_stack(stack_of(CASES[case], **{**flags, **pinned})).to_json()["Resources"]
    without = Template.from_stack(stack_of(CASES[case], **pinned)).to_json()["Resources"]
    assert with_flags == without


@pytest.mark.parametrize("case", CASES)
def test_no_lambda_custom_resource_or_asset(case: str) -> None:
    text = json.dumps(template(CASES[case]).to_json())
    for word in ("Custom::", "AWS::Lambda", "CloudFormation::CustomResource", "-assets-"):
        assert word not in text


def test_a_stack_without_account_and_region() -> None:
    text = json.dumps(Template.from_stack(stack_of(EXISTING, Environment())).to_json()["Resources"])
    assert '{"Ref": "AWS::AccountId"}' in text
    assert "${Token[" not in text


def test_the_users_own_tags_reach_what_is_made() -> None:
    stack = stack_of(MOST)
    Tags.of(stack).add("cost-center", "42")
    for kind in ("AWS::EC2::Subnet", "AWS::EC2::VPCEndpoint", "AWS::SNS::Topic", "AWS::SSM::Association"):
        for resource in Template.from_stack(stack).find_resources(kind).values():
            assert {"Key": "cost-center", "Value": "42"} in resource["Properties"]["Tags"]
