"""AWS::S3::Bucket: encryption, ownership and lifecycle, which the emulator's CloudFormation leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.emulator.spelling import encryption, lifecycle, lock, ownership, records
from conformance.emulator.types.resource import Attributes, Properties, RefusedError, answer
from conformance.emulator.types.stack import provisioners, s3

__all__ = ["bucket", "install"]

_TAKEN = {
    "AccessControl", "BucketName", "CorsConfiguration", "LoggingConfiguration", "NotificationConfiguration",
    "ObjectLockConfiguration", "ObjectLockEnabled", "PublicAccessBlockConfiguration", "Tags",
    "VersioningConfiguration", "WebsiteConfiguration",
}  # fmt: skip
"""What the emulator takes itself, and what is told to it below."""


_Document = Callable[[Mapping[str, Any]], bytes]
_FILLED: Mapping[str, tuple[_Document, str, str]] = {
    "BucketEncryption": (encryption, "_put_bucket_encryption", "_delete_bucket_encryption"),
    "LifecycleConfiguration": (lifecycle, "_put_bucket_lifecycle", "_delete_bucket_lifecycle"),
    "OwnershipControls": (ownership, "_put_bucket_ownership_controls", "_delete_bucket_ownership_controls"),
}


def _under_a_key_of_aws(value: Mapping[str, Any]) -> bool:
    """KMS without a key means the account's `aws/s3`, as in the CLI's bucket; the emulator refuses to write then."""
    rules = value.get("ServerSideEncryptionConfiguration", [])
    said = [rule.get("ServerSideEncryptionByDefault", {}) for rule in rules]
    return any(one.get("SSEAlgorithm") == "aws:kms" and "KMSMasterKeyID" not in one for one in said)


def bucket(name: str, properties: Properties) -> Attributes:
    """What a bucket was told; a property that nobody would keep is refused."""
    strange = sorted(properties.keys() - _FILLED.keys() - _TAKEN)
    if strange:
        raise RefusedError(f"the emulator does not take {strange} of a bucket; add it to types/buckets.py")
    for key, (document, put, delete) in _FILLED.items():
        if key in properties and not _under_a_key_of_aws(properties[key]):
            answer(getattr(s3, put)(name, document(properties[key])))
        else:
            answer(getattr(s3, delete)(name))
    answer(s3._put_bucket_logging(name, records(properties.get("LoggingConfiguration", {}))))
    if "ObjectLockConfiguration" in properties:  # it is never taken back
        answer(s3._put_object_lock_configuration(name, lock(properties["ObjectLockConfiguration"])))
    return {}


def install() -> None:
    """A bucket with something in it is not deleted."""

    def delete(name: str, _: Properties) -> None:
        if name in s3._buckets:
            answer(s3._delete_bucket(name))

    provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]["delete"] = delete
