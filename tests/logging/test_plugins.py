"""What our plugins do that needs no Fluentd, in a real Ruby (images/fluentd/plugins/x2bee)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "images" / "fluentd" / "plugins"


def ruby(name: str, code: str) -> list[str]:
    """What the code says, one word a line."""
    found = shutil.which("ruby")
    if not found and os.environ.get("X2BEE_NEEDS_RUBY") == "1":
        pytest.fail("no Ruby: apt-get install ruby")
    if not found:
        pytest.skip("no Ruby")
    run = [found, "-w", "-r", str(PLUGINS / "x2bee" / f"{name}.rb"), "-e", code]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize("plugin", sorted(PLUGINS.rglob("*.rb")), ids=lambda path: path.stem)
def test_each_is_ruby_without_a_warning(plugin: Path) -> None:
    found = shutil.which("ruby")
    if not found:
        pytest.skip("no Ruby")
    done = subprocess.run([found, "-wc", str(plugin)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("Syntax OK", "")


class Positions:
    """A position file, of which a copy is made each second."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.file.write_text("0")

    def run(self, code: str) -> list[str]:
        return ruby("positions", f"kept = X2bee::Positions.new('{self.file}', 10)\n{code}")

    def live(self, seconds: int) -> None:
        """The position of each second is its number."""
        self.run(f"kept.restore; (0..{seconds}).each {{ |at| File.write('{self.file}', at); kept.keep(Time.at(at)) }}")

    def again(self) -> str:
        """A process that begins: what it reads from, and whether it goes back."""
        [went_back] = self.run("puts kept.restore")
        return f"{self.file.read_text()} {went_back}"


@pytest.fixture
def positions(tmp_path: Path) -> Positions:
    return Positions(tmp_path / "positions")


def test_after_a_kill_the_last_seconds_are_read_again(positions: Positions) -> None:
    positions.live(100)
    assert positions.again() == "90 true"


def test_killed_again_at_once_it_does_not_come_forward(positions: Positions) -> None:
    positions.live(100)
    assert positions.again() == "90 true"
    positions.run(f"kept.keep(200); File.write('{positions.file}', '95'); kept.keep(202)")
    assert positions.again() == "90 true"


def test_after_a_farewell_nothing_is_read_again(positions: Positions) -> None:
    positions.live(100)
    positions.run("kept.farewell")
    assert positions.again() == "100 false"


def test_a_farewell_counts_once(positions: Positions) -> None:
    positions.live(20)
    positions.run("kept.farewell")
    assert positions.again() == "20 false"
    positions.run(f"kept.keep(30); File.write('{positions.file}', '40'); kept.keep(31)")
    assert positions.again() == "20 true"


def test_the_very_first_start_has_nothing_to_go_back_to(positions: Positions) -> None:
    assert positions.again() == "0 false"


def test_a_copy_that_was_not_finished_is_none(positions: Positions) -> None:
    positions.live(100)
    folder = positions.file.with_name("positions.earlier")
    (folder / "9999999999999999.part").write_text("half")
    assert positions.again() == "90 true"


def test_copies_do_not_pile_up(positions: Positions) -> None:
    positions.live(500)
    assert len(list(positions.file.with_name("positions.earlier").iterdir())) == 11


def letter(folder: Path, name: str, size: int, age: int) -> None:
    path = folder / name
    path.write_bytes(b"x" * size)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))


def pruned(folder: Path, bytes_: int, seconds: int) -> list[str]:
    letters = f"X2bee::Letters.new('{folder}', {bytes_}, {seconds})"
    return ruby("letters", f"puts {letters}.prune(Time.at(1_000_000)).map {{ File.basename(_1) }}")


def test_a_disk_is_full_below_its_reserve_and_not_above(tmp_path: Path) -> None:
    [free] = ruby("disk", f"puts X2bee::Disk.new('{tmp_path}', 0).free")
    seen = shutil.disk_usage(tmp_path).free
    assert abs(int(free) - seen) < 2**30, "others write too"
    code = f"[0, {2**60}].each {{ |reserve| puts X2bee::Disk.new('{tmp_path}', reserve).full? }}"
    assert ruby("disk", code) == ["false", "true"]


def test_the_oldest_letters_go_until_the_rest_fits(tmp_path: Path) -> None:
    for age in range(5):
        letter(tmp_path, f"aged-{age}", 100, age)
    assert pruned(tmp_path, 250, 1000) == ["aged-4", "aged-3", "aged-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aged-0", "aged-1"]


def test_a_letter_goes_when_its_time_is_over_and_no_other(tmp_path: Path) -> None:
    letter(tmp_path, "old", 1, 1001)
    letter(tmp_path, "younger", 1, 999)
    assert pruned(tmp_path, 1000, 1000) == ["old"]


def test_one_letter_that_is_larger_than_the_bound_goes_too(tmp_path: Path) -> None:
    letter(tmp_path, "huge", 2000, 0)
    assert pruned(tmp_path, 1000, 1000) == ["huge"]


def test_folders_are_no_letters_and_no_folder_is_no_letter(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert pruned(tmp_path, 0, 0) == []
    assert pruned(tmp_path / "missing", 0, 0) == []
