"""Where a stack is deployed, asked for once."""

from __future__ import annotations

from aws_cdk import App, Environment, Stack, Token
from constructs import Construct

from x2bee_constructs.core.place import Place, place_of


def test_the_place_of_a_construct_is_its_stacks() -> None:
    app = App()
    seoul = Stack(app, "Seoul", env=Environment(account="111122223333", region="ap-northeast-2"))
    tokyo = Stack(app, "Tokyo", env=Environment(account="444455556666", region="ap-northeast-1"))
    assert place_of(Construct(seoul, "One")) == Place("111122223333", "ap-northeast-2")
    assert place_of(Construct(tokyo, "One")) == Place("444455556666", "ap-northeast-1")


def test_a_stack_that_says_none_has_tokens_and_is_asked_once() -> None:
    stack = Stack(App(), "Anywhere")
    place = place_of(stack)
    assert Token.is_unresolved(place.account)
    assert Token.is_unresolved(place.region)
    assert place_of(Construct(stack, "One")) is place
