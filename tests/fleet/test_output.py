"""Only what changed is written; what is there already is known."""

from __future__ import annotations

from pathlib import Path

from x2bee_constructs.fleet.output import Written, kept, remember, write


def test_a_file_with_the_same_text_keeps_its_time(tmp_path: Path) -> None:
    assert write(tmp_path, {"a/one.yaml": "1\n", "a/two.yaml": "2\n"}) == Written(2, 0, 0)
    before = (tmp_path / "a" / "one.yaml").stat().st_mtime_ns
    assert write(tmp_path, {"a/one.yaml": "1\n", "a/two.yaml": "3\n"}) == Written(1, 1, 0)
    assert (tmp_path / "a" / "one.yaml").stat().st_mtime_ns == before


def test_what_is_no_longer_made_is_removed_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a/one.yaml": "1\n", "b/two.yaml": "2\n"})
    assert write(tmp_path, {"a/one.yaml": "1\n"}) == Written(0, 1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_output_is_kept_only_while_it_is_whole_and_made_of_the_same(tmp_path: Path) -> None:
    write(tmp_path / "dist", {"one.yaml": "1\n"})
    assert not kept(tmp_path, "first"), "a run that was broken off left no note"
    remember(tmp_path, "first")
    assert kept(tmp_path, "first")
    assert not kept(tmp_path, "second")
    (tmp_path / "dist" / "one.yaml").write_text("touched\n")
    assert not kept(tmp_path, "first")
