"""PostgreSQL's search index takes in hidden parts, in a column of their own; the worker goes through all stories."""

from django.db import migrations

STATEMENTS = (
    "ALTER TABLE discovery_text ADD COLUMN hidden tsvector, ADD COLUMN audience varchar(20) NOT NULL DEFAULT ''",
    "CREATE INDEX discovery_text_hidden ON discovery_text USING gin (hidden)",
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return  # SQLite's file is made anew when it has another shape
    for statement in STATEMENTS:
        schema_editor.execute(statement)
    place = apps.get_model("stories", "ListenerPlace")
    if apps.get_model("stories", "Story").objects.exists():
        place.objects.update_or_create(name="search-round", defaults={"change": 0})


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE discovery_text DROP COLUMN hidden, DROP COLUMN audience")


class Migration(migrations.Migration):
    dependencies = [("discovery", "0002_own_file"), ("stories", "0008_lists_of_topics")]

    operations = [migrations.RunPython(add, remove)]
