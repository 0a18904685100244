"""写 docs/facts.md：规则的条件里可以问的事实。增加了词，重新运行它。

.venv/bin/python tools/document_facts.py          写
.venv/bin/python tools/document_facts.py --check  只核对，不一致时退出码为 1
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "facts.md"

HEAD = """\
# 条件里可以问的事实

本页由 `tools/document_facts.py` 从程序写出，不要手改。怎样用在规则里，见 [规则包](packs.md)。

## 按名字推得出的

「种类」是行为的词，总是两段，如 `case.filed`；「字段」是那种行为的栏，见 [执法行为](acts.md)。

| 写法 | 意思 |
|---|---|
| `act.字段` | 正要写入的这项行为的一栏。可以接着问：`act.officers.count` 几个人，`act.of.kind` 指向的那项是什么 |
| `actor.字段` | 正要写入的人，如 `actor.department_enforces` 所在科室承担执法工作 |
| `done.种类` | 卷中有没有这种行为 |
| `count.种类` | 有几项 |
| `last.种类.字段`、`first.种类.字段` | 最近的、最早的一项的一栏；不写字段就是有没有；`last.种类.day` 是发生之日 |
| `served.种类` | 最近一份这种文书送达了没有 |
| `opinions.种类.层级` | 对最近一项这种行为签署的意见（`agree`、`disagree`、`return`）；层级是 `unit_head`、`deputy`、`principal` |
| `parameter.名称` | 规则包的参数 |
| `duty.标签.over`、`.met`、`.due`、`.start` | 某项期限过了没有、完成没有、哪天到期、从哪天起 |
| `trigger.字段`、`it.字段` | 只在期限和音像规则里：引起期限的行为、完成它的（音像规则里是正要写入的）行为 |

## 词

要算一算的事实，各有一个词。缺一个词，就为所有地方加一个（`mingzhi/casework/words/`）。

| 词 | 意思 |
|---|---|
"""


def text() -> str:
    """整页。"""
    import mingzhi.casework.acts
    import mingzhi.casework.standing  # noqa: F401  登记全部的词
    from mingzhi.casework.view import VOCABULARY

    return HEAD + "".join(f"| `{name}` | {VOCABULARY[name][0]} |\n" for name in sorted(VOCABULARY))


def run(arguments: list[str]) -> int:
    written = text()
    if "--check" in arguments:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == written
        print("是最新的。" if same else f"{TARGET} 不是最新的：请运行 python tools/document_facts.py")
        return 0 if same else 1
    TARGET.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
