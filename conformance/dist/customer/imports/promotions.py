"""A customer's own kind, as a class of its own."""

from __future__ import annotations

import cdk8s
from constructs import Construct


class PromotionPlan(cdk8s.ApiObject):
    """When which promotion runs."""

    def __init__(self, scope: Construct, id: str, days: int) -> None:
        super().__init__(scope, id, api_version="acme.example.com/v1", kind="PromotionPlan")
        self.add_json_patch(cdk8s.JsonPatch.add("/spec", {"days": days}))
