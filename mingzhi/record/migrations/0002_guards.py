"""看守触发器、日志树末端的一行、搜索表。"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from mingzhi.record.guards import FIRST, UNGUARDS, early_guards
from mingzhi.record.search import CREATE, DROP


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    vendor = editor.connection.vendor
    apps.get_model("record", "LogHead").objects.using(editor.connection.alias).get_or_create(id=1)
    for statement in (*early_guards(vendor, FIRST), *CREATE[vendor]):
        editor.execute(statement, params=None)


def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    vendor = editor.connection.vendor
    for statement in (*UNGUARDS[vendor](), *DROP[vendor]):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
