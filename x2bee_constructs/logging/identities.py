"""Who writes logs and who prepares the indices: pods, and what they may do in AWS. Data for both sides."""

from __future__ import annotations

from x2bee_constructs.core.iam import PodIdentity, Statement, pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.logging import names

__all__ = ["HTTP", "domain_arn", "index_role_arn", "log_identities", "reasons", "role_arn", "writer_role_arn"]

HTTP = tuple(f"es:ESHttp{method}" for method in ("Delete", "Get", "Head", "Patch", "Post", "Put"))
"""Every request to a domain, by its method."""


def domain_arn(site: Site, account: str, region: str) -> str:
    """The domain's ARN; its name is fixed, so it is known before the domain is made."""
    return f"arn:aws:es:{region}:{account}:domain/{names.domain_name(site)}"


def role_arn(account: str, name: str) -> str:
    """The ARN of an IAM role of the account."""
    return f"arn:aws:iam::{account}:role/{name}"


def writer_role_arn(site: Site, account: str) -> str:
    """The role of Fluentd's pods."""
    return role_arn(account, pod_role_name(site, names.FLUENTD))


def index_role_arn(site: Site, account: str) -> str:
    """The role of the index Job's pods: the domain's master user."""
    return role_arn(account, pod_role_name(site, names.INDEX_JOB))


def log_identities(site: Site, account: str, region: str) -> tuple[PodIdentity, ...]:
    """Fluentd, which adds and reads nothing, and the index Job, which OpenSearch lets do anything."""
    return (
        PodIdentity(names.FLUENTD, names.NAMESPACE, names.FLUENTD, _writer(site, account, region)),
        PodIdentity(names.INDEX_JOB, names.NAMESPACE, names.INDEX_JOB, _index(site, account, region)),
    )


def _writer(site: Site, account: str, region: str) -> tuple[Statement, ...]:
    domain = domain_arn(site, account, region)
    streams = tuple(f"{domain}/{names.data_stream(site, kind)}/_bulk" for kind in names.CLASSES)
    classes = tuple(
        f"arn:aws:s3:::{names.archive_bucket(site, account, kind)}/{names.archive_prefix(kind)}*"
        for kind in names.CLASSES
    )
    ours = {"StringEquals": {"aws:ResourceAccount": (account,)}}
    key = {
        "StringEquals": {"kms:ViaService": (f"s3.{region}.amazonaws.com",)},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": (site.key_alias,)},
    }
    return (
        Statement("Archive", ("s3:PutObject",), classes, ours),
        Statement("ArchiveKey", ("kms:GenerateDataKey",), (f"arn:aws:kms:{region}:{account}:key/*",), key),
        Statement("Bulk", ("es:ESHttpPost", "es:ESHttpPut"), (f"{domain}/_bulk", *streams)),
        # What a client asks first: which version answers.
        Statement("Version", ("es:ESHttpGet", "es:ESHttpHead"), (f"{domain}/",)),
    )


def _index(site: Site, account: str, region: str) -> tuple[Statement, ...]:
    return (Statement("Domain", HTTP, (f"{domain_arn(site, account, region)}/*",)),)


def reasons(site: Site, account: str, region: str) -> dict[str, str]:
    """The wildcard that no condition narrows, by cdk-nag's id, and why it is meant: for who makes the Job's role."""
    why = "everything within this one domain: it makes templates, policies, roles and Dashboards' objects"
    return {f"AwsSolutions-IAM5[Resource::{domain_arn(site, account, region)}/*]": why}
