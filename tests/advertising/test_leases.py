"""Many workers together exceed no goal: a day of theirs against a goal, with deaths and restarts."""

import random

import pytest

from warta.advertising.leases import FORGET_S, LISTEN_S, Leases


def test_after_a_start_nothing_is_promised_until_the_others_have_been_heard():
    leases = Leases(begun=100.0)
    assert leases.take("a", {}, {1: 50}, 100.5) == {1: 0}
    assert leases.take("a", {}, {1: 50}, 100.0 + LISTEN_S) == {1: 50}


def test_what_is_free_is_shared():
    leases = Leases(begun=0.0)
    assert leases.take("a", {}, {1: 10}, 10) == {1: 10}
    assert leases.take("b", {}, {1: 10}, 10) == {1: 0}  # all is promised
    assert leases.take("a", {1: 4}, {1: 10}, 11) == {1: 3}  # four chosen, six left, half of them
    assert leases.take("b", {}, {1: 10}, 11) == {1: 2}
    assert leases.take("a", {1: 4}, {1: 3}, 12) == {1: 0}  # more was chosen than is wanted by now
    assert leases.take("c", {9: 2}, {}, 12) == {}


def test_the_last_one_is_promised_to_one():
    leases = Leases(begun=0.0)
    leases.take("a", {}, {}, 10)
    assert leases.take("b", {}, {1: 1}, 10) == {1: 1}
    assert leases.take("a", {}, {1: 1}, 10) == {1: 0}


def test_a_worker_that_is_gone_holds_nothing():
    leases = Leases(begun=0.0)
    leases.take("a", {}, {1: 10}, 10)
    assert leases.take("b", {}, {1: 10}, 10 + FORGET_S) == {1: 0}
    assert leases.take("b", {}, {1: 10}, 10.1 + FORGET_S) == {1: 10}


class Worker:
    """One worker as the edge's is: what it chose in the last seconds is what it says."""

    def __init__(self, name):
        self.name, self.left, self.chosen = name, 0, []

    def asks(self, leases, wanted, now):
        self.chosen = [at for at in self.chosen if now - at < 8]
        self.left = leases.take(self.name, {1: len(self.chosen)}, {1: wanted}, now)[1]

    def page(self, now):
        if self.left <= 0:
            return False
        self.left -= 1
        self.chosen.append(now)
        return True


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("seed", range(4))
def test_together_they_meet_the_goal_and_never_exceed_it(workers, seed):
    """Ten thousand impressions in an hour and far more pages; counts arrive some seconds late, workers and the newsroom
    die now and then."""
    chance = random.Random(seed)
    goal, length = 10_000, 3600
    leases = Leases(begun=-10.0)
    staff = [Worker(f"{number}") for number in range(workers)]
    shown = []  # when each was shown
    arriving = []  # when each is counted
    for second in range(length):
        delivered = sum(1 for at in arriving if at <= second)
        due = int(goal * min(1.0, second / (0.97 * length)))
        chance.shuffle(staff)
        for worker in staff:
            worker.asks(leases, due - delivered, second)
        for _page in range(chance.randrange(30)):
            if chance.choice(staff).page(second):
                shown.append(second)
                arriving.append(second + chance.uniform(1, 5))
        assert len(shown) <= due * 1.002 + 1
        if chance.random() < 0.002:
            staff[0] = Worker(f"again {second}")
        if chance.random() < 0.002:
            leases = Leases(begun=second)
    assert goal * 0.98 <= len(shown) <= goal * 1.02
