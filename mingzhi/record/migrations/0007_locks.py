"""材料的锁：锁到什么时候、锁在哪里（可丢，由规则和行为重算）。"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0006_disposal")]
    operations = [
        migrations.AddField(
            model_name="exhibitblob",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="锁到"),
        ),
        migrations.AddField(
            model_name="exhibitblob",
            name="held_in",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="锁在哪里"),
        ),
    ]
