"""Each topic's published stories by their date, in a table of its own; filled with what is published now."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO stories_topicstory (topic_id, story_id, published_at)
SELECT link.topic_id, link.story_id, story.published_at
FROM stories_story_topics AS link
JOIN stories_story AS story ON story.page_ptr_id = link.story_id
JOIN wagtailcore_page AS page ON page.id = link.story_id
WHERE page.live AND story.published_at IS NOT NULL
ORDER BY link.topic_id, story.published_at
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0007_indexes_for_a_large_archive")]

    operations = [
        migrations.CreateModel(
            name="TopicStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.story"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stories.topic",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["topic", "-published_at", "-story"], name="topic_story_list"),
                    models.Index(fields=["-published_at", "topic", "story"], name="topic_story_recent"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
