"""规则登记的测试：两个示例局，重庆局有两卷案件（一卷办到询问，一卷办到撤回公示）；每个角色一个登录好的浏览器。"""

from __future__ import annotations

from tests.desk.conftest import as_, bureaus, case, whole_case, written

__all__ = ["as_", "bureaus", "case", "whole_case", "written"]
