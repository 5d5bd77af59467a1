"""The cluster's Kubernetes half: volumes and nodes."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
from cdk8s import Chart
from cdk8s import Testing as InMemory

from x2bee_constructs.cluster.k8s import ClusterResources
from x2bee_constructs.cluster.manifests import cluster_objects
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.names import Site

ACME = Site("acme", "prd")
OPTIONS = "argocd.argoproj.io/sync-options"


def made(**said: Any) -> dict[str, Any]:
    return {name: found.to_manifest() for name, found in cluster_objects(ACME, EksClusterProps(**said)).items()}


def requirements(pool: dict[str, Any]) -> dict[str, list[tuple[str, list[str]]]]:
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for said in pool["spec"]["template"]["spec"]["requirements"]:
        found.setdefault(said["key"], []).append((said["operator"], said["values"]))
    return found


def test_nothing_set() -> None:
    objects = made()
    assert list(objects) == ["storage-class"]
    found = objects["storage-class"]
    assert found["metadata"]["name"] == "gp3"
    assert found["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
    assert found["provisioner"] == "ebs.csi.aws.com"
    assert found["parameters"] == {
        "encrypted": "true",
        "kmsKeyId": "alias/x2bee-acme-prd",
        "type": "gp3",
        "tagSpecification_1": "x2bee:customer=acme",
        "tagSpecification_2": "x2bee:environment=prd",
    }
    assert (found["allowVolumeExpansion"], found["reclaimPolicy"]) == (True, "Retain")
    assert found["volumeBindingMode"] == "WaitForFirstConsumer"
    kubernetes_validate.validate(found, "1.35", strict=True)


def test_volumes_can_go_with_their_claims() -> None:
    assert made(volume_reclaim="Delete")["storage-class"]["reclaimPolicy"] == "Delete"


def test_karpenter_with_nothing_said() -> None:
    objects = made(nodes="karpenter")
    assert list(objects) == ["storage-class", "node-class", "node-pool"]
    pool, spec = objects["node-pool"], objects["node-class"]["spec"]
    assert pool["spec"]["template"]["metadata"]["labels"] == {"workload": "msa"}
    assert pool["spec"]["template"]["spec"]["nodeClassRef"] == {
        "group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": objects["node-class"]["metadata"]["name"],
    }  # fmt: skip
    assert pool["spec"]["limits"] == {"cpu": 64}
    assert pool["spec"]["disruption"] == {
        "budgets": [{"nodes": "10%"}],
        "consolidateAfter": "5m",
        "consolidationPolicy": "WhenEmptyOrUnderutilized",
    }
    assert requirements(pool) == {
        "karpenter.sh/capacity-type": [("In", ["on-demand"])],
        "kubernetes.io/arch": [("In", ["arm64"])],
        "kubernetes.io/os": [("In", ["linux"])],
        "karpenter.k8s.aws/instance-category": [("In", ["c", "m", "r"])],
        "karpenter.k8s.aws/instance-generation": [("Gt", ["5"])],
        "karpenter.k8s.aws/instance-cpu": [("Gt", ["1"]), ("Lt", ["33"])],
    }
    assert spec["subnetSelectorTerms"] == [{"tags": {"karpenter.sh/discovery": "x2bee-acme-prd"}}]
    assert spec["securityGroupSelectorTerms"] == [{"tags": {"aws:eks:cluster-name": "x2bee-acme-prd"}}]
    assert spec["instanceProfile"] == "x2bee-acme-prd-karpenter-node"
    assert "role" not in spec
    assert spec["tags"] == {
        "Name": "x2bee-acme-prd-msa",
        "x2bee:customer": "acme",
        "x2bee:environment": "prd",
    }


def test_karpenters_nodes_are_as_hardened_as_those_of_groups() -> None:
    spec = made(nodes="karpenter")["node-class"]["spec"]
    assert spec["metadataOptions"]["httpTokens"] == "required"
    assert spec["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert spec["blockDeviceMappings"][0]["ebs"]["encrypted"] is True
    assert spec["associatePublicIPAddress"] is False
    assert spec["detailedMonitoring"] is True


def test_karpenter_with_everything_said() -> None:
    objects = made(
        nodes={
            "kind": "karpenter",
            "architecture": "x86_64",
            "instance_types": ["m7a.medium", "m7i.2xlarge"],
            "capacity": "spot",
            "max_cpu": 200,
            "disk_gib": 50,
            "expire_after_hours": 48,
            "image": "v20261101",
        },
        node_labels={"workload": "msa", "team": "commerce"},
    )
    pool, spec = objects["node-pool"], objects["node-class"]["spec"]
    assert pool["spec"]["template"]["metadata"]["labels"] == {"team": "commerce", "workload": "msa"}
    assert pool["spec"]["limits"] == {"cpu": 200}
    assert pool["spec"]["template"]["spec"]["expireAfter"] == "48h"
    assert requirements(pool) == {
        "karpenter.sh/capacity-type": [("In", ["spot"])],
        "kubernetes.io/arch": [("In", ["amd64"])],
        "kubernetes.io/os": [("In", ["linux"])],
        "node.kubernetes.io/instance-type": [("In", ["m7a.medium", "m7i.2xlarge"])],
    }
    assert spec["amiSelectorTerms"] == [{"alias": "al2023@v20261101"}]
    assert spec["blockDeviceMappings"][0]["ebs"]["volumeSize"] == "50Gi"
    assert spec["kubelet"]["maxPods"] == 98, "the smallest type has no addresses for more"


def test_auto_mode() -> None:
    objects = made(nodes={"kind": "auto-mode", "max_cpu": 32, "expire_after_hours": 100, "capacity": "spot"})
    assert list(objects) == ["storage-class", "network-policies", "node-pool"]
    assert objects["storage-class"]["provisioner"] == "ebs.csi.eks.amazonaws.com"
    assert objects["storage-class"]["parameters"] == made()["storage-class"]["parameters"], "both drivers know them"
    assert objects["network-policies"]["metadata"]["name"] == "amazon-vpc-cni"
    assert objects["network-policies"]["metadata"]["namespace"] == "kube-system"
    assert objects["network-policies"]["data"] == {"enable-network-policy-controller": "true"}
    pool = objects["node-pool"]
    assert pool["spec"]["template"]["spec"]["nodeClassRef"] == {
        "group": "eks.amazonaws.com", "kind": "NodeClass", "name": "default",
    }  # fmt: skip
    assert pool["spec"]["template"]["metadata"]["labels"] == {"workload": "msa"}
    assert pool["spec"]["weight"] == 10
    assert pool["spec"]["limits"] == {"cpu": 32}
    assert pool["spec"]["template"]["spec"]["expireAfter"] == "100h"
    assert requirements(pool)["karpenter.sh/capacity-type"] == [("In", ["spot"])]
    assert "eks.amazonaws.com/instance-category" in requirements(pool)
    assert not [key for key in requirements(pool) if key.startswith("karpenter.k8s.aws")]


@pytest.mark.parametrize("nodes", ["karpenter", "auto-mode"])
def test_nothing_that_nodes_hang_on_is_pruned_and_kinds_may_come_later(nodes: str) -> None:
    objects = made(nodes=nodes)
    for name, found in objects.items():
        said = found["metadata"]["annotations"][OPTIONS]
        assert "Prune=false" in said
        assert ("SkipDryRunOnMissingResource=true" in said) == (name in ("node-class", "node-pool"))
    waves = [found["metadata"]["annotations"].get("argocd.argoproj.io/sync-wave", "0") for found in objects.values()]
    assert waves == sorted(waves)


def test_the_construct_hands_over_the_same_objects() -> None:
    chart = Chart(InMemory.app(), "cluster")
    shell = ClusterResources(chart, "resources", ACME, EksClusterProps(nodes="karpenter"))  # pyright: ignore
    assert list(shell.objects) == ["storage-class", "node-class", "node-pool"]
    assert InMemory.synth(chart) == list(made(nodes="karpenter").values())
