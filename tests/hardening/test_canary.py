"""A checker that no longer bites, or no longer hears, is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.templates.canary import EXPECTED, MEANT, STALE, build, complaints
from conformance.templates.findings import Acknowledged, Finding, Verdict
from conformance.templates.guard import own_rules, rule_names
from conformance.templates.report import markdown, terminal
from conformance.templates.variants import VARIANTS, platforms, variant

GUARD = "CloudFormation Validate"
OWN = {"eks_private"}


def bare(said: str) -> str:
    return said.rpartition("::")[2] if "[" not in said else said


def said_by_plugins() -> set[str]:
    return set(EXPECTED) - {"cfn-lint", "checkov"}


def verdict(checker: str) -> Verdict:
    """What a checker says of the canary if all is well."""
    rules = EXPECTED[checker] | (OWN if checker == GUARD else set())
    return Verdict(
        checker,
        "1",
        "canary",
        1,
        open=[Finding(rule, "aws/Template", "bad") for rule in rules],
        meant=[Finding(bare(MEANT[checker][0]), "aws/Template", "bad", "why")],
        said={Acknowledged(bare(STALE[checker][0]), "aws/Template/Vpc")},
    )


def test_the_tables_speak_of_the_same_checkers() -> None:
    assert set(EXPECTED) == set(MEANT) == set(STALE)
    assert all(EXPECTED.values())


def test_the_canary_has_every_resource_that_the_tables_name(tmp_path: Path) -> None:
    app, assembly = build(tmp_path)
    app.synth()
    said = {rule for _, rule in assembly.acknowledgements()}
    for_plugins = {rule for name in said_by_plugins() for rule in (MEANT[name][0], STALE[name][0])}
    assert {rule.partition("::")[2] if rule not in for_plugins else rule for rule in said} == for_plugins
    assert [path.name for path in assembly.templates] == ["canary-aws.template.json"]
    assert {"aws/Template/Cluster", "aws/Template/Nodes"} <= set(assembly.places(assembly.templates[0]).values())


def test_all_well_is_no_complaint() -> None:
    assert complaints([verdict(checker) for checker in EXPECTED], OWN) == []


@pytest.mark.parametrize("checker", EXPECTED)
def test_a_checker_that_misses_one_rule_no_longer_bites(checker: str) -> None:
    said = verdict(checker)
    missing = said.open[0].rule
    (complaint,) = complaints([replace(said, open=said.open[1:])], OWN)
    assert complaint == f"{checker} no longer bites: {missing} not found in the canary"


def test_our_own_rules_must_bite_too() -> None:
    (complaint,) = complaints([verdict(GUARD)], {*OWN, "eks_logs"})
    assert complaint == f"{GUARD} no longer bites: eks_logs not found in the canary"


@pytest.mark.parametrize("checker", EXPECTED)
def test_a_checker_that_does_not_hear_is_noticed(checker: str) -> None:
    (complaint,) = complaints([replace(verdict(checker), meant=[])], OWN)
    assert complaint.startswith(f"{checker} does not hear")
    (complaint,) = complaints([replace(verdict(checker), said=set())], OWN)
    assert complaint.endswith("without a finding goes unnoticed")


def test_a_harness_that_failed_is_noticed() -> None:
    said = verdict("checkov")
    said.open.append(Finding("harness", "", "counts differ"))
    assert complaints([said], OWN) == ["checkov: counts differ"]


def test_our_guard_files_are_found_beside_the_constructs(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    text = "# about EKS\nlet eks = Resources.*\nrule eks_private when %eks !empty {\n  a == b\n}\nrule eks_logs {\n}\n"
    (tmp_path / "cluster" / "eks.guard").write_text(text)
    assert own_rules(tmp_path) == {"cluster/eks.guard": text}
    assert rule_names([text]) == {"eks_private", "eks_logs"}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_is_a_platform_that_differs(name: str) -> None:
    assert platforms([])[name][1] == variant(name)
    assert [other for other in VARIANTS if variant(other) == variant(name)] == [name]


def test_a_customers_environment_is_judged_by_its_name() -> None:
    what, platform = platforms(["acme/prd"])["acme-prd"]
    assert what == "stacks/customers: acme/prd"
    assert platform.site.prefix == "x2bee-acme-prd"


def test_some_variants_alone_are_judged() -> None:
    assert list(platforms(["acme/prd"], ["x86", "small"])) == ["acme-prd", "x86", "small"]
    with pytest.raises(ValueError, match="no variant 'x85'; expected access, "):
        platforms([], ["x86", "x85"])


@pytest.mark.parametrize("name", ["acme", "nobody/prd", "/prd"])
def test_who_is_not_there_is_said(name: str) -> None:
    with pytest.raises(ValueError, match=rf"no customer and environment '{name}'; expected one such as acme/prd"):
        platforms([name])


def test_the_page_has_every_reason_and_the_terminal_every_open_finding() -> None:
    meant = Finding("rule[a|b]", "data/Bucket", "bad", "because | of this")
    open_ = Finding("other", "data/Topic", "bad words")
    both = [Verdict("nag", "1", name, 2, open=[open_], meant=[meant]) for name in ("acme-dev", "acme-prd")]
    forgotten = [("nag", Acknowledged("gone", "data/Queue"))]
    page = markdown(both, forgotten, {"acme-dev": "small", "acme-prd": "large"}, ["eks_private"])
    assert "| nag | 1 | 4 | 2 | 2 | 1 |" in page
    assert "| nag | `rule[a\\|b]` | `data/Bucket` | because \\| of this |" in page
    assert "`W2508`, `eks_private` |" in page
    assert markdown(both, forgotten, {"acme-dev": "small", "acme-prd": "large"}, ["eks_private"]) == page
    rules = [
        f"IAM5[arn:aws:ssm:{where}:thing/*]" for where in ("us-east-1:111122223333", "ap-northeast-2:111122223331")
    ]
    page = markdown([Verdict("nag", "1", "any", 1, meant=[Finding(r, "a/B", "bad", "why") for r in rules])], [], {}, [])
    assert page.count("| nag | `IAM5[arn:aws:ssm:<region>:<account>:thing/*]` | `a/B` | why |") == 1
    said = terminal(both, forgotten)
    assert "open: nag: other at data/Topic (acme-dev, acme-prd): bad words" in said
    assert "stale: nag: gone is acknowledged at data/Queue, where it finds nothing" in said
