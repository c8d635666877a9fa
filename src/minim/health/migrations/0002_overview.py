from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('health', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='carelist',
            name='overview',
            field=models.JSONField(default=dict),
        ),
    ]
