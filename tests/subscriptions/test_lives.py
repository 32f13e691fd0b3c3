"""Random lives, a small number of steps; `make bench` walks ten thousand."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.subscriptions.lives.machine import Lives
from tests.subscriptions.lives.world import World

pytestmark = pytest.mark.long


@pytest.mark.django_db
def test_whatever_happens_readers_hold_what_was_paid_for(settings_of_berlin):
    few = settings(max_examples=6, stateful_step_count=40, derandomize=True, deadline=None, database=None,
                   suppress_health_check=list(HealthCheck))  # fmt: skip
    with World() as world:
        Lives.world, Lives.steps = world, 0
        run_state_machine_as_test(Lives, settings=few)
    assert Lives.steps >= 150


@pytest.fixture
def settings_of_berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"
