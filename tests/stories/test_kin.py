"""Stories that name each other: what one becomes is told of the others too."""

from warta.stories.models import Change


def told_of(*stories):
    """The stories the change log speaks of since the last call, of these."""
    rows = Change.objects.filter(story__in=[story.pk for story in stories])
    found = list(rows.order_by("pk").values_list("story", "language"))
    rows.delete()
    return found


def test_a_translation_that_becomes_public_is_told_of_its_original(newspaper):
    story = newspaper.story("Judul Indonesia")
    told_of(story)
    english = newspaper.draft("English headline", language="en", translation_key=story.translation_key)
    assert told_of(story) == []
    english.get_latest_revision().publish()
    assert told_of(story, english) == [(english.pk, "en"), (story.pk, "id")]
    english.standfirst = "Corrected"
    english.save_revision().publish()
    assert told_of(story, english) == [(english.pk, "en")]


def test_a_reply_is_told_of_what_it_replies_to(newspaper):
    story, other = newspaper.story(), newspaper.story()
    told_of(story, other)
    reply = newspaper.story(replies_to=story)
    assert (story.pk, "id") in told_of(story, other, reply)
    reply.replies_to = other
    reply.save_revision().publish()
    assert told_of(story, other, reply) == [(reply.pk, "id"), (other.pk, "id")]
