"""What hides personal data, in Python and in the Ruby that Fluentd runs it in.

`X2BEE_NEEDS_RUBY=1` makes a missing Ruby a failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conformance.logging.corpus import HIDDEN as PERSONAL
from conformance.logging.corpus import SHOWN, lay_out
from x2bee_constructs.logging.fluentd.lines import CONTINUES, CRI, PLACE
from x2bee_constructs.logging.fluentd.records import _cut  # pyright: ignore[reportPrivateUsage]
from x2bee_constructs.logging.masking import Mask, masks

_RUBY = """
require 'json'
asked = JSON.parse($stdin.read)
out = asked['lines'].map do |line|
  asked['masks'].inject(line) { |text, (pattern, with)| text.gsub(Regexp.compile(pattern), with) }
end
puts JSON.generate(out)
"""


def ruby(code: str, given: object) -> object:
    """What a real Ruby answers."""
    found = shutil.which("ruby")
    if not found and os.environ.get("X2BEE_NEEDS_RUBY") == "1":
        pytest.fail("ruby is not on the PATH")
    if not found:
        pytest.skip("no Ruby: patterns are tried in Python alone")
    done = subprocess.run(
        [found, "-W0", "-Eutf-8:utf-8", "-e", code], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def hidden(line: str, *own: Mask, fields: tuple[str, ...] = ()) -> str:
    """The line as Python would hide it."""
    for mask in masks(own, fields):
        line = re.sub(mask.pattern, mask.replacement, line, flags=re.ASCII)
    return line


def in_ruby(lines: list[str]) -> object:
    return ruby(_RUBY, {"lines": lines, "masks": [(mask.pattern, mask.replacement) for mask in masks()]})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All lines of the corpus, without what the runtime puts before them."""
    pods = tmp_path_factory.mktemp("pods")
    lay_out(pods)
    return [
        line.split(" ", 3)[3] for path in sorted(pods.rglob("*.log")) for line in path.read_text("utf-8").splitlines()
    ]


def test_ruby_hides_all_personal_data_of_the_corpus_and_nothing_else(corpus: list[str]) -> None:
    text = json.dumps(in_ruby(corpus), ensure_ascii=False)
    assert [word for word in PERSONAL if word in text] == []
    assert [word for word in SHOWN if word not in text] == []


def test_ruby_and_python_hide_the_same(corpus: list[str]) -> None:
    assert in_ruby(corpus) == [hidden(line) for line in corpus]


@pytest.mark.parametrize("secret", ["s3cr3t", 'with"quote', "with\\back", 'with\\"both', "한글비밀", ""])
@pytest.mark.parametrize("field", ["password", "newPassword", "PWD", "client_secret", "refreshToken"])
def test_a_field_is_hidden_in_json_and_the_json_stays_json(field: str, secret: str) -> None:
    line = json.dumps({"a": 1, field: secret, "b": {"c": "d"}}, ensure_ascii=False)
    assert json.loads(hidden(line)) == {"a": 1, field: "***", "b": {"c": "d"}}


@given(secret=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_whatever_a_password_is_the_json_around_it_stays(secret: str) -> None:
    line = json.dumps({"before": "x", "password": secret, "after": "y"}, ensure_ascii=False)
    assert json.loads(hidden(line)) == {"before": "x", "password": "***", "after": "y"}


@given(secret=st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), min_size=6))
def test_a_password_in_json_inside_json_is_hidden(secret: str) -> None:
    line = json.dumps({"body": json.dumps({"password": secret, "after": "y"})})
    assert json.loads(json.loads(hidden(line))["body"]) == {"password": "***", "after": "y"}


@given(
    st.dates(), st.integers(1, 8), st.integers(0, 999_999), st.sampled_from(["-", " ", ""]), st.sampled_from(["", "님"])
)
def test_every_resident_number_is_hidden(day: object, sex: int, rest: int, separator: str, after: str) -> None:
    number = f"{day:%y%m%d}{separator}{sex}{rest:06}"
    assert hidden(f"no. {number}{after}") == f"no. ***{after}"
    assert json.loads(hidden(f'{{"n": "{number}", "m": 1}}')) == {"n": "***", "m": 1}


def test_numbers_of_json_become_text() -> None:
    line = '{"rrn": 9001011234567, "cards": [4111111111111111, 5], "at": 1700000000000, "x": 1.4111111111111111}'
    wanted = '{"rrn": "***", "cards": ["***", 5], "at": 1700000000000, "x": 1.4111111111111111}'
    assert hidden(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
        "at com.x2bee.Order@1a2b3c4d next@14.2.3 10.20.3.4:8080",
        "order 20260105-0001 amount 1234567 at 2026-01-05T10:00:00.123456789Z",
        "GET /v1/items/123456789012 200 31ms",
    ],
)
def test_what_only_looks_like_it_stays(line: str) -> None:
    assert hidden(line) == line


def test_own_masks_and_fields_come_on_top() -> None:
    member = Mask(name="member", pattern=r"(M)[0-9]{8}", replacement=r"\1-")
    assert hidden('M12345678 {"nickName": "kim"}', member, fields=("nick",)) == 'M- {"nickName": "***"}'


@pytest.mark.parametrize(
    ("pattern", "replacement", "why"),
    [
        ("(unclosed", "***", "unterminated"),
        ("a*", "***", "between any two"),
        (r"\h+", "***", "Ruby"),
        ("(?<year>[0-9]+)", "***", "Ruby"),
        ("a", r"\1", "group 1"),
    ],
)
def test_a_mask_that_cannot_work_is_refused(pattern: str, replacement: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why) as caught:
        Mask(name="x", pattern=pattern, replacement=replacement)
    assert caught.value.errors()[0]["type"] == "X2B360"


_LINES = """
require 'json'
asked = JSON.parse($stdin.read)
cri = Regexp.compile(asked['cri'][1..-3], Regexp::MULTILINE)
place = Regexp.compile(asked['place'][1..-2])
start = Regexp.compile("^(?!#{asked['continues']})")
puts JSON.generate({
  'cri' => asked['lines'].map { |l| m = cri.match(l); m && m.named_captures },
  'place' => asked['paths'].map { |l| m = place.match(l); m && m.named_captures },
  'starts' => asked['texts'].map { |l| start.match?(l) },
})
"""


def test_ruby_reads_lines_paths_and_stacks() -> None:
    texts = {
        "2026-01-05T10:00:00 INFO x": True,
        "\tat com.x2bee.A.b(A.java:1)": False,
        "    at Page (/app/page.js:1:2)": False,
        "Caused by: java.io.IOException: x": False,
        "java.lang.IllegalStateException: x": False,
        "org.springframework.dao.DataAccessException": False,
        "\t... 23 more": False,
        "}": False,
        "": False,
        " ✓ Ready in 412ms": True,
        '{"message": "x"}': True,
        "TypeError: x is not a function": True,
    }
    path = "/var/log/pods/acme-app_x2bee-fo-6c8d-b2c4d_5f1a/x2bee-fo/3.log"
    answer = ruby(
        _LINES,
        {
            "cri": CRI,
            "place": PLACE,
            "continues": CONTINUES,
            "lines": ["2026-01-05T01:00:00.000000001Z stderr F a b", "2026-01-05T01:00:00.1+09:00 stdout P ", "noise"],
            "paths": [path, path + ".20260105-010203", "/var/log/x.log"],
            "texts": list(texts),
        },
    )
    place = {
        "namespace": "acme-app",
        "pod": "x2bee-fo-6c8d-b2c4d",
        "pod_uid": "5f1a",
        "container": "x2bee-fo",
        "restarts": "3",
    }
    assert answer == {
        "cri": [
            {"time": "2026-01-05T01:00:00.000000001Z", "stream": "stderr", "logtag": "F", "message": "a b"},
            {"time": "2026-01-05T01:00:00.1+09:00", "stream": "stdout", "logtag": "P", "message": ""},
            None,
        ],
        "place": [place, place, None],
        "starts": list(texts.values()),
    }


def test_opensearch_is_given_no_value_that_it_refuses() -> None:
    """One term of Lucene's has 32,766 bytes at most; what is shorter stays as it is, at any depth."""
    expression = str(_cut("search").inner[0].params["fields"]).removeprefix("${").removesuffix("}")
    trace = "가" * 40_000
    record = {"fields": {"stack_trace": trace, "order": {"lines": [trace, 7, None]}, "note": "short"}}
    found = ruby(f"require 'json'; record = JSON.parse($stdin.read); puts JSON.generate({expression})", record)
    cut = "가" * 8000 + "…"
    assert found == {"stack_trace": cut, "order": {"lines": [cut, 7, None]}, "note": "short"}
    assert len(cut.encode()) < 32_766 - 512, "and the path stands before it"
