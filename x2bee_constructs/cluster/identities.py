"""Which pods that AWS installs have an identity, and what it allows: data for both sides."""

from __future__ import annotations

from x2bee_constructs.cluster.fields import AddonName
from x2bee_constructs.cluster.props import ClusterSpec
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site

__all__ = ["ADDON_OF", "SYSTEM_NAMESPACE", "addon_identities", "volume_key_statements", "volume_tag_statements"]

SYSTEM_NAMESPACE = "kube-system"
"""Where EKS puts its add-ons."""

ADDON_OF: dict[str, AddonName] = {"vpc-cni": "vpc-cni", "ebs-csi": "aws-ebs-csi-driver"}
"""The add-on that an identity belongs to, by the identity's name."""


def addon_identities(site: Site, props: ClusterSpec, account: str, region: str) -> tuple[PodIdentity, ...]:
    """The identities of the EKS add-ons; none with Auto Mode, where AWS runs them outside of the pods' reach."""
    if props.nodes.kind == "auto-mode":
        return ()
    return (
        PodIdentity(
            name="vpc-cni",
            namespace=SYSTEM_NAMESPACE,
            service_account="aws-node",
            managed_policies=("AmazonEKS_CNI_Policy",),
        ),
        PodIdentity(
            name="ebs-csi",
            namespace=SYSTEM_NAMESPACE,
            service_account="ebs-csi-controller-sa",
            statements=volume_key_statements(site, account, region),
            # The second version only touches volumes that the driver has tagged as its own.
            managed_policies=("AmazonEBSCSIDriverPolicyV2",),
        ),
    )


def volume_key_statements(site: Site, account: str, region: str) -> tuple[Statement, ...]:
    """What EBS needs of the environment's key on behalf of who makes and attaches an encrypted volume.

    The actions are those of https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html. A
    wildcard stands for the key's id, which the alias in the condition decides.
    """
    key = (f"arn:aws:kms:{region}:{account}:key/*",)
    via = {"kms:ViaService": (f"ec2.{region}.amazonaws.com",)}
    alias = {"kms:ResourceAliases": (site.key_alias,)}
    only = {"StringEquals": via, "ForAnyValue:StringEquals": alias}
    use = (
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    )
    return (
        Statement("VolumeKey", use, key, only),
        Statement("VolumeGrant", ("kms:CreateGrant",), key, {**only, "Bool": {"kms:GrantIsForAWSResource": ("true",)}}),
    )


def volume_tag_statements(site: Site, account: str, region: str) -> tuple[Statement, ...]:
    """What EKS Auto Mode needs to make volumes with tags of ours: its own policies allow no tags but EKS' own.

    After https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html#tag-prop, narrowed to this cluster and to
    exactly our tags. The driver of the EBS add-on needs nothing: its policy allows any tags beside its own.
    """
    asked = {f"aws:RequestTag/{key}": (value,) for key, value in site.tags.items()}
    only = {"StringEquals": {"aws:RequestTag/eks:eks-cluster-name": (site.cluster,), **asked}}
    return (Statement("VolumeTags", ("ec2:CreateVolume",), (f"arn:aws:ec2:{region}:{account}:volume/*",), only),)
