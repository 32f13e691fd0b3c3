"""What the tests of the newsroom share."""

import pytest

from warta.stories.models import Change


@pytest.fixture
def rows():
    """Kinds and stories of the rows written since."""
    start = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    changes = Change.objects.exclude(kind="rights_changed").order_by("pk")  # accounts are made meanwhile
    return lambda: list(changes.filter(pk__gt=start).values_list("kind", "story"))


@pytest.fixture
def editor(newspaper, client):
    """An editor, signed in; an administrator may publish too, so four eyes are required."""
    newspaper.colleague("administrator")
    user = newspaper.colleague("editor")
    client.force_login(user)
    return user
