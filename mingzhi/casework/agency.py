"""医疗保障行政部门（执法机关）的资料，作为值传递：名称、代字、规则包、账户、救济机关。"""

from __future__ import annotations

from mingzhi.casework.act import line
from mingzhi.casework.actor import AgencyLevel, Frozen


class Agency(Frozen):
    """执法机关。sample 为真的是示例，文书上的印章位置画示例章。"""

    code: str = line("机构代码")
    name: str = line("名称")
    abbr: str = line("机关代字", "用在文号里，如 示")
    place: str = line("规则包")
    address: str = line("地址")
    phone: str = line("联系电话")
    fund_account: str = line("医疗保障基金财政专户")
    fine_account: str = line("罚款代收机构和账户")
    reconsideration: str = line("行政复议机关")
    court: str = line("人民法院")
    level: AgencyLevel = AgencyLevel.COUNTY
    sample: bool = True
