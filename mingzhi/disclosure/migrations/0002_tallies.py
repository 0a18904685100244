import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0001_initial"),
        ("record", "0004_matter"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=64, unique=True, verbose_name="机构代码")),
                ("as_of", models.DateField(verbose_name="按哪一天")),
                ("dossiers", models.PositiveIntegerField(verbose_name="卷数")),
                ("body", models.JSONField(verbose_name="合计")),
            ],
            options={
                "verbose_name": "条款的数字",
            },
        ),
        migrations.CreateModel(
            name="DossierTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(db_index=True, max_length=64, verbose_name="机构代码")),
                ("stamp", models.CharField(max_length=100, verbose_name="据以计数的行为和规则")),
                ("body", models.JSONField(verbose_name="计数")),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tally",
                        to="record.dossier",
                        verbose_name="卷",
                    ),
                ),
            ],
            options={
                "verbose_name": "一卷的计数",
            },
        ),
    ]
