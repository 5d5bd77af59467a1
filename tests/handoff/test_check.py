"""What is read and what is provided, in two sides of a few lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handoff.sides import (
    STACK,
    Sides,
    agent_policy,
    application,
    association,
    config,
    deployment,
    made,
    resource,
    service_account,
)

PARAMETER = resource("SSM::Parameter", Name="/x2bee/acme/prd/db/mbod/writer", Value="x")
SECRET = resource("SecretsManager::Secret", Name="x2bee/acme/prd/db/x2bee-fo")
REPOSITORY = resource("ECR::Repository", RepositoryName="x2bee/acme/prd/x2bee-fo")
IMAGE = "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/x2bee/acme/prd/x2bee-fo:1"
CLUSTER = resource("EKS::Cluster", {"x2bee:for-people": "kubectl"}, Name="x2bee-acme-prd")
REF: dict[str, Any] = {"kind": "ClusterSecretStore", "name": "aws-secrets-manager"}


def external(key: str, store: dict[str, Any] = REF, **more: Any) -> dict[str, Any]:
    spec = {"secretStoreRef": store, "data": [{"secretKey": "A", "remoteRef": {"key": key}}], **more}
    return made("ExternalSecret", spec, "external-secrets.io")


def nodes(**labels: str) -> dict[str, Any]:
    return resource("EKS::Nodegroup", Labels=labels)


def test_nothing_read_and_nothing_provided_is_closed(sides: Sides) -> None:
    sides.stack({})
    handoff = sides.check()
    assert (handoff.gaps, handoff.read, handoff.provided, handoff.for_people) == ((), 0, 0, 0)


CLOSED: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [
    ("a parameter in a ConfigMap's text", PARAMETER, [config(a="url: ssm:/x2bee/acme/prd/db/mbod/writer\nb: 1")]),
    ("a secret", SECRET, [external("x2bee/acme/prd/db/x2bee-fo")]),
    ("an image", REPOSITORY, [deployment(containers=[{"image": IMAGE}])]),
    (
        "a node label",
        nodes(workload="msa"),
        [deployment(nodeSelector={"workload": "msa", "kubernetes.io/os": "linux"})],
    ),
    ("a cluster", CLUSTER, [application("aws-load-balancer-controller", {"clusterName": "x2bee-acme-prd"})]),
    (
        "a target group",
        resource("ElasticLoadBalancingV2::TargetGroup", Name="x2bee-acme-prd-ingress"),
        [made("TargetGroupBinding", {"targetGroupName": "x2bee-acme-prd-ingress"}, "elbv2.k8s.aws")],
    ),
    (
        "a queue",
        resource("SQS::Queue", QueueName="x2bee-acme-prd-karpenter"),
        [application("karpenter", "settings:\n  interruptionQueue: x2bee-acme-prd-karpenter\n")],
    ),
    (
        "a role of nodes",
        resource("IAM::Role", RoleName="x2bee-acme-prd-node"),
        [made("EC2NodeClass", {"role": "x2bee-acme-prd-node"}, "karpenter.k8s.aws")],
    ),
    (
        "tags of subnets",
        resource("EC2::Subnet", Tags=[{"Key": "karpenter.sh/discovery", "Value": "x2bee-acme-prd"}]),
        [made("EC2NodeClass", {"subnetSelectorTerms": [{"tags": {"karpenter.sh/discovery": "x2bee-acme-prd"}}]})],
    ),
    (
        "the tags of the VPC",
        resource("EC2::VPC", Tags=[{"Key": "x2bee:customer", "Value": "acme"}]),
        [application("aws-load-balancer-controller", {"vpcTags": {"x2bee:customer": "acme"}})],
    ),
    (
        "the security group that EKS makes",
        CLUSTER,
        [made("EC2NodeClass", {"securityGroupSelectorTerms": [{"tags": {"aws:eks:cluster-name": "x2bee-acme-prd"}}]})],
    ),
    ("an identity", association("x"), [service_account("x"), deployment(), agent_policy()]),
    (
        "an identity of a chart",
        association("external-secrets", "external-secrets"),
        [application("external-secrets", {"serviceAccount": {"name": "external-secrets"}}, "external-secrets")],
    ),
    (
        "an identity of a chart, by parameters",
        association("external-dns", "kube-system"),
        [application("external-dns", {}, parameters=[{"name": "serviceAccount.name", "value": "external-dns"}])],
    ),
    (
        "a name joined of what is known",
        resource("SQS::Queue", QueueName={"Fn::Join": ["-", ["x2bee-acme-prd", {"Ref": "AWS::Region"}]]}),
        [config(a="x2bee-acme-prd-ap-northeast-2")],
    ),
    (
        "a name substituted of what is known",
        resource("S3::Bucket", BucketName={"Fn::Sub": "x2bee-acme-prd-${AWS::AccountId}"}),
        [config(a="x2bee-acme-prd-111122223333")],
    ),
    (
        "the zone",
        resource("Route53::HostedZone", Name="prd.acme.internal."),
        [made("Gateway", {"servers": [{"hosts": ["./kiali.prd.acme.internal"]}]}, "networking.istio.io")],
    ),
    (
        "a record of a public host",
        resource("Route53::RecordSet", Name="www.acme-shop.co.kr.", Type="A"),
        [made("Gateway", {"servers": [{"hosts": ["www.acme-shop.co.kr"]}]}, "networking.istio.io")],
    ),
]


OTHERS = {
    "Record": resource("Route53::RecordSet", Name="x", Type="TXT"),
    **{
        kind: resource(f"EC2::{kind}", Tags=[{"Key": "Name", "Value": "other"}])
        for kind in ("SecurityGroup", "Subnet", "VPC")
    },
}
"""What makes the templates answerable for records and tags, without providing any that is read."""


@pytest.mark.parametrize(("what", "provided", "objects"), CLOSED, ids=[what for what, _, _ in CLOSED])
def test_both_halves_close_and_either_alone_does_not(
    what: str, provided: dict[str, Any], objects: list[dict[str, Any]], sides: Sides
) -> None:
    sides.stack({"It": provided})
    sides.file("them.yaml", *objects)
    assert sides.gaps() == []
    sides.stack(OTHERS)
    assert {code for code, _ in sides.gaps()} == {"X2B401"}, "nothing provides it"
    if provided["Type"].rpartition("::")[2] in {"Nodegroup", "Subnet", "Cluster", "VPC"}:
        return  # descriptions of nodes and networks are owed to nobody
    sides.stack({"It": provided})
    sides.file("them.yaml")
    assert {code for code, _ in sides.gaps()} <= {"X2B402", "X2B403"}
    assert sides.gaps(), "nothing reads it"


def test_a_parameter_that_is_misspelt_is_one_gap_with_both_places(sides: Sides) -> None:
    sides.stack({"It": PARAMETER})
    sides.file("app/config.yaml", config(a="x", writer="/x2bee/acme/prd/db/mbod/writr"))
    gap = sides.gap()
    (place,) = gap.readings
    assert (gap.code, gap.name, place.kinds) == ("X2B401", "/x2bee/acme/prd/db/mbod/writr", ("parameter",))
    assert (place.where.file, place.where.line) == (str(sides.manifests / "app/config.yaml"), 8)
    assert (place.object, place.field) == ("ConfigMap acme-app/x", "data.writer")
    assert gap.provided
    assert (gap.provided.name, gap.provided.path) == ("/x2bee/acme/prd/db/mbod/writer", f"{STACK}/Of/It")


def test_what_is_in_a_long_text_is_found_at_its_own_line(sides: Sides) -> None:
    sides.stack({})
    text = "\n".join(["a: 1", "b: 2", "  c: /x2bee/acme/prd/gift/key", "d: 4", ""])
    path = sides.manifests / "text.yaml"
    block = "".join(f"    {line}\n" for line in text.splitlines())
    path.write_text(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: x}}\ndata:\n  app.yaml: |\n{block}")
    (place,) = sides.gap().readings
    assert (place.where.line, place.where.column, place.where.length) == (8, 10, len("/x2bee/acme/prd/gift/key"))


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("node label", nodes(workload="web"), deployment(nodeSelector={"workload": "msa"})),
        ("node label", nodes(workload="web"), made("NodePool", {}, "karpenter.sh")),
    ],
)
def test_a_node_label_that_differs(kind: str, given: dict[str, Any], read: dict[str, Any], sides: Sides) -> None:
    sides.stack({"Nodes": given})
    sides.file("them.yaml", read)
    gaps = sides.check().gaps
    if read["kind"] == "NodePool":
        assert gaps == ()
        return
    (gap,) = gaps
    assert (gap.code, gap.name) == ("X2B401", "workload=msa")
    assert gap.provided
    assert (gap.provided.kind, gap.provided.name, gap.provided.path) == (kind, "workload=web", f"{STACK}/Of/Nodes")


@pytest.mark.parametrize(
    ("expression", "closed"),
    [
        ({"key": "workload", "operator": "In", "values": ["web", "msa"]}, True),
        ({"key": "workload", "operator": "In", "values": ["web"]}, False),
        ({"key": "workload", "operator": "Exists"}, True),
        ({"key": "disk", "operator": "Exists"}, False),
        ({"key": "workload", "operator": "NotIn", "values": ["web"]}, True),
        ({"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["a"]}, True),
    ],
)
def test_required_node_affinity(expression: dict[str, Any], closed: bool, sides: Sides) -> None:
    sides.stack({"Nodes": nodes(workload="msa")})
    terms = {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}
    affinity = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}
    sides.file("them.yaml", deployment(affinity=affinity))
    assert (sides.gaps() == []) is closed


@pytest.mark.parametrize(
    "template",
    [
        {"metadata": {"labels": {"workload": "msa"}}},
        {"spec": {"requirements": [{"key": "workload", "operator": "In", "values": ["x", "msa"]}]}},
    ],
)
def test_node_pools_of_the_yaml_give_labels(template: dict[str, Any], sides: Sides) -> None:
    sides.stack({})
    sides.file("them.yaml", deployment(nodeSelector={"workload": "msa"}), made("NodePool", {"template": template}, "x"))
    assert sides.gaps() == [("X2B401", "workload=msa")]
    pool = made("NodePool", {"template": template}, "karpenter.sh")
    sides.file("them.yaml", deployment(nodeSelector={"workload": "msa"}), pool)
    assert sides.gaps() == []


def test_an_association_without_its_service_account(sides: Sides) -> None:
    sides.stack({"It": association("gift-api")})
    sides.file("them.yaml", service_account("gift-apo"), service_account("other"))
    gap = sides.gap()
    assert (gap.code, gap.name, gap.provided and gap.provided.path) == ("X2B403", "acme-app/gift-api", f"{STACK}/Of/It")
    assert [place.name for place in gap.readings] == ["acme-app/gift-apo"], "the nearest"


def test_pods_that_use_aws_without_an_association_and_their_idle_role(sides: Sides) -> None:
    tags = {"namespace": "acme-app", "service-account": "x"}
    equals = {f"aws:RequestTag/kubernetes-{key}": value for key, value in tags.items()}
    trust = {"Statement": [{"Condition": {"StringEquals": equals}}]}
    sides.stack({"Role": resource("IAM::Role", RoleName="x2bee-acme-prd-x", AssumeRolePolicyDocument=trust)})
    sides.file("them.yaml", service_account("x"), deployment("x"), agent_policy())
    gap = sides.gap()
    assert (gap.code, gap.name, gap.provided and gap.provided.name) == ("X2B401", "acme-app/x", "x2bee-acme-prd-x")


def test_a_renamed_service_account_is_one_gap(sides: Sides) -> None:
    sides.stack({"It": association("gift-api")})
    sides.file("them.yaml", service_account("gift-apo"), deployment("gift-apo"), agent_policy())
    gap = sides.gap()
    assert (gap.code, gap.name, gap.provided and gap.provided.name) == (
        "X2B401",
        "acme-app/gift-apo",
        "acme-app/gift-api",
    )


def test_a_chart_that_is_told_to_make_no_service_account_makes_none(sides: Sides) -> None:
    sides.stack({"It": association("keda", "keda")})
    sides.file("them.yaml", application("keda", {"serviceAccount": {"name": "keda"}}, "keda"))
    assert sides.gaps() == []
    sides.file("them.yaml", application("keda", {"serviceAccount": {"name": "keda", "create": "false"}}, "keda"))
    assert sides.gaps() == [("X2B403", "keda/keda")]


def test_pods_that_a_policy_does_not_select_need_no_identity(sides: Sides) -> None:
    sides.stack({})
    other = deployment("x")
    other["spec"]["template"]["metadata"]["labels"] = {"app": "y"}
    sides.file("them.yaml", service_account("x"), other, agent_policy())
    assert sides.gaps() == []


def test_the_identities_of_eks_add_ons_are_between_aws_and_the_add_on(sides: Sides) -> None:
    role = resource("IAM::Role", RoleName="x2bee-acme-prd-vpc-cni")
    pods = [{"ServiceAccount": "aws-node", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}]
    sides.stack({"Role": role, "Addon": resource("EKS::Addon", AddonName="vpc-cni", PodIdentityAssociations=pods)})
    assert sides.gaps() == []


def store(service: str, name: str = "ours", provider: str = "aws") -> dict[str, Any]:
    spec = {"provider": {provider: {"service": service}}}
    return made("ClusterSecretStore", spec, "external-secrets.io", name, namespace="")


@pytest.mark.parametrize(
    ("stores", "name", "closed"),
    [
        ([], "aws-parameter-store", True),
        ([], "aws-secrets-manager", False),
        ([], "somebody-elses", True),
        ([store("ParameterStore")], "ours", True),
        ([store("SecretsManager")], "ours", False),
        ([store("SecretsManager", "aws-parameter-store")], "aws-parameter-store", False),
    ],
)
def test_the_store_says_what_a_key_is(stores: list[dict[str, Any]], name: str, closed: bool, sides: Sides) -> None:
    sides.stack({"It": PARAMETER})
    sides.file("them.yaml", *stores, external("/x2bee/acme/prd/db/mbod/writer", {**REF, "name": name}))
    gaps = sides.check().gaps
    assert (gaps == ()) is closed
    assert closed or gaps[0].readings[0].kinds == ("secret",)


def test_keys_of_stores_outside_aws_are_not_ours(sides: Sides) -> None:
    sides.stack({})
    sides.file("them.yaml", store("", provider="vault"), external("shop/key", {**REF, "name": "ours"}))
    assert sides.gaps() == []
    sides.file("them.yaml", external("shop/key"))
    assert sides.gaps() == [("X2B401", "shop/key")], "in AWS, whatever the name looks like"


def test_data_from(sides: Sides) -> None:
    sides.stack({"It": SECRET, "Other": resource("SecretsManager::Secret", Name="x2bee/acme/prd/gift/key")})
    sides.file("a.yaml", external("x2bee/acme/prd/gift/key", dataFrom=[{"extract": {"key": "x2bee/acme/prd/no"}}]))
    assert sides.gaps() == [("X2B401", "x2bee/acme/prd/no"), ("X2B402", "x2bee/acme/prd/db/x2bee-fo")]
    sides.file("a.yaml", external("x2bee/acme/prd/gift/key", dataFrom=[{"find": {"path": "x2bee/acme/prd/db"}}]))
    assert sides.gaps() == []


def test_a_secret_that_nobody_mounts(sides: Sides) -> None:
    sides.stack({"It": SECRET})
    gap = sides.gap()
    assert (gap.code, gap.name, gap.provided and gap.provided.logical_id) == (
        "X2B402",
        SECRET["Properties"]["Name"],
        "It",
    )


def test_a_mark_for_people_silences(sides: Sides) -> None:
    sides.stack({"It": {**SECRET, "Metadata": {"x2bee:for-people": "the auditors"}}})
    handoff = sides.check()
    assert (handoff.gaps, handoff.provided, handoff.for_people) == ((), 0, 1)


def test_the_beginning_of_names_in_a_text_reads_none_of_them(sides: Sides) -> None:
    sides.stack({"It": SECRET})
    sides.file("them.yaml", config(a="x2bee/acme/prd/*"))
    assert sides.gaps() == [("X2B402", "x2bee/acme/prd/db/x2bee-fo")]
    sides.file("them.yaml", config(a="x2bee/acme/prd/gift/*", b="x2bee/acme/prd/db/x2bee-fo"))
    assert sides.gaps() == [("X2B401", "x2bee/acme/prd/gift/")]


def test_an_image_of_another_account_or_region_is_not_provided(sides: Sides) -> None:
    sides.stack({"It": REPOSITORY})
    sides.file("them.yaml", deployment(containers=[{"image": IMAGE.replace("111122223333", "111122223331")}]))
    assert ("X2B401", "x2bee/acme/prd/x2bee-fo") in sides.gaps()


def test_names_of_kubernetes_objects_and_labels_are_not_names_in_aws(sides: Sides) -> None:
    sides.stack({})
    labels = {"site": "x2bee-acme-prd-x"}
    pod = {"metadata": {"labels": labels}, "spec": {"volumes": [{"configMap": {"name": "x2bee-acme-prd-x"}}]}}
    spec = {"selector": {"matchLabels": labels}, "template": pod}
    of_it = {**config(), "metadata": {"name": "x2bee-acme-prd-x", "labels": labels}}
    sides.file("them.yaml", made("Deployment", spec, name="x2bee-acme-prd-y", labels=labels), of_it)
    assert sides.gaps() == []
    sides.file("them.yaml", made("Deployment", spec), config(name="x2bee-acme-prd-x"))
    assert {name for _, name in sides.gaps()} == {"x2bee-acme-prd-x"}, "there is no such object now"


def test_hosts_below_the_private_zone(sides: Sides) -> None:
    zone = {"Zone": resource("Route53::HostedZone", {"x2bee:for-people": "tools"}, Name="prd.acme.internal.")}
    sides.stack(zone)
    sides.file("them.yaml", config(url="http://db.prd.acme.internal:5432"))
    assert sides.gaps() == [("X2B401", "db.prd.acme.internal")]
    annotation = {"external-dns.alpha.kubernetes.io/hostname": "db.prd.acme.internal"}
    sides.file("dns.yaml", made("Service", {}, "", annotations=annotation))
    assert sides.gaps() == [], "external-dns makes it"
    (sides.manifests / "dns.yaml").unlink()
    sides.stack({**zone, "Record": resource("Route53::RecordSet", Name="*.prd.acme.internal", Type="A")})
    assert sides.gaps() == []


def test_public_hosts_count_only_where_the_templates_have_records(sides: Sides) -> None:
    gateway = made("Gateway", {"listeners": [{"hostname": "bo.acme-shop.co.kr"}]}, "gateway.networking.k8s.io")
    sides.file("them.yaml", gateway)
    sides.stack({})
    assert sides.gaps() == []
    sides.stack({"Www": resource("Route53::RecordSet", Name="www.acme-shop.co.kr", Type="CNAME")})
    assert sides.gaps() == [("X2B401", "bo.acme-shop.co.kr"), ("X2B402", "www.acme-shop.co.kr")]


@pytest.mark.parametrize(
    ("chart", "values", "gap"),
    [
        ("karpenter", {"settings": {"clusterName": "shop"}}, "shop"),
        ("opensearch", {"clusterName": "opensearch-logs"}, ""),
        ("fluentd", {"env": [{"value": "x2bee-acme-prd-archive"}]}, "x2bee-acme-prd-archive"),
        ("fluentd", {"nodeSelector": {"workload": "msa"}}, "workload=msa"),
        ("fluentd", "output: |\n  path x2bee-acme-prd-archive\nclusterName: x\n", "x2bee-acme-prd-archive"),
        ("external-dns", {"serviceAccount": {"name": "external-dns"}}, "kube-system/external-dns"),
    ],
)
def test_values_of_charts(chart: str, values: Any, gap: str, sides: Sides) -> None:
    sides.stack({})
    sides.file("them.yaml", application(chart, values))
    assert sides.gaps() == ([("X2B401", gap)] if gap else [])


def test_the_tags_of_a_network_that_was_there_before_are_not_asked_for(sides: Sides) -> None:
    sides.stack({})
    sides.file("them.yaml", application("aws-load-balancer-controller", {"vpcTags": {"Name": "theirs"}}))
    assert sides.gaps() == []


@pytest.mark.parametrize(("node", "closed"), [("001", True), ("002", True), ("003", False), ("0001", False)])
def test_the_nodes_of_a_cache_are_numbered_by_aws(node: str, closed: bool, sides: Sides) -> None:
    group = resource("ElastiCache::ReplicationGroup", ReplicationGroupId="x2bee-acme-prd-session", NumCacheClusters=2)
    sides.stack({"Group": group, "Alarm": resource("CloudWatch::Alarm", Metric={"Ref": "Group"})})
    sides.file("dashboard.yaml", config(a=f'{{"CacheClusterId": "x2bee-acme-prd-session-{node}"}}'))
    assert (sides.check().gaps == ()) is closed
