"""The rules of the web ACL, in their order: who may come at all, then how often, then with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_wafv2 as waf

from x2bee_constructs.ingress.edge import EdgeGuardProps, Waf

__all__ = ["measured", "rules"]

_Rule = waf.CfnWebACL.RuleProperty
_Statement = waf.CfnWebACL.StatementProperty

_TOO_MANY = 429

_WINDOW_SECONDS = 300


def measured(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    """What is counted and shown of a rule, or of the whole ACL."""
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


def rules(
    props: EdgeGuardProps, offices: str | None, machines: Mapping[str, str | None]
) -> list[waf.CfnWebACL.RuleProperty]:
    """All rules; `offices` is the ARN of the set with the offices' addresses, None if there is none.

    `machines` has such a set for each host of a machine; of the rules that AWS keeps, only the one about addresses with
    a bad reputation holds for them.
    """
    wanted = props.waf
    elsewhere = _not(_any_of(list(machines))) if machines else None
    found = [
        *([_closed("office-hosts", props.office_hosts, offices)] if props.office_hosts else []),
        *(_closed(f"machine-{host.partition('.')[0]}", [host], inside) for host, inside in sorted(machines.items())),
        _rate(wanted, elsewhere),
        _managed("ip-reputation", "AWSManagedRulesAmazonIpReputationList"),
        *([_managed("anonymous", "AWSManagedRulesAnonymousIpList", within=elsewhere)] if wanted.anonymous else []),
        _managed("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet", within=elsewhere),
        _managed("sql", "AWSManagedRulesSQLiRuleSet", within=elsewhere),
        # Its own limit of 8 KB knows no hosts; `body-size` below does.
        _managed("common", "AWSManagedRulesCommonRuleSet", counted=("SizeRestrictions_BODY",), within=elsewhere),
        _body_size(props),
        *([_bots(elsewhere)] if wanted.bots else []),
    ]
    return [_numbered(rule, index) for index, rule in enumerate(found)]


def _numbered(rule: _Rule, priority: int) -> _Rule:
    return _Rule(
        name=rule.name,
        priority=priority,
        statement=rule.statement,
        action=rule.action,
        override_action=rule.override_action,
        visibility_config=rule.visibility_config,
    )


def _refuse(name: str, statement: _Statement, code: int | None = None) -> _Rule:
    answer = waf.CfnWebACL.CustomResponseProperty(response_code=code) if code else None
    return _Rule(
        name=name,
        priority=0,
        statement=statement,
        action=waf.CfnWebACL.RuleActionProperty(block=waf.CfnWebACL.BlockActionProperty(custom_response=answer)),
        visibility_config=measured(name),
    )


def _managed(
    name: str,
    group: str,
    counted: Sequence[str] = (),
    config: Sequence[waf.CfnWebACL.ManagedRuleGroupConfigProperty] = (),
    within: _Statement | None = None,
) -> _Rule:
    """A rule group that AWS keeps, in its newest version; of `counted` rules it only takes note.

    It sees only requests `within` that statement, all if there is none.
    """
    count = waf.CfnWebACL.RuleActionProperty(count=waf.CfnWebACL.CountActionProperty())
    overrides = [waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count) for rule in counted]
    statement = waf.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=group,
        rule_action_overrides=overrides or None,
        managed_rule_group_configs=list(config) or None,
        scope_down_statement=within,
    )
    return _Rule(
        name=name,
        priority=0,
        statement=_Statement(managed_rule_group_statement=statement),
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=measured(name),
    )


def _bots(within: _Statement | None) -> _Rule:
    level = waf.CfnWebACL.AWSManagedRulesBotControlRuleSetProperty(inspection_level="COMMON")
    config = waf.CfnWebACL.ManagedRuleGroupConfigProperty(aws_managed_rules_bot_control_rule_set=level)
    return _managed("bots", "AWSManagedRulesBotControlRuleSet", config=[config], within=within)


def _rate(wanted: Waf, within: _Statement | None) -> _Rule:
    limit = waf.CfnWebACL.RateBasedStatementProperty(
        aggregate_key_type="IP",
        evaluation_window_sec=_WINDOW_SECONDS,
        limit=wanted.requests_per_address,
        scope_down_statement=within,
    )
    return _refuse("rate", _Statement(rate_based_statement=limit), _TOO_MANY)


def _closed(name: str, hosts: Sequence[str], addresses: str | None) -> _Rule:
    """Whoever asks for one of the hosts and is not in the set of addresses; without a set, whoever asks."""
    asked = _any_of(hosts)
    if not addresses:
        return _refuse(name, asked)
    inside = _Statement(ip_set_reference_statement={"arn": addresses})
    return _refuse(name, _both(asked, _not(inside)))


def _body_size(props: EdgeGuardProps) -> _Rule:
    """A body larger than what can be looked at, on a host that takes no files."""
    large = _Statement(
        size_constraint_statement=waf.CfnWebACL.SizeConstraintStatementProperty(
            comparison_operator="GT",
            size=props.waf.body_bytes,
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(
                body=waf.CfnWebACL.BodyProperty(oversize_handling="MATCH")
            ),
            text_transformations=[_AS_IT_IS],
        )
    )
    free = [*(props.waf.large_bodies or props.office_hosts), *(machine.host for machine in props.machines)]
    return _refuse("body-size", _both(large, _not(_any_of(free))) if free else large)


_AS_IT_IS = waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")
_LOWER_CASE = waf.CfnWebACL.TextTransformationProperty(priority=0, type="LOWERCASE")


def _any_of(hosts: Sequence[str]) -> _Statement:
    """The request is for one of the hosts, also if it writes a port behind it."""
    forms = [_host(*form) for host in sorted(hosts) for form in (("EXACTLY", host), ("STARTS_WITH", f"{host}:"))]
    return _Statement(or_statement=waf.CfnWebACL.OrStatementProperty(statements=forms))


def _host(constraint: str, text: str) -> _Statement:
    return _Statement(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(single_header={"Name": "host"}),
            positional_constraint=constraint,
            search_string=text,
            text_transformations=[_LOWER_CASE],
        )
    )


def _both(first: _Statement, second: _Statement) -> _Statement:
    return _Statement(and_statement=waf.CfnWebACL.AndStatementProperty(statements=[first, second]))


def _not(statement: _Statement) -> _Statement:
    return _Statement(not_statement=waf.CfnWebACL.NotStatementProperty(statement=statement))
