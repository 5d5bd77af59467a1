"""Which texts hold a site's names, and which only look like it."""

from __future__ import annotations

import pytest

from x2bee_constructs import Site
from x2bee_constructs.database import names as database
from x2bee_constructs.delivery import names as delivery
from x2bee_constructs.handoff.grammar import Grammar
from x2bee_constructs.ingress import names as ingress
from x2bee_constructs.network import names as network

ACME = Site("acme", "prd")
GRAMMAR = Grammar(ACME)


def found(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(word.name, word.kinds, word.prefix) for word in GRAMMAR.words(text)]


@pytest.mark.parametrize(
    ("text", "name", "kinds"),
    [
        ("/x2bee/acme/prd/db/mbod/writer", "/x2bee/acme/prd/db/mbod/writer", ("parameter",)),
        ("/x2bee/acme/dev/db/mbod/writer", "/x2bee/acme/dev/db/mbod/writer", ("parameter",)),
        ("aws-parameterstore:/x2bee/acme/prd/a_b.c;", "/x2bee/acme/prd/a_b.c", ("parameter",)),
        ("read x2bee/acme/prd/db/x2bee-fo.", "x2bee/acme/prd/db/x2bee-fo", ("secret", "repository")),
        ('{"secret": "x2bee/acme/prd/a@b=c"}', "x2bee/acme/prd/a@b=c", ("secret", "repository")),
        ("x2bee-acme-prd", "x2bee-acme-prd", ()),
        ("cluster=x2bee-acme-prd,", "x2bee-acme-prd", ()),
        ("https://sqs.ap-northeast-2.amazonaws.com/111122223333/x2bee-acme-prd-q.fifo", "x2bee-acme-prd-q.fifo", ()),
        ("s3://x2bee-acme-prd-archive/logs/", "x2bee-acme-prd-archive", ()),
        ("x2bee-acme-prd-archive.s3.ap-northeast-2.amazonaws.com", "x2bee-acme-prd-archive", ()),
        ("alias/x2bee-acme-prd-images", "alias/x2bee-acme-prd-images", ("key alias",)),
        ("jdbc:postgresql://db.prd.acme.internal:5432/mbod", "db.prd.acme.internal", ("host",)),
        ("*.prd.acme.internal", "*.prd.acme.internal", ("host",)),
        ("x2bee/acme/prd/결제 x2bee/acme/prd/pay를", "x2bee/acme/prd/pay", ("secret", "repository")),
    ],
)
def test_a_name_in_a_text(text: str, name: str, kinds: tuple[str, ...]) -> None:
    assert (name, kinds, False) in found(text)


def test_an_image_has_its_registry_and_neither_tag_nor_digest() -> None:
    host = "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com"
    for end in (":2.4.1", "@sha256:0123", ""):
        (word,) = GRAMMAR.words(f"{host}/x2bee/acme/prd/x2bee-fo{end}")
        assert (word.name, word.kinds, word.registry) == ("x2bee/acme/prd/x2bee-fo", ("repository",), host)


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("x2bee/acme/prd", "x2bee/acme/prd/"),
        ("x2bee/acme/prd/*", "x2bee/acme/prd/"),
        ("/x2bee/acme/prd/db/", "/x2bee/acme/prd/db/"),
        ("x2bee/acme/prd/db/*", "x2bee/acme/prd/db/"),
        ("x2bee-acme-prd-*", "x2bee-acme-prd-"),
        ("x2bee-acme-prd-${QUEUE}", "x2bee-acme-prd-"),
    ],
)
def test_the_beginning_of_names(text: str, beginning: str) -> None:
    assert [(name, prefix) for name, _, prefix in found(text)] == [(beginning, True)]


@pytest.mark.parametrize(
    "text",
    [
        "x2bee-fo",
        "x2bee/acme/stg/db/x2bee-fo",
        "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/x2bee/acme/stg/x2bee-fo:1",
        "nexus.acme-shop.co.kr/x2bee/acme/prd/x2bee-fo:1",
        "/etc/x2bee/acme/prd/file",
        "x2bee-acme-prd2",
        "x2bee/acme/prd2/secret",
        "x2bee/acme/prd-2/secret",
        "my-x2bee-acme-prd",
        "http://x2bee-acme-prd-web.acme-app.svc:80",
        "notprd.acme.internal",
        "prd.acme.internal.example.com",
        "prd.acme.internals",
    ],
)
def test_what_only_looks_like_a_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "name",
    [
        database.secret(ACME, "x2bee-api-order"),
        database.parameter(ACME, "mbod", "writer"),
        delivery.repository(ACME, "x2bee-fo"),
        delivery.key_alias(ACME),
        ingress.target_group(ACME),
        network.private_zone(ACME),
        network.parameter(ACME, "vpc-id"),
        ACME.cluster,
        ACME.key_alias,
    ],
)
def test_what_the_rooms_call_things_is_owned_and_found(name: str) -> None:
    assert GRAMMAR.owns(name)
    assert [word.name for word in GRAMMAR.words(f"a: {name}, b")] == [name]
    assert not Grammar(Site("acme", "stg")).owns(name)
