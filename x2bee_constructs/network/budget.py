"""The budget of an environment."""

from __future__ import annotations

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.network import names
from x2bee_constructs.network.props import Budget

__all__ = ["monthly_budget"]

_TAG = "user:x2bee:environment"
"""How AWS Budgets writes the tag that every stack of the environment carries.

One tag, because it is written nowhere whether the values of two tags are both asked for, or either."""


def monthly_budget(scope: Construct, site: Site, topic: sns.Topic, props: Budget) -> budgets.CfnBudget:
    """The budget, which tells the topic at 80 % spent and at 100 % forecast."""
    budget = budgets.CfnBudget(
        scope,
        "Budget",
        budget=budgets.CfnBudget.BudgetDataProperty(
            budget_name=names.budget(site),
            budget_type="COST",
            time_unit="MONTHLY",
            budget_limit=budgets.CfnBudget.SpendProperty(amount=props.monthly_usd, unit="USD"),
            cost_filters={"TagKeyValue": [f"{_TAG}${site.environment}"]},
        ),
        notifications_with_subscribers=[_notify(topic, "ACTUAL", 80), _notify(topic, "FORECASTED", 100)],
    )
    # AWS Budgets publishes a trial message when it is made: the topic's policy has to be there.
    budget.node.add_dependency(topic.node.find_child("Policy"))
    for_people(budget, "what the environment may cost, for those who pay")
    return budget


def _notify(topic: sns.Topic, kind: str, percent: int) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            comparison_operator="GREATER_THAN",
            notification_type=kind,
            threshold=percent,
            threshold_type="PERCENTAGE",
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(address=topic.topic_arn, subscription_type="SNS")],
    )
