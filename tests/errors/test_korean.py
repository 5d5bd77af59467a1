"""Korean: particles, templates, the language that is chosen."""

from __future__ import annotations

import re

import pytest

from x2bee_constructs.core.korean import in_korean, particle, templates
from x2bee_constructs.core.language import Language, spoken


@pytest.mark.parametrize(
    ("word", "wanted", "form"),
    [("서울", "을", "을"), ("부산시", "을", "를"), ("서울", "으로", "로"), ("3", "이", "이"), ("2", "이", "가"),
     ("order", "은", "는"), ("common", "은", "은"), ("'pool'", "으로", "로"), ("event", "을", "을(를)")],
)  # fmt: skip
def test_particles(word: str, wanted: str, form: str) -> None:
    assert particle(word, wanted) == form


def test_a_message_and_its_guess() -> None:
    said = "service 'a' uses an unknown database 'evnt'; did you mean 'event'?"
    assert in_korean(said) == "'a' 서비스가 없는 'evnt' 데이터베이스를 사용합니다; 혹시 'event'입니까?"
    assert in_korean("at least 3") == "3 이상"
    assert in_korean("what nobody has translated") == "what nobody has translated"


def test_fields_of_a_template_are_those_of_its_original() -> None:
    for english, korean in templates().items():
        known = set(re.findall(r"{(\w+)", english))
        assert set(re.findall(r"{(\w+)", korean)) == known, english
        assert re.search(r"[가-힣]", korean), english


@pytest.mark.parametrize(
    ("environ", "language"),
    [({}, "en"), ({"LANG": "ko_KR.UTF-8"}, "ko"), ({"X2BEE_LANG": "en", "LANG": "ko_KR.UTF-8"}, "en"),
     ({"LC_ALL": "C", "LANG": "ko_KR"}, "en"), ({"LC_MESSAGES": "ko"}, "ko"), ({"X2BEE_LANG": "ko"}, "ko")],
)  # fmt: skip
def test_the_language(environ: dict[str, str], language: str) -> None:
    assert spoken(environ) is Language(language)
