"""What the newsroom asks every second or shows first, read from an index however large the archive is.

Five of them stand on Wagtail's table of pages: what is to be taken down, what was changed last, the root and the last of a year,
whether an address is taken, drafts. They are kept
by name alone, so that Wagtail's own migrations do not know of them.
"""

from django.db import migrations, models

PAGES = {
    "page_expires": "wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
    "page_changed": "wagtailcore_page (latest_revision_created_at DESC)",
    "page_depth": "wagtailcore_page (depth, path)",
    "page_place": "wagtailcore_page (slug, depth, path)",
    "page_drafts": "wagtailcore_page (latest_revision_created_at DESC) WHERE NOT live",
}
LISTS: dict[str, list[str]] = {
    "story_published": [],
    "story_section_published": ["section"],
    "story_kind_published": ["kind"],
}


class Migration(migrations.Migration):
    dependencies = [("stories", "0006_time_and_passes"), ("wagtailcore", "0098_apitoken")]

    operations = [
        *(
            migrations.RunSQL(f"CREATE INDEX IF NOT EXISTS {name} ON {what}", f"DROP INDEX IF EXISTS {name}")
            for name, what in PAGES.items()
        ),
        *(migrations.RemoveIndex("story", name) for name in LISTS),
        *(
            migrations.AddIndex("story", models.Index(fields=[*fields, "-published_at", "embargo_until"], name=name))
            for name, fields in LISTS.items()
        ),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["kind", "-published_at", "embargo_until"],
                name="story_with_photo",
                condition=models.Q(lead_photo__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                fields=["-updated_at"], name="story_updated", condition=models.Q(updated_at__isnull=False)
            ),
        ),
    ]
