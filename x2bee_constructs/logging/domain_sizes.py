"""Instance types of OpenSearch Service that we know: how large their volumes may be."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BURSTABLE", "LARGEST_VOLUME", "SMALLEST_VOLUME"]

SMALLEST_VOLUME = 10
"""In GiB, of every type."""

LARGEST_VOLUME: Mapping[str, int] = {
    "t3.small.search": 100,
    "t3.medium.search": 200,
    "m6g.large.search": 1024,
    "m6g.xlarge.search": 2048,
    "m6g.2xlarge.search": 3072,
    "m6g.4xlarge.search": 6144,
    "m6g.8xlarge.search": 12288,
    "m6g.12xlarge.search": 18432,
    "r6g.large.search": 2048,
    "r6g.xlarge.search": 3072,
    "r6g.2xlarge.search": 6144,
    "r6g.4xlarge.search": 12288,
    "r6g.8xlarge.search": 16384,
    "r6g.12xlarge.search": 24576,
}
"""The largest gp3 volume of each type, in GiB (Amazon OpenSearch Service quotas, EBS volume size quotas, looked up
2026-11-25). Each is offered in Seoul. Newer types are, too, but the page that we could read has no sizes for them."""

BURSTABLE = ("t3.small.search", "t3.medium.search")
"""Types that live on CPU credits."""
