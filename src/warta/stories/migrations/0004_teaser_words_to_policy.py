"""The length of teasers moves from the publication to the reading policy."""

from django.db import migrations


def forwards(apps, schema_editor):
    publication = apps.get_model("stories", "Publication").objects.first()
    if publication is not None:
        policies = apps.get_model("stories", "ReadingPolicy").objects
        policies.update_or_create(pk=1, defaults={"teaser_words": publication.teaser_words})


def backwards(apps, schema_editor):
    policy = apps.get_model("stories", "ReadingPolicy").objects.first()
    if policy is not None:
        apps.get_model("stories", "Publication").objects.update(teaser_words=policy.teaser_words)


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_reading_policy")]
    operations = [migrations.RunPython(forwards, backwards)]
