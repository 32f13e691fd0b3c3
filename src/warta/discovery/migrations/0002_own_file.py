"""SQLite's search index moves into a file of its own, which the worker fills again; PostgreSQL's stays."""

import importlib

from django.db import migrations

first = importlib.import_module("warta.discovery.migrations.0001_search_index")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE discovery_text")


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(first.SQLITE)


class Migration(migrations.Migration):
    dependencies = [("discovery", "0001_search_index")]

    operations = [migrations.RunPython(drop, create)]
