import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0003_own_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='came from')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('labels', models.TextField(blank=True, verbose_name='labels')),
                ('stripe_customer', models.CharField(blank=True, max_length=255, verbose_name='customer number at Stripe')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'imported reader',
                'verbose_name_plural': 'imported readers',
            },
        ),
    ]
