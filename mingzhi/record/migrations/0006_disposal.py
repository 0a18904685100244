"""依法处置：执法行为的看守只放过一种修改，内容由两项处置的行为点名，变成空的。"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from mingzhi.record.guards import UPGRADES


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UPGRADES[editor.connection.vendor]():
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0005_witnesses")]
    # 反过来不换回去：新的看守放过的，旧的数据里没有。
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
