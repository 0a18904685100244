"""卷的种类。SQLite 加栏要重造表，触发器随旧表没了，所以先撤看守、后装看守。"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from mingzhi.record.guards import UNGUARDS, early_guards


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNGUARDS[editor.connection.vendor]():
        editor.execute(statement, params=None)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in early_guards(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0003_inbox")]
    operations = [
        migrations.RunPython(unguard, guard, elidable=False),
        migrations.AddField(
            model_name="dossier",
            name="matter",
            field=models.CharField(default="case", max_length=16, verbose_name="种类"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("matter__in", ["case", "application"]), _negated=True),
                fields=("agency", "matter"),
                name="one_register_each",
            ),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
