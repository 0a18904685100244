"""材料的文件名移出信封；由档案包恢复的卷。SQLite 加栏要重造表，所以先撤看守、后装看守。"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from mingzhi.record.guards import GUARDS, UNGUARDS


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNGUARDS[editor.connection.vendor]():
        editor.execute(statement, params=None)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in GUARDS[editor.connection.vendor]():
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0007_locks")]
    operations = [
        migrations.RunPython(unguard, guard, elidable=False),
        migrations.AddField(
            model_name="actrow",
            name="names",
            field=models.TextField(
                default="[]",
                help_text="文件名和盐；信封里只有它们的摘要，材料处置时一同销毁",
                verbose_name="材料的文件名",
            ),
        ),
        migrations.AlterField(
            model_name="actrow",
            name="leaf_index",
            field=models.PositiveBigIntegerField(
                help_text="空的是从档案包恢复的：它在原来那本日志里",
                null=True,
                unique=True,
                verbose_name="日志树里的序号",
            ),
        ),
        migrations.CreateModel(
            name="Restoration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="恢复时间")),
                ("origin", models.CharField(max_length=200, verbose_name="原来的日志")),
                ("size", models.PositiveBigIntegerField(verbose_name="检查点的叶数")),
                (
                    "exported",
                    models.CharField(blank=True, max_length=40, verbose_name="原来的出具时刻"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="包的清单的摘要")),
                (
                    "dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restoration",
                        to="record.dossier",
                        verbose_name="卷",
                    ),
                ),
            ],
            options={"verbose_name": "恢复"},
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
