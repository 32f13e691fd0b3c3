from collections import Counter
from datetime import UTC, datetime

from warta.demo.archive import LOCK_S, Desk, Writer, fill
from warta.demo.beside import Beside
from warta.demo.merging import Merging
from warta.demo.synthetic import stories
from warta.stories.models import Change, Story, Topic

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def made(count, start=0, seed=1):
    return list(stories(count, seed=seed, now=NOW, topics=50, sections=8, start=start))


def test_the_same_seed_gives_the_same_stories():
    assert made(20) == made(30)[:20]
    assert made(5, start=10) == made(15)[10:]
    assert made(5) != made(5, seed=2)


def test_topics_follow_zipf():
    counts = Counter(topic for story in made(4000) for topic in story.topics)
    assert counts[0] > counts[4] > counts[30] > 0
    assert 2.0 < counts[0] / counts[4] < 6.5  # 5 by the law; a story names a topic once, which flattens it


def test_dates_lie_in_the_past_over_years():
    dates = [story.published_at for story in made(500)]
    assert max(dates) < NOW
    assert min(dates).year < NOW.year - 5


def test_a_batch_is_as_large_as_the_lock_may_be_held(newspaper, monkeypatch):
    cost = 0.0005  # seconds of the lock a story
    with Beside(own_process=False) as beside, Merging(LOCK_S) as merging:
        writer = Writer(beside, merging)
        monkeypatch.setattr(writer, "_write", lambda desk, batch: len(batch) * cost)
        monkeypatch.setattr(writer.index, "add", lambda batch: None)
        desk = Desk(None, None, None, waiting=list(range(20_000)))
        for _ in range(30):
            writer.write(desk)
        assert 0.9 * LOCK_S < writer.batch * cost <= LOCK_S and writer.longest <= LOCK_S
        before, cost = writer.batch, 0.001  # twice as slow from now on
        writer.write(desk)
        assert (writer.longest, writer.batch) == (before * cost, int(before * LOCK_S / (before * cost)))
        left = len(desk.waiting)
        writer.write(desk)
        assert left - len(desk.waiting) == int(LOCK_S / cost)


def test_filling_twice_changes_nothing(newspaper):
    english = Topic(name="Floods", slug="floods", locale=newspaper.section_en.locale)
    english.translation_key = newspaper.topic.translation_key
    english.save()
    filled = fill(12, seed=3)
    assert filled.made == 12 and filled.longest_hold_s > 0
    rows = Change.objects.count()
    assert fill(12, seed=3).made == 0
    assert (Story.objects.filter(live=True).count(), Change.objects.count()) == (12, rows)
    assert {story.language for story in Story.objects.select_related("locale")} == {"id", "en"}
