import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("stories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedMedia",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255, unique=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("photo", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.photo")),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="ImportedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255, unique=True)),
                ("page", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.staticpage")),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
