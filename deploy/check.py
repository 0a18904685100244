"""核对全库：每一卷的各项与封印、前后相连对不对得上，日志树的根算出来是否相同；最后印出已签名的检查点。

    mingzhi manage shell -v 0 < deploy/check.py

检查点存到别处去（打印、刻盘、发给上级）：以后谁都可以拿它证明那天之前的记录没有变。
"""

import sys

from mingzhi.ledger import merkle
from mingzhi.record import log
from mingzhi.record.models import Dossier
from mingzhi.record.proof import broken

faults = 0
for dossier in Dossier.objects.order_by("created"):
    for number in broken(dossier):
        faults += 1
        print(f"✕ 卷 {dossier.pk} 第 {number} 项对不上")
tree = log.tree()
try:
    same = merkle.root(log.leaves(tree.size)) == tree.root
except log.LogBroken as error:
    same = False
    print(f"✕ {error}")
if not same:
    faults += 1
    print("✕ 日志树的根对不上")
said = f"有 {faults} 处对不上" if faults else "都对得上"
print(f"{Dossier.objects.count()} 卷，{tree.size} 项执法行为：{said}。")
print(log.signed(tree))
if faults:
    sys.exit(1)
