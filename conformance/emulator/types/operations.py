"""AWS::Budgets::Budget."""

from __future__ import annotations

from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, Resource, answer
from conformance.emulator.types.stack import budgets, context

__all__ = ["TYPES"]


def _budget(name: str, properties: Properties) -> dict[str, Any]:
    """As the API takes it: amounts are text there."""
    budget: dict[str, Any] = {"BudgetName": name, **properties["Budget"]}
    if "BudgetLimit" in budget:
        limit: dict[str, Any] = budget["BudgetLimit"]
        budget["BudgetLimit"] = {**limit, "Amount": str(limit["Amount"])}
    return budget


def _alerts(properties: Properties) -> list[dict[str, Any]]:
    """With thresholds as numbers: a template may carry them as text."""
    return [
        {
            "Notification": {**one["Notification"], "Threshold": float(one["Notification"]["Threshold"])},
            "Subscribers": one["Subscribers"],
        }
        for one in properties.get("NotificationsWithSubscribers", [])
    ]


def _create(logical_id: str, properties: Properties, stack: str) -> Known:
    name = str(properties["Budget"].get("BudgetName") or f"{stack}-{logical_id}")
    body = {
        "AccountId": context.get_account_id(),
        "Budget": _budget(name, properties),
        "NotificationsWithSubscribers": _alerts(properties),
        "ResourceTags": properties.get("ResourceTags", []),
    }
    answer(budgets._create_budget(body))
    return name, {}


def _update(name: str, _: Properties, new: Properties) -> Attributes:
    answer(budgets._update_budget({"NewBudget": _budget(name, new)}))
    return {}


def _delete(name: str, _: Properties) -> None:
    answer(budgets._delete_budget({"BudgetName": name}))


TYPES = (
    Resource("AWS::Budgets::Budget", _create, _delete, _update, ("NotificationsWithSubscribers",), tags="ResourceTags"),
)
