"""What the image is made of, as far as it can be seen without making it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conformance.logging.settings import conf
from conformance.logging.v1 import Element, parse

IMAGE = Path(__file__).parents[2] / "images" / "fluentd"
GEMFILE = (IMAGE / "Gemfile").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^gem '([^']+)', '([^']+)'$", GEMFILE, re.MULTILINE))


def test_every_gem_has_one_version_and_none_stands_twice() -> None:
    lines = [line for line in GEMFILE.splitlines() if line.startswith("gem ")]
    assert len(lines) == len(PINS)
    assert [name for name, version in PINS.items() if not re.fullmatch(r"\d+(\.\d+)+", version)] == []


def test_no_file_names_a_registry() -> None:
    for path in IMAGE.rglob("*"):
        if path.is_file():
            assert "://" not in path.read_text(encoding="utf-8"), path


def test_every_plugin_of_the_configuration_is_in_the_image() -> None:
    ours = {path.stem.partition("_")[2] for path in (IMAGE / "plugins").glob("*.rb")}
    from_gems = {
        "concat": "fluent-plugin-concat",
        "opensearch_genid": "fluent-plugin-opensearch",
        "prometheus": "fluent-plugin-prometheus",
        "prometheus_output_monitor": "fluent-plugin-prometheus",
        "record_modifier": "fluent-plugin-record-modifier",
        "s3": "fluent-plugin-s3",
    }
    own = {
        "copy",
        "file",
        "grep",
        "json",
        "null",
        "parser",
        "record_transformer",
        "regexp",
        "relabel",
        "secondary_file",
    }
    used = {element.params["@type"] for element in everything() if "@type" in element.params}
    assert used - own - set(from_gems) == used & ours
    assert set(from_gems.values()) <= set(PINS)
    assert used & ours == ours, "each of ours is used"


def everything() -> list[Element]:
    names = ("source", "filter", "match", "store", "parse", "format", "buffer", "secondary")
    return [element for name in names for element in parse(conf()).all(name)]


def test_the_build_is_told_where_gems_and_ruby_are_and_ends_as_nobody() -> None:
    text = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^ARG (\w+)$", text, re.MULTILINE) == ["RUBY", "GEM_SOURCE", "GEM_SOURCE"]
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["${RUBY}", "${RUBY}"]
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE) == ["10001"]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert all((IMAGE / name).exists() for line in copied for name in line.split())


@pytest.mark.parametrize(("mirror", "expected"), [("mirror.invalid", True), ("", False)])
def test_without_a_mirror_gems_come_from_where_ruby_looks(mirror: str, expected: bool, tmp_path: Path) -> None:
    """A real Bundler reads the Gemfile; it asks nobody."""
    if not shutil.which("bundle") or not shutil.which("ruby"):
        pytest.skip("no Bundler")
    source = f"https://{mirror}/" if mirror else ""
    sources = "Bundler::Dsl.new.tap { |said| said.eval_gemfile(ARGV[0]) }.instance_variable_get(:@sources)"
    read = f"puts {sources}.global_rubygems_source.remotes"
    done = subprocess.run(
        ["ruby", "-rbundler", "-e", f"{read}; puts Gem.default_sources.first", str(IMAGE / "Gemfile")],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "BUNDLE_GEMFILE": str(IMAGE / "Gemfile"),
            "GEM_SOURCE": source,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    read_source, usual = done.stdout.split()
    assert (read_source == source) == expected
    assert (read_source == usual) == (not expected)


def test_a_gem_that_nobody_pinned_stops_the_build(tmp_path: Path) -> None:
    """A real Bundler, with a gem of ours that needs another."""
    if not shutil.which("bundle") or not shutil.which("ruby"):
        pytest.skip("no Bundler")
    for name, needs in (("a", "s.add_dependency 'b'"), ("b", "")):
        folder = tmp_path / name
        folder.mkdir()
        said = f"s.name = '{name}'; s.version = '1.0'; s.summary = 'x'; s.authors = ['x']; {needs}"
        (folder / f"{name}.gemspec").write_text(f"Gem::Specification.new {{ |s| {said} }}")
    gemfile = tmp_path / "Gemfile"
    for pinned, code in (("", 1), ("gem 'b', '1.0', path: 'b'\n", 0)):
        gemfile.write_text("path 'b'\n" * (not pinned) + "gem 'a', '1.0', path: 'a'\n" + pinned)
        done = subprocess.run(
            ["bundle", "exec", "ruby", str(IMAGE / "pinned.rb")],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "BUNDLE_GEMFILE": str(gemfile), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert ("does not pin b-1.0" in done.stderr) == (code == 1)
