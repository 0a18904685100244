from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="shown",
            field=models.JSONField(
                default=list, help_text="第几号-摘要", verbose_name="可以看的照片、录音、录像"
            ),
        ),
    ]
