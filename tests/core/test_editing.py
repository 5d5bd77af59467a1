"""One value of a text changes, and no other character."""

# ruamel.yaml publishes no types for its reader and writer.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from x2bee_constructs.core.editing import EditError, with_value

PLACE = ("environments", "prd", "services", "x2bee-fo", "image")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "environments:\n  prd:\n    services:\n      x2bee-fo: { image: a:1 } # the shop\n    size: large\n",
            "environments:\n  prd:\n    services:\n      x2bee-fo: { image: a:2 } # the shop\n    size: large\n",
        ),
        (
            "environments:\n  prd:\n    services:\n      x2bee-fo:\n        image: 'a:1' # old\n",
            "environments:\n  prd:\n    services:\n      x2bee-fo:\n        image: 'a:2' # old\n",
        ),
        (
            "environments: { prd: { size: large } }\n",
            "environments: { prd: { services: { x2bee-fo: { image: a:2 } }, size: large } }\n",
        ),
        ("environments: {prd: {}}\n", "environments: {prd: { services: { x2bee-fo: { image: a:2 } } }}\n"),
        (
            "environments:\n  prd: # nothing\n",
            "environments:\n  prd: { services: { x2bee-fo: { image: a:2 } } } # nothing\n",
        ),
        ("environments:\n  prd: ~\n", "environments:\n  prd: { services: { x2bee-fo: { image: a:2 } } }\n"),
        (
            "environments:\n  prd:\n    size: large # big\n\n# the end\n",
            "environments:\n  prd:\n    size: large # big\n    services: { x2bee-fo: { image: a:2 } }\n\n# the end\n",
        ),
        (
            "environments:\r\n  prd:\r\n    size: large\r\n",
            "environments:\r\n  prd:\r\n    size: large\r\n    services: { x2bee-fo: { image: a:2 } }\r\n",
        ),
        (
            "environments:\n  prd:\n    services:\n      x2bee-fo: {replicas: {min: 1}}",
            "environments:\n  prd:\n    services:\n      x2bee-fo: {image: a:2, replicas: {min: 1}}",
        ),
        (
            "environments:\n  prd:\n    note: |\n      two\n      lines\n",
            "environments:\n  prd:\n    services: { x2bee-fo: { image: a:2 } }\n    note: |\n      two\n      lines\n",
        ),
    ],
)
def test_only_that_value_changes(before: str, after: str) -> None:
    assert with_value(before, PLACE, "a:2") == after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x { prd: {} }\nenvironments: *x\n", "is an alias"),
        ("environments: [1]\n", "is no mapping"),
        ("- 1\n", "no mapping"),
        ("a: [\n", "not YAML"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, said: str) -> None:
    with pytest.raises(EditError, match=said):
        with_value(text, PLACE, "a:2")


_KEYS = st.sampled_from(["environments", "prd", "services", "x2bee-fo", "image", "other"])
_DATA = st.dictionaries(
    _KEYS,
    st.recursive(st.sampled_from(["a:1", "large"]), lambda inner: st.dictionaries(_KEYS, inner, max_size=3)),
    max_size=4,
)


@given(_DATA, st.booleans())
def test_whatever_is_written_reads_as_meant_or_is_refused(data: dict[str, object], flow: bool) -> None:
    from io import StringIO

    out = StringIO()
    writer = YAML(typ="safe")
    writer.default_flow_style = flow
    writer.dump(data, out)
    try:
        made = with_value(out.getvalue(), PLACE, "a:2")
    except EditError:
        return
    inner = YAML(typ="safe").load(made)
    for key in PLACE:
        inner = inner[key]
    assert inner == "a:2"
