"""kill -9 at every step: the old or the new stands, never a mix; the same command, given again, succeeds."""

import shutil
from itertools import count

import pytest

from tests.backup import paper
from tests.backup.killed import killed_at
from warta.backup.errors import BackupError
from warta.backup.restore import restore
from warta.backup.take import take

ENOUGH = 20  # steps at least, else the steps are not seen


@pytest.fixture
def old(tmp_path):
    return paper.make(tmp_path / "news", name="old")


@pytest.fixture
def backup(tmp_path):
    new = paper.make(tmp_path / "elsewhere", name="new", stories=30)
    take(paper.config(new), tmp_path / "new.tar")
    return tmp_path / "new.tar", paper.state(new)


def test_a_backup(tmp_path, old):
    file, place = tmp_path / "news.tar", paper.config(old)
    for step in count(1):
        file.write_bytes(b"an older backup")
        if not killed_at(step, lambda: take(place, file, overwrite=True)):
            break
        if file.read_bytes() != b"an older backup":
            restore(paper.config(tmp_path / "looked"), file)
            assert paper.state(tmp_path / "looked") == paper.state(old)
            shutil.rmtree(tmp_path / "looked")
        take(place, file, overwrite=True)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["news", "news.tar"]
    assert step > ENOUGH
    restore(paper.config(tmp_path / "last"), file)
    assert paper.state(tmp_path / "last") == paper.state(old)


def test_a_restore_over_a_newspaper(tmp_path, old, backup):
    file, new_state = backup
    old_state, spare = paper.state(old), tmp_path / "spare"
    shutil.copytree(old, spare)
    between = 0
    for step in count(1):
        killed = killed_at(step, lambda: restore(paper.config(old), file, overwrite=True))
        stands = paper.state(old)
        assert stands in (old_state, new_state)
        kept = [paper.state(path) for path in (*paper.besides(old), tmp_path / ".news.restoring/data")]
        assert stands == old_state or old_state in kept, "the old newspaper is lost"
        between += stands == new_state and killed
        if killed:
            restore(paper.config(old), file, overwrite=True)
        assert paper.state(old) == new_state
        beside = paper.besides(old)
        assert old_state in [paper.state(path) for path in beside]
        assert [path for path in beside if "before-restore" not in path.name] == []
        if not killed:
            break
        for path in (*beside, old):
            shutil.rmtree(path)
        shutil.copytree(spare, old)
    assert step > ENOUGH
    assert between > 2, "it was never killed after the exchange"


def test_a_restore_into_a_new_folder(tmp_path, backup):
    file, new_state = backup
    folder = tmp_path / "fresh"
    for step in count(1):
        killed = killed_at(step, lambda: restore(paper.config(folder), file))
        assert paper.state(folder) in (None, new_state)
        if not killed:
            break
        stage = tmp_path / ".fresh.restoring"
        if paper.state(folder) is None or (stage / "run.json").exists():
            restore(paper.config(folder), file)
        elif stage.exists():  # it was through, but for the empty stage
            with pytest.raises(BackupError, match="holds a newspaper already"):
                restore(paper.config(folder), file)
        assert (paper.state(folder), paper.besides(folder)) == (new_state, [])
        shutil.rmtree(folder)
    assert step > ENOUGH


def test_the_old_one_is_kept_though_somebody_moved_the_new_one_away(tmp_path, old, backup, monkeypatch):
    """Killed between exchange and keeping aside, the old newspaper lies in the stage, and is never thrown away."""
    file, new_state = backup
    old_state = paper.state(old)
    monkeypatch.setattr("warta.backup.swap.Stage.keep_aside", lambda self: (_ for _ in ()).throw(OSError(5, "broken")))
    with pytest.raises(OSError, match="broken"):
        restore(paper.config(old), file, overwrite=True)
    monkeypatch.undo()
    old.rename(tmp_path / "moved")
    restore(paper.config(old), file)
    assert paper.state(old) == new_state
    assert [paper.state(path) for path in paper.besides(old)] == [old_state]
