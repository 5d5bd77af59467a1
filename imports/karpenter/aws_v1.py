# Generated from Karpenter 1.14.1 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_least_one, at_most_one, exactly_one
from ..k8s.meta_v1 import ObjectMeta

__all__ = [
    "EC2NodeClass",
    "EC2NodeClassAmiSelectorTerm",
    "EC2NodeClassBlockDeviceMapping",
    "EC2NodeClassCapacityReservationSelectorTerm",
    "EC2NodeClassConnectionTracking",
    "EC2NodeClassCpuOptions",
    "EC2NodeClassEbs",
    "EC2NodeClassKubelet",
    "EC2NodeClassMetadataOptions",
    "EC2NodeClassNetworkInterface",
    "EC2NodeClassPlacementGroupSelector",
    "EC2NodeClassSecurityGroupSelectorTerm",
    "EC2NodeClassSpec",
    "EC2NodeClassSubnetSelectorTerm",
]


class EC2NodeClassAmiSelectorTerm(CheckedStruct):
    checks = (at_least_one("tags", "id", "name", "alias", "ssm_parameter"),)
    name: str | None = None
    alias: Annotated[str | None, Field(max_length=30, pattern="^[a-zA-Z0-9]+@.+$")] = None
    id: Annotated[str | None, Field(pattern="ami-[0-9a-z]+")] = None
    owner: str | None = None
    ssm_parameter: str | None = None
    tags: Annotated[dict[str, str] | None, Field(max_length=20)] = None


class EC2NodeClassCapacityReservationSelectorTerm(CheckedStruct):
    checks = (at_least_one("tags", "id", "instance_match_criteria"),)
    id: Annotated[str | None, Field(pattern="^cr-[0-9a-z]+$")] = None
    instance_match_criteria: Literal["open", "targeted"] | None = None
    owner_id: Annotated[str | None, Field(pattern="^[0-9]{12}$", alias="ownerID")] = None
    tags: Annotated[dict[str, str] | None, Field(max_length=20)] = None


class EC2NodeClassConnectionTracking(CheckedStruct):
    checks = (at_least_one("tcp_established_timeout", "udp_stream_timeout", "udp_timeout"),)
    tcp_established_timeout: Annotated[int | None, Field(ge=60, le=432000)] = None
    udp_stream_timeout: Annotated[int | None, Field(ge=60, le=180)] = None
    udp_timeout: Annotated[int | None, Field(ge=30, le=60)] = None


class EC2NodeClassCpuOptions(ApiStruct):
    nested_virtualization: Literal["enabled", "disabled"] | None = None


class EC2NodeClassKubelet(ApiStruct):
    cluster_dns: Annotated[list[str] | None, Field(alias="clusterDNS")] = None
    cpu_cfs_quota: Annotated[bool | None, Field(alias="cpuCFSQuota")] = None
    eviction_hard: (
        dict[
            str,
            Annotated[
                str,
                Field(
                    pattern="^((\\d{1,2}(\\.\\d{1,2})?|100(\\.0{1,2})?)%||(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?)$"
                ),
            ],
        ]
        | None
    ) = None
    eviction_max_pod_grace_period: Annotated[int | None, Field(le=2147483647)] = None
    eviction_soft: (
        dict[
            str,
            Annotated[
                str,
                Field(
                    pattern="^((\\d{1,2}(\\.\\d{1,2})?|100(\\.0{1,2})?)%||(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?)$"
                ),
            ],
        ]
        | None
    ) = None
    eviction_soft_grace_period: dict[str, str] | None = None
    image_gc_high_threshold_percent: Annotated[
        int | None, Field(ge=0, le=100, alias="imageGCHighThresholdPercent")
    ] = None
    image_gc_low_threshold_percent: Annotated[
        int | None, Field(ge=0, le=100, alias="imageGCLowThresholdPercent")
    ] = None
    kube_reserved: (
        dict[
            str,
            Annotated[
                str,
                Field(
                    pattern="^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$"
                ),
            ],
        ]
        | None
    ) = None
    max_pods: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    pods_per_core: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    system_reserved: (
        dict[
            str,
            Annotated[
                str,
                Field(
                    pattern="^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$"
                ),
            ],
        ]
        | None
    ) = None


class EC2NodeClassMetadataOptions(ApiStruct):
    http_endpoint: Literal["enabled", "disabled"] | None = None
    http_protocol_ipv6: Annotated[Literal["enabled", "disabled"] | None, Field(alias="httpProtocolIPv6")] = (
        None
    )
    http_put_response_hop_limit: Annotated[int | None, Field(ge=1, le=64)] = None
    http_tokens: Literal["required", "optional"] | None = None


class EC2NodeClassNetworkInterface(ApiStruct):
    device_index: Annotated[int, Field(ge=0, le=2147483647)]
    interface_type: Literal["interface", "efa-only"]
    network_card_index: Annotated[int, Field(ge=0, le=2147483647)]


class EC2NodeClassPlacementGroupSelector(CheckedStruct):
    checks = (
        at_least_one("name", "id"),
        at_most_one("name", "id"),
    )
    name: Annotated[str | None, Field(min_length=1)] = None
    id: Annotated[str | None, Field(pattern="^pg-[0-9a-z]+$")] = None


class EC2NodeClassSecurityGroupSelectorTerm(CheckedStruct):
    checks = (at_least_one("tags", "id", "name"),)
    name: str | None = None
    id: Annotated[str | None, Field(pattern="sg-[0-9a-z]+")] = None
    tags: Annotated[dict[str, str] | None, Field(max_length=20)] = None


class EC2NodeClassSubnetSelectorTerm(CheckedStruct):
    checks = (at_least_one("tags", "id"),)
    id: Annotated[str | None, Field(pattern="subnet-[0-9a-z]+")] = None
    tags: Annotated[dict[str, str] | None, Field(max_length=20)] = None


class EC2NodeClassEbs(CheckedStruct):
    checks = (at_least_one("snapshot_id", "volume_size"),)
    delete_on_termination: bool | None = None
    encrypted: bool | None = None
    iops: int | None = None
    kms_key_id: Annotated[str | None, Field(alias="kmsKeyID")] = None
    snapshot_id: Annotated[str | None, Field(alias="snapshotID")] = None
    throughput: int | None = None
    volume_initialization_rate: Annotated[int | None, Field(ge=100, le=300)] = None
    volume_size: Annotated[
        str | None,
        Field(
            pattern="^((?:[1-9][0-9]{0,3}|[1-4][0-9]{4}|[5][0-8][0-9]{3}|59000)Gi|(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|[6][0-3][0-9]{3}|64000)G|([1-9]||[1-5][0-7]|58)Ti|([1-9]||[1-5][0-9]|6[0-3]|64)T)$"
        ),
    ] = None
    volume_type: Literal["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"] | None = None


class EC2NodeClassBlockDeviceMapping(ApiStruct):
    device_name: str | None = None
    ebs: EC2NodeClassEbs | None = None
    root_volume: bool | None = None


class EC2NodeClassSpec(CheckedStruct):
    checks = (exactly_one("role", "instance_profile"),)
    ami_family: (
        Literal["AL2", "AL2023", "Bottlerocket", "Custom", "Windows2019", "Windows2022", "Windows2025"] | None
    ) = None
    ami_selector_terms: Annotated[list[EC2NodeClassAmiSelectorTerm], Field(max_length=30, min_length=1)]
    associate_public_ip_address: Annotated[bool | None, Field(alias="associatePublicIPAddress")] = None
    block_device_mappings: Annotated[list[EC2NodeClassBlockDeviceMapping] | None, Field(max_length=50)] = None
    capacity_reservation_selector_terms: Annotated[
        list[EC2NodeClassCapacityReservationSelectorTerm] | None, Field(max_length=30)
    ] = None
    connection_tracking: EC2NodeClassConnectionTracking | None = None
    context: str | None = None
    cpu_options: EC2NodeClassCpuOptions | None = None
    detailed_monitoring: bool | None = None
    instance_profile: Annotated[str | None, Field(min_length=1)] = None
    instance_store_policy: Literal["RAID0"] | None = None
    ip_prefix_count: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    kubelet: EC2NodeClassKubelet | None = None
    metadata_options: EC2NodeClassMetadataOptions | None = None
    network_interfaces: Annotated[list[EC2NodeClassNetworkInterface] | None, Field(max_length=150)] = None
    placement_group_selector: EC2NodeClassPlacementGroupSelector | None = None
    role: Annotated[str | None, Field(min_length=1)] = None
    security_group_selector_terms: Annotated[
        list[EC2NodeClassSecurityGroupSelectorTerm], Field(max_length=30, min_length=1)
    ]
    subnet_selector_terms: Annotated[list[EC2NodeClassSubnetSelectorTerm], Field(max_length=30, min_length=1)]
    tags: dict[str, str] | None = None
    user_data: str | None = None


class EC2NodeClass(KubeObject):
    api_version: Literal["karpenter.k8s.aws/v1"] = "karpenter.k8s.aws/v1"
    kind: Literal["EC2NodeClass"] = "EC2NodeClass"
    metadata: ObjectMeta
    spec: EC2NodeClassSpec | None = None
