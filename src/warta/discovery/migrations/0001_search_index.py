"""The table of the search index: FTS5 on SQLite, a tsvector on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE discovery_text USING fts5("
    "language UNINDEXED, headline, standfirst, names, text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
)
POSTGRESQL = (
    "CREATE TABLE discovery_text (story bigint PRIMARY KEY, language varchar(10) NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX discovery_text_words ON discovery_text USING gin (words)",
)


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE discovery_text")


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunPython(create, drop)]
