from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_teaser_words_to_policy")]
    operations = [migrations.RemoveField(model_name="publication", name="teaser_words")]
