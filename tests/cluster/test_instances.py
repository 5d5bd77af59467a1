"""Instance types by rule, against numbers that EC2 publishes."""

from __future__ import annotations

import pytest

from x2bee_constructs.cluster.instances import architecture, instance

# vCPUs, memory in GiB, network interfaces, addresses of each: https://docs.aws.amazon.com/ec2/latest/instancetypes/
PUBLISHED = {
    "m7g.xlarge": (4, 16, 4, 15),
    "m7g.medium": (1, 4, 2, 4),
    "m7i.48xlarge": (192, 768, 15, 50),
    "m5.large": (2, 8, 3, 10),
    "c5.9xlarge": (36, 72, 8, 30),
    "c5n.9xlarge": (36, 96, 8, 30),
    "c6in.32xlarge": (128, 256, 16, 50),
    "c7i-flex.2xlarge": (8, 16, 4, 15),
    "r6g.16xlarge": (64, 512, 15, 50),
    "r7iz.32xlarge": (128, 1024, 15, 50),
    "m5zn.12xlarge": (48, 192, 15, 50),
    "m8azn.3xlarge": (12, 48, 8, 40),
    "c8g.4xlarge": (16, 32, 8, 30),
    "c8gn.24xlarge": (96, 192, 24, 50),
    "m8i.xlarge": (4, 16, 4, 30),
    "m8a.2xlarge": (8, 32, 4, 40),
    "r8in.large": (2, 16, 4, 20),
    "m9g.medium": (1, 4, 2, 20),
    "t3.small": (2, 2, 3, 4),
    "t3a.small": (2, 2, 2, 4),
    "t4g.2xlarge": (8, 32, 4, 15),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_numbers(name: str) -> None:
    found = instance(name)
    assert found
    assert (found.vcpus, found.memory_mib / 1024, found.interfaces, found.addresses) == PUBLISHED[name]


@pytest.mark.parametrize(
    "name", ["m7g.24xlarge", "m5.medium", "c5.8xlarge", "m4.large", "i4g.large", "c7g.metal", "m7g", "", "t2.large"]
)
def test_unknown(name: str) -> None:
    assert instance(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m7g.xlarge", "arm64"),
        ("c6gn.xlarge", "arm64"),
        ("t4g.large", "arm64"),
        ("a1.large", "arm64"),
        ("g5g.xlarge", "arm64"),
        ("i4g.large", "arm64"),
        ("x2gd.large", "arm64"),
        ("m7i-flex.large", "x86_64"),
        ("g5.xlarge", "x86_64"),
        ("m8azn.large", "x86_64"),
        ("t3a.large", "x86_64"),
        ("large", None),
    ],
)
def test_architecture(name: str, expected: str | None) -> None:
    assert architecture(name) == expected


@pytest.mark.parametrize(
    ("name", "classic", "most"),
    [
        ("m7g.xlarge", 58, 110),
        ("m7g.medium", 8, 98),
        ("t3.nano", 4, 34),
        ("m7g.8xlarge", 234, 250),
        ("m5.24xlarge", 737, 250),
    ],
)
def test_pods(name: str, classic: int, most: int) -> None:
    found = instance(name)
    assert found
    assert (found.classic_pods, found.max_pods) == (classic, most)


@pytest.mark.parametrize(
    ("name", "cpu"), [("m7g.medium", 940), ("m7g.large", 1930), ("m7g.xlarge", 3920), ("m7g.2xlarge", 7910)]
)
def test_cpu_for_pods(name: str, cpu: int) -> None:
    found = instance(name)
    assert found
    assert found.allocatable_cpu == cpu


def test_memory_for_pods() -> None:
    found = instance("m7g.xlarge")
    assert found
    assert found.allocatable_memory_mib == 15155 - (255 + 11 * 58) - 100
