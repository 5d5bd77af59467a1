"""Which services have an identity in AWS."""

from __future__ import annotations

from x2bee_constructs.batch import names as batch
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.access import Access, Bucket
from x2bee_constructs.workload.node import Cronicle

__all__ = ["access_of", "identities", "scheduler_bucket"]


def identities(platform: Platform) -> dict[str, Access]:
    """What each enabled service needs of AWS, by name, in the order of names; those that need nothing are left out."""
    needs = {name: access_of(platform, name) for name in platform.enabled_services}
    return {name: access for name, access in needs.items() if access.declared}


def access_of(platform: Platform, name: str) -> Access:
    """What a service was said to need, and a scheduler its bucket."""
    service = platform.services[name]
    if not isinstance(service.runtime, Cronicle):
        return service.access
    said = service.access.model_dump(exclude_unset=True, exclude={"buckets"})
    return Access.model_validate({**said, "buckets": (*service.access.buckets, scheduler_bucket(platform, name))})


def scheduler_bucket(platform: Platform, name: str) -> Bucket:
    """A scheduler's own bucket, whole.

    With less than the right to list all of it, S3 answers 403, not 404, for what is not there, and Cronicle would take
    that for a broken storage.
    """
    home = batch.bucket(platform.site, name, platform.account)
    return Bucket(name=home, read=True, write=True, delete=True)
