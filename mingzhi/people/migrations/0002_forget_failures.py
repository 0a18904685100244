"""登录失败：每次失败都记到何时为止。"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RenameField("signinfailure", "paused_until", "until"),
        migrations.AlterField(
            "signinfailure", "until", models.DateTimeField("记到何时", null=True, blank=True)
        ),
    ]
