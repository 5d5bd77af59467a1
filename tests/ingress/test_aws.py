"""The way in on the AWS side: what stands between the internet and the pods, and what each prop changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from tests.ingress.cases import ALB, ALB_EXISTING, ALB_MOST, DOMAIN, HOSTS, OFFICE, ZONES
from x2bee_constructs import Site
from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import SSL_POLICY, balancer_attributes
from x2bee_constructs.ingress.aws import AlbIngress, let_balancer_in
from x2bee_constructs.ingress.edge import AlbIngressProps, EdgeGuardProps, Waf
from x2bee_constructs.ingress.guard import EdgeGuard

ACME = Site("acme", "prd")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"
EDGE = "AWS::ElasticLoadBalancingV2"


def stack(app: App | None = None, id: str = "alone") -> PlatformStack:
    return PlatformStack(app or App(), id, site=ACME, account=ACCOUNT, region=REGION, zones=ZONES)


def key(scope: Stack) -> kms.IKey:
    return kms.Key.from_key_arn(scope, "Key", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/01234567")


def ingress(scope: Stack, said: dict[str, Any]) -> AlbIngress:
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=list(ZONES),
        public_subnet_names=["public"],
        public_subnet_ids=[f"subnet-0123456789abcdef{index}" for index in range(3)],
    )
    topic = sns.Topic.from_topic_arn(scope, "Topic", f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms")
    props = AlbIngressProps.model_validate(said)
    return AlbIngress(scope, "Edge", ACME, props, vpc=vpc, key=key(scope), topic=topic)


def template(said: dict[str, Any]) -> Template:
    scope = stack()
    ingress(scope, said)
    return Template.from_stack(scope)


def one(found: Template, kind: str) -> dict[str, Any]:
    (resource,) = found.find_resources(kind).values()
    return resource


def attributes(found: Template, kind: str) -> dict[str, Any]:
    listed = one(found, f"{EDGE}::{kind}")["Properties"][f"{kind}Attributes"]
    assert len({each["Key"] for each in listed}) == len(listed), "an attribute stands twice"
    return {each["Key"]: each["Value"] for each in listed}


def acl(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    listed = one(template(said), "AWS::WAFv2::WebACL")["Properties"]["Rules"]
    assert [rule["Priority"] for rule in listed] == list(range(len(listed)))
    return {rule["Name"]: rule for rule in listed}


def test_nothing_set_is_closed_recorded_and_kept() -> None:
    found = template(ALB)
    balancer = one(found, f"{EDGE}::LoadBalancer")["Properties"]
    assert (balancer["Name"], balancer["Scheme"], len(balancer["Subnets"])) == ("x2bee-acme-prd", "internet-facing", 3)
    made = attributes(found, "LoadBalancer")
    bucket = next(iter(found.find_resources("AWS::S3::Bucket")))
    expected = balancer_attributes("-")
    assert made == {k: {"Ref": bucket} if k.endswith("s3.bucket") else v for k, v in expected.items()}
    found.resource_count_is("AWS::WAFv2::WebACLAssociation", 1)
    found.resource_count_is("AWS::WAFv2::LoggingConfiguration", 1)


def test_http_only_sends_on_and_https_knows_no_host_by_itself() -> None:
    listeners = {
        made["Properties"]["Port"]: made["Properties"]
        for made in template(ALB).find_resources(f"{EDGE}::Listener").values()
    }
    (away,) = listeners[80]["DefaultActions"]
    assert away["RedirectConfig"] == {"Port": "443", "Protocol": "HTTPS", "StatusCode": "HTTP_301"}
    assert listeners[443]["SslPolicy"] == SSL_POLICY
    assert listeners[443]["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"] == "404"
    assert listeners[443]["ListenerAttributes"] == [{"Key": "routing.http.response.server.enabled", "Value": "false"}]


def test_only_the_hosts_lead_to_the_pods_five_in_a_rule() -> None:
    rules = [rule["Properties"] for rule in template(ALB_MOST).find_resources(f"{EDGE}::ListenerRule").values()]
    values = [rule["Conditions"][0]["HostHeaderConfig"]["Values"] for rule in rules]
    assert sorted(host for chunk in values for host in chunk) == sorted(ALB_MOST["hosts"])
    assert max(map(len, values)) == 5
    assert [rule["Priority"] for rule in rules] == [1, 2]


def test_the_target_group_has_its_contract_name_and_asks_the_gateway() -> None:
    found = template(ALB)
    found.has_resource_properties(
        f"{EDGE}::TargetGroup",
        {
            "Name": "x2bee-acme-prd-ingress",
            "TargetType": "ip",
            "Port": 8080,
            "Protocol": "HTTP",
            "ProtocolVersion": "HTTP1",
            "HealthCheckPort": "15021",
            "HealthCheckPath": "/healthz/ready",
            "HealthCheckIntervalSeconds": 10,
            "Matcher": {"HttpCode": "200"},
        },
    )
    made = attributes(found, "TargetGroup")
    assert made["deregistration_delay.timeout_seconds"] == "60"
    assert made["load_balancing.algorithm.type"] == "least_outstanding_requests"
    assert made["stickiness.enabled"] == "false"


def test_the_load_balancer_reaches_the_gateways_ports_in_the_app_subnets_alone() -> None:
    group = one(template(ALB), "AWS::EC2::SecurityGroup")["Properties"]
    assert {(rule["CidrIp"], rule["FromPort"]) for rule in group["SecurityGroupIngress"]} == {
        ("0.0.0.0/0", 80),
        ("0.0.0.0/0", 443),
    }
    assert {(rule["CidrIp"], rule["FromPort"]) for rule in group["SecurityGroupEgress"]} == {
        (cidr, port) for cidr in ALB["app_cidrs"] for port in (8080, 15021)
    }


def test_the_pods_group_lets_the_load_balancer_in_on_both_ports() -> None:
    app = App()
    edge = ingress(stack(app, "edge"), ALB)
    cluster = stack(app, "cluster")
    let_balancer_in(cluster, "sg-00000000000000001", edge.security_group_id)
    rules = Template.from_stack(cluster).find_resources("AWS::EC2::SecurityGroupIngress").values()
    assert sorted(rule["Properties"]["FromPort"] for rule in rules) == [8080, 15021]
    assert all("CidrIp" not in rule["Properties"] for rule in rules)


def test_records_are_kept_as_long_as_said_and_written_by_load_balancers_of_this_account_alone() -> None:
    found = template(ALB_MOST)
    bucket = one(found, "AWS::S3::Bucket")
    assert bucket["Properties"]["BucketName"] == f"x2bee-acme-prd-edge-logs-{ACCOUNT}"
    assert bucket["DeletionPolicy"] == "RetainExceptOnCreate"  # a failed first deployment can be repeated
    assert bucket["UpdateReplacePolicy"] == "Retain"
    assert bucket["Properties"]["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 731
    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    statements = one(found, "AWS::S3::BucketPolicy")["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = [statement for statement in statements if statement["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    ends = [resource["Fn::Join"][1][1] for resource in allowed["Resource"]]
    assert ends == [f"/{prefix}/AWSLogs/{ACCOUNT}/*" for prefix in ("access", "connection")]
    policy = next(iter(found.find_resources("AWS::S3::BucketPolicy")))
    assert policy in one(found, f"{EDGE}::LoadBalancer")["DependsOn"]


def test_the_certificate_proves_every_host_in_the_zone() -> None:
    made = one(template(ALB), "AWS::CertificateManager::Certificate")["Properties"]
    assert {made["DomainName"], *made["SubjectAlternativeNames"]} == set(HOSTS)
    assert {option["HostedZoneId"] for option in made["DomainValidationOptions"]} == {"Z0123456789ABC"}
    given = template(ALB_MOST)
    given.resource_count_is("AWS::CertificateManager::Certificate", 0)
    arn = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/{ALB_MOST['certificate']}"
    given.has_resource_properties(f"{EDGE}::Listener", {"Port": 443, "Certificates": [{"CertificateArn": arn}]})


def test_every_host_has_a_record_where_there_is_a_zone() -> None:
    records = template(ALB_MOST).find_resources("AWS::Route53::RecordSet").values()
    hosts = [*ALB_MOST["hosts"], *(machine["host"] for machine in ALB_MOST["machines"])]
    assert {record["Properties"]["Name"] for record in records} == {f"{host}." for host in hosts}
    assert {record["Properties"]["Type"] for record in records} == {"A"}
    alone = {key: value for key, value in ALB_MOST.items() if key != "zone"}
    template(alone).resource_count_is("AWS::Route53::RecordSet", 0)


def managed(rules: dict[str, dict[str, Any]]) -> set[str]:
    groups = (rule["Statement"].get("ManagedRuleGroupStatement") for rule in rules.values())
    return {group["Name"].removeprefix("AWSManagedRules") for group in groups if group}


def test_the_web_acl_knows_known_attacks_and_counts_by_address() -> None:
    rules = acl(ALB)
    assert managed(rules) == {"AmazonIpReputationList", "KnownBadInputsRuleSet", "SQLiRuleSet", "CommonRuleSet"}
    limit = rules["rate"]["Statement"]["RateBasedStatement"]
    assert limit == {"AggregateKeyType": "IP", "EvaluationWindowSec": 300, "Limit": 6000}
    assert rules["rate"]["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    assert managed(acl(ALB_MOST)) - managed(rules) == {"AnonymousIpList", "BotControlRuleSet"}


def test_the_web_acl_closes_office_hosts_first() -> None:
    rules = acl({**ALB, "office_hosts": HOSTS[2:], "office_cidrs": OFFICE})
    assert rules["office-hosts"]["Priority"] == 0
    asked, away = rules["office-hosts"]["Statement"]["AndStatement"]["Statements"]
    texts = {form["ByteMatchStatement"]["SearchString"] for form in asked["OrStatement"]["Statements"]}
    assert texts == {form for host in HOSTS[2:] for form in (host, f"{host}:")}
    assert "IPSetReferenceStatement" in away["NotStatement"]["Statement"]
    closed = acl({**ALB, "office_hosts": HOSTS[2:]})["office-hosts"]
    assert "OrStatement" in closed["Statement"], "without offices, whoever asks is refused"
    assert closed["Action"] == {"Block": {}}


def test_the_offices_addresses_are_a_set_that_people_read() -> None:
    sets = template(ALB_MOST).find_resources("AWS::WAFv2::IPSet").values()
    assert {found["Properties"]["Name"]: found["Properties"]["Addresses"] for found in sets} == {
        "x2bee-acme-prd-office": OFFICE,
        "x2bee-acme-prd-gitlab": [*OFFICE, "198.51.100.7/32"],
    }
    template(ALB).resource_count_is("AWS::WAFv2::IPSet", 0)


def test_large_bodies_are_for_hosts_that_take_files() -> None:
    def free(said: dict[str, Any]) -> set[str]:
        _, others = acl(said)["body-size"]["Statement"]["AndStatement"]["Statements"]
        forms = others["NotStatement"]["Statement"]["OrStatement"]["Statements"]
        return {form["ByteMatchStatement"]["SearchString"] for form in forms} & set(HOSTS)

    everywhere = acl(ALB)["body-size"]["Statement"]["SizeConstraintStatement"]
    assert (everywhere["Size"], everywhere["ComparisonOperator"]) == (8192, "GT")
    assert everywhere["FieldToMatch"] == {"Body": {"OversizeHandling": "MATCH"}}
    assert free({**ALB, "office_hosts": HOSTS[2:]}) == set(HOSTS[2:])
    assert free(ALB_MOST) == {HOSTS[1], HOSTS[2]}
    (count,) = acl(ALB)["common"]["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert count == {"ActionToUse": {"Count": {}}, "Name": "SizeRestrictions_BODY"}


def test_what_was_refused_is_logged_without_who_it_was() -> None:
    found = template(ALB)
    group = one(found, "AWS::Logs::LogGroup")["Properties"]
    assert (group["LogGroupName"], group["RetentionInDays"]) == ("aws-waf-logs-x2bee-acme-prd", 365)
    assert group["KmsKeyId"]
    logging = one(found, "AWS::WAFv2::LoggingConfiguration")["Properties"]
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:aws-waf-logs-x2bee-acme-prd"
    assert logging["LogDestinationConfigs"] == [arn], "WAF takes no ARN that ends in ':*'"
    assert [field["SingleHeader"]["Name"] for field in logging["RedactedFields"]] == ["authorization", "cookie"]
    assert logging["LoggingFilter"]["DefaultBehavior"] == "DROP"
    statement = json.loads(one(found, "AWS::Logs::ResourcePolicy")["Properties"]["PolicyDocument"])["Statement"][0]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert statement["Resource"] == f"{arn}:log-stream:*"
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    everything = one(template(ALB_MOST), "AWS::WAFv2::LoggingConfiguration")["Properties"]
    assert "LoggingFilter" not in everything


def test_people_hear_of_errors_slowness_and_refusals() -> None:
    alarms = template(ALB_MOST).find_resources("AWS::CloudWatch::Alarm").values()
    thresholds = {alarm["Properties"]["AlarmDescription"]: alarm["Properties"]["Threshold"] for alarm in alarms}
    assert sorted(thresholds.values()) == [0, 0, 1.5, 2.5, 2.5, 50]
    for alarm in alarms:
        assert alarm["Properties"]["AlarmActions"] == alarm["Properties"]["OKActions"] != []


def test_of_an_existing_load_balancer_nothing_is_made_but_rules() -> None:
    found = template(ALB_EXISTING)
    for kind in (f"{EDGE}::LoadBalancer", f"{EDGE}::Listener", "AWS::S3::Bucket", "AWS::WAFv2::WebACL",
                 "AWS::EC2::SecurityGroup", "AWS::CertificateManager::Certificate"):  # fmt: skip
        found.resource_count_is(kind, 0)
    listener = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:listener/app/shared/0123456789abcdef/fedcba9876543210"
    found.has_resource_properties(f"{EDGE}::ListenerRule", {"ListenerArn": listener, "Priority": 4000})
    found.has_resource_properties(f"{EDGE}::TargetGroup", {"Name": "x2bee-acme-prd-ingress"})
    found.has_resource_properties(
        "AWS::Route53::RecordSet",
        {"AliasTarget": {"DNSName": Match.string_like_regexp("shared-1"), "HostedZoneId": "ZWKZPGTI48KDX"}},
    )
    dimensions = [
        {each["Name"]: each["Value"] for each in alarm["Properties"].get("Dimensions", [])}
        for alarm in found.find_resources("AWS::CloudWatch::Alarm").values()
    ]
    assert len(dimensions) == 3
    assert {"app/shared/0123456789abcdef"} == {each["LoadBalancer"] for each in dimensions if each}
    assert ingress(stack(), ALB_EXISTING).security_group_id == "sg-0123456789abcdef0"


def test_what_the_controller_needs_is_there_without_a_load_balancer() -> None:
    scope = stack()
    props = EdgeGuardProps.model_validate({name: ALB_MOST[name] for name in EdgeGuardProps.model_fields})
    EdgeGuard(scope, "Guard", ACME, props, key=key(scope))
    found = Template.from_stack(scope)
    found.resource_count_is(f"{EDGE}::LoadBalancer", 0)
    found.has_resource_properties("AWS::WAFv2::WebACL", {"Name": names.web_acl(ACME), "Scope": "REGIONAL"})
    found.has_resource_properties("AWS::S3::Bucket", {"BucketName": names.access_log_bucket(ACME, ACCOUNT)})


@pytest.mark.parametrize("said", [ALB, ALB_MOST, ALB_EXISTING], ids=["least", "most", "existing"])
def test_no_program_of_ours_runs_in_the_account(said: dict[str, Any]) -> None:
    kinds = {resource["Type"] for resource in template(said).to_json()["Resources"].values()}
    assert not [kind for kind in kinds if kind.startswith(("Custom::", "AWS::Lambda", "AWS::CloudFormation::Custom"))]


def test_every_prop_changes_something() -> None:
    assert {*ALB_MOST, "existing"} == AlbIngressProps.model_fields.keys(), "a prop that no test uses"
    full = template(ALB_MOST).to_json()
    for name in ALB_MOST.keys() - {"hosts"}:
        less = {key: value for key, value in {**ALB_MOST, name: ALB.get(name)}.items() if value is not None}
        if name == "office_hosts":
            less["waf"] = {**ALB_MOST["waf"], "large_bodies": [HOSTS[1]]}
        assert template(less).to_json() != full, name
    assert template({**ALB_MOST, "hosts": [*HOSTS, DOMAIN]}).to_json() != full


def test_every_switch_of_the_web_acl_changes_something() -> None:
    assert ALB_MOST["waf"].keys() == Waf.model_fields.keys(), "a prop that no test uses"
    full = template(ALB_MOST).to_json()
    for name in ALB_MOST["waf"]:
        waf = {key: value for key, value in ALB_MOST["waf"].items() if key != name}
        assert template({**ALB_MOST, "waf": waf}).to_json() != full, name


def test_two_synths_are_the_same() -> None:
    assert template(ALB_MOST).to_json() == template(ALB_MOST).to_json()


@pytest.mark.parametrize("said", [ALB, ALB_EXISTING], ids=["least", "existing"])
def test_the_flags_of_an_app_change_nothing(said: dict[str, Any]) -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    scope = stack(App(context=flags))
    ingress(scope, said)
    assert Template.from_stack(scope).to_json() == template(said).to_json()
