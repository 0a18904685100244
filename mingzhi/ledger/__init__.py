"""存证：执法行为的摘要、链、日志树、检查点、卷宗导出包与校验。

This room knows bytes, not cases: it imports neither the law nor the acts, so that the verifier which a
stranger runs stays small. Clause: CQ-R-24-b, 数据链条完整、防删改的存储方式.
"""
