"""The configuration as data: every parameter is one that its plugin has, and what must hold for logs not to be lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.logging.settings import TARGETS, conf
from conformance.logging.v1 import Element, parse
from x2bee_constructs.logging.fluentd.directives import Directive, render
from x2bee_constructs.logging.masking import masks
from x2bee_constructs.logging.names import CLASSES

_ALWAYS = {"@type", "@id", "@label", "@log_level"}

# From the plugins' own config_param lines: fluentd v1.19.3, fluent-plugin-concat 2.6.2, -opensearch 1.1.6, -prometheus
# 2.2.2, -record-modifier 2.2.1, -s3 1.8.5. Those that are used, and no others.
KNOWN: dict[tuple[str, str], set[str]] = {
    ("source", "tail_again"): {
        "again",
        "reserve",
        "look_interval",
        "tag",
        "path",
        "exclude_path",
        "follow_inodes",
        "pos_file",
        "pos_file_compaction_interval",
        "read_from_head",
        "refresh_interval",
        "rotate_wait",
        "read_bytes_limit_per_second",
        "enable_stat_watcher",
        "path_key",
        "emit_unmatched_lines",
    },
    ("source", "prometheus"): {"bind", "port"},
    ("source", "prometheus_output_monitor"): {"interval"},
    ("source", "dead_letters"): {"folder", "limit", "age", "interval"},
    ("filter", "concat"): {
        "key",
        "separator",
        "multiline_start_regexp",
        "stream_identity_key",
        "flush_interval",
        "timeout_label",
        "use_first_timestamp",
        "use_partial_cri_logtag",
        "partial_cri_logtag_key",
        "partial_cri_stream_key",
        "buffer_limit_size",
        "buffer_overflow_method",
    },
    ("filter", "record_modifier"): {"remove_keys"},
    ("filter", "parser"): {
        "key_name",
        "reserve_data",
        "reserve_time",
        "hash_value_field",
        "emit_invalid_record_to_error",
    },
    ("filter", "grep"): set(),
    ("filter", "opensearch_genid"): {"hash_id_key"},
    ("match", "relabel"): set(),
    ("match", "null"): set(),
    ("match", "copy"): set(),
    ("store", "relabel"): set(),
    ("match", "file"): {"path", "append", "compress"},
    ("match", "opensearch_pod_identity"): {
        "index_name",
        "write_operation",
        "id_key",
        "remove_keys",
        "include_timestamp",
        "suppress_type_name",
        "time_precision",
        "request_timeout",
        "bulk_message_request_threshold",
        "reconnect_on_error",
        "reload_on_failure",
        "reload_connections",
        "verify_os_version_at_startup",
        "default_opensearch_version",
        "unrecoverable_error_types",
        "log_os_400_reason",
    },
    ("match", "s3"): {
        "s3_bucket",
        "s3_region",
        "path",
        "s3_object_key_format",
        "store_as",
        "checksum_algorithm",
        "check_object",
        "check_bucket",
        "check_apikey_on_start",
        "auto_create_bucket",
    },
    ("buffer", "file"): {
        "path",
        "flush_mode",
        "flush_interval",
        "flush_at_shutdown",
        "flush_thread_count",
        "chunk_limit_size",
        "total_limit_size",
        "overflow_action",
        "retry_forever",
        "retry_type",
        "retry_wait",
        "retry_max_interval",
        "timekey",
        "timekey_wait",
        "timekey_use_utc",
        "compress",
    },
    ("secondary", "secondary_file"): {"directory", "basename"},
    ("parse", "regexp"): {"expression", "time_key", "time_type", "time_format", "types"},
    ("parse", "json"): set(),
    ("format", "json"): set(),
    ("endpoint", ""): {"url", "region", "refresh_credentials_interval"},
    ("inject", ""): {"time_key", "time_type", "time_format", "utc"},
    ("replace", ""): {"key", "expression", "replace"},
    ("regexp", ""): {"key", "pattern"},
    ("log", ""): {"format"},
    ("system", ""): {"workers", "root_dir", "log_level", "ignore_repeated_log_interval"},
    ("label", ""): set(),
    ("worker", ""): set(),
}


@pytest.fixture(scope="module")
def tree() -> Element:
    return parse(conf())


def everything(element: Element) -> list[Element]:
    return [below for inner in element.inner for below in (inner, *everything(inner))]


def outputs(tree: Element) -> list[Element]:
    kinds = {"opensearch_pod_identity", "s3"}
    return [found for found in tree.all("match") if found.params.get("@type") in kinds]


def only(element: Element, name: str) -> Element:
    (found,) = [inner for inner in element.inner if inner.name == name]
    return found


def test_every_parameter_is_one_that_its_plugin_has(tree: Element) -> None:
    used: set[tuple[str, str]] = set()
    for element in everything(tree):
        if element.name == "record":
            continue
        kind = (element.name, element.params.get("@type", ""))
        used.add(kind)
        assert set(element.params) - _ALWAYS <= KNOWN[kind], kind
    assert used == set(KNOWN), "the table names what is no longer used"


def test_ids_and_labels_are_unique_and_every_label_that_is_named_is_there(tree: Element) -> None:
    ids = [found.params["@id"] for found in everything(tree) if "@id" in found.params]
    assert len(ids) == len(set(ids))
    labels = [found.argument for found in tree.all("label")]
    assert len(labels) == len(set(labels))
    named = {
        found.params[key] for found in everything(tree) for key in ("@label", "timeout_label") if key in found.params
    }
    assert named <= set(labels)


def test_buffers_are_on_disk_bounded_and_never_dropped(tree: Element) -> None:
    found = [only(output, "buffer").params for output in outputs(tree)]
    assert len(found) == 1 + len(CLASSES)
    for buffer in found:
        assert buffer["@type"] == "file"
        assert buffer["path"].startswith("/fluentd/state/")
        assert buffer["overflow_action"] == "block"
        assert buffer["retry_forever"] == "true"
    assert len({buffer["path"] for buffer in found}) == len(found)


def test_what_waits_for_each_destination_is_no_more_than_was_said(tree: Element) -> None:
    mib: dict[str, int] = {"opensearch_pod_identity": 0, "s3": 0}
    for output in outputs(tree):
        mib[output.params["@type"]] += int(only(output, "buffer").params["total_limit_size"].removesuffix("m"))
    limit = TARGETS.buffer_gib * 1024
    assert mib["opensearch_pod_identity"] == limit
    assert limit * 0.99 <= mib["s3"] <= limit


def test_each_destination_has_a_process_and_positions_of_its_own(tree: Element) -> None:
    workers = tree.all("worker")
    assert [worker.argument for worker in workers] == ["0", "1"]
    positions = [tail.params["pos_file"] for tail in tree.all("source") if tail.params["@type"] == "tail_again"]
    assert len(set(positions)) == len(positions) == len(workers)
    for worker in workers:
        assert len({found.params["@type"] for found in outputs(worker)}) == 1


def test_nothing_is_read_parsed_or_written_before_personal_data_is_hidden(tree: Element) -> None:
    for label in tree.all("label"):
        if label.argument.endswith("_RECORDS") or label.argument == "@ERROR":
            first = label.inner[0]
            assert first.name == "filter"
            assert [found.params["expression"][1:-1] for found in first.inner] == [mask.pattern for mask in masks()]


def test_overload_of_the_search_is_waited_for(tree: Element) -> None:
    (search,) = [found for found in outputs(tree) if found.params["@type"] == "opensearch_pod_identity"]
    assert search.params["unrecoverable_error_types"] == "[]"
    assert search.params["write_operation"] == "create"
    assert search.params["index_name"] == "x2bee-${log_class}"
    assert only(search, "buffer").argument == "log_class"


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\x85")
    )
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    tree = parse(render([Directive("filter", "**", {"value": text})]))
    assert tree.inner[0].params["value"] == text


def test_text_over_lines_cannot_run_ruby() -> None:
    with pytest.raises(ValueError, match="over several lines"):
        render([Directive("filter", "**", {"value": "a\n#{exit}"})])
