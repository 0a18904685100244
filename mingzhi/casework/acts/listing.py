"""公示事项登记簿：委托执法、随机抽查事项、服务指南、岗位公示牌和自设的栏目，列入、公布、移出。

公示办法第三条（CQ-D-3.1-c、CQ-D-3.4、CQ-D-3.5、CQ-D-3.7）、第九条；麒麟方案二（一）1、2（QL-2.1.1-a、QL-2.1.1-d、QL-2.1.2-e）。
先列入，分管负责人审查后公布，门户上才有；内容变了，列入新的一项，写明替换哪一项，公布以后旧的不再显示。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    Body,
    Day,
    Matter,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    prose,
    refers,
    rows,
)
from mingzhi.casework.actor import Choice, Frozen, Role
from mingzhi.casework.acts.lead import HANDLING

LISTING = (Matter.LISTING,)
LISTING_ROLES = (*HANDLING, Role.PUBLISHER)
APPROVING = (Role.DEPUTY, Role.PRINCIPAL)
LISTED = "delegation.listed,random_item.listed,guide.listed,placard.listed,column.listed"


class Cause(Choice):
    """内容为什么形成或者变化：决定多久之内公布（公示办法第九条第一款、第二款）。"""

    NEW = "new", "新形成"
    BASIS = "basis", "依据变更"
    FUNCTION = "function", "职能调整"
    STAFF = "staff", "岗位人员变化"
    OTHER = "other", "其他变更"


class Listed(Body):
    """列入的一项都有的：何时形成或者变更、为什么、替换哪一项。"""

    formed_on: Day = day("内容形成或者变更之日", "公布的期限从这天起算")
    cause: Cause = choice("形成或者变更的原因", default=Cause.NEW)
    replaces: int | None = refers("替换第几号", LISTED, "内容变更的填写；公布以后，旧的不再显示")


class DelegatedOfficer(Frozen):
    """受委托组织的一名执法人员。"""

    name: str = line("姓名")
    certificate: str = line("执法证号")


@kind(
    "delegation.listed",
    "登记委托执法",
    Stage.REGISTER,
    DETERMINATION,
    (*APPROVING, Role.UNIT_HEAD),
    tells="委托{organization}执法，{until} 止",
    matters=LISTING,
)
class DelegationListed(Listed):
    """委托书：受委托组织和人员，依据、事项、权限、期限、双方权利和义务、法律责任（CQ-D-3.1-c，行政处罚法第二十条）。"""

    organization: str = line("受委托组织")
    code: str = line("统一社会信用代码")
    officers: tuple[DelegatedOfficer, ...] = rows("受委托组织的执法人员")
    basis: str = prose("委托执法的依据")
    items: str = prose("委托的事项")
    powers: str = prose("权限", "写明可以做什么、不可以做什么")
    since: Day = day("期限自")
    until: Day = day("期限至")
    rights: str = prose("双方权利和义务")
    liability: str = prose("法律责任")
    public_affairs: bool = flag("依法成立并具有管理公共事务职能")
    coercion: bool = flag("委托事项包括行政强制措施", "行政强制措施权不得委托")
    may_delegate_on: bool = flag("允许再委托", "不得再委托其他组织或者个人")


@kind(
    "random_item.listed",
    "列入随机抽查事项",
    Stage.REGISTER,
    DETERMINATION,
    LISTING_ROLES,
    tells="随机抽查事项：{name}",
    matters=LISTING,
)
class RandomItemListed(Listed):
    """随机抽查事项：重庆五项（CQ-D-3.5）加麒麟的名称、类别（QL-2.1.1-c）。"""

    name: str = line("事项名称")
    category: str = line("类别", "如：行政检查")
    content: str = prose("抽查内容")
    body: str = line("抽查主体")
    basis: str = prose("抽查依据")
    officers: str = prose("抽查执法人员基本情况", "人数、科室、持证情况")
    procedure: str = prose("抽取程序")


class Required(Frozen):
    """申请要交的一件材料。"""

    name: str = line("材料名称")
    requirement: str = line("要求")


@kind(
    "guide.listed",
    "列入服务指南",
    Stage.REGISTER,
    DETERMINATION,
    LISTING_ROLES,
    tells="服务指南：{name}",
    matters=LISTING,
)
class GuideListed(Listed):
    """服务指南：受理机构、审批机构、受理条件、流程时限（QL-2.1.1-d）；示范文本作为材料附上（CQ-D-3.4）。"""

    name: str = line("事项名称")
    accepting: str = line("受理机构")
    approving: str = line("审批机构")
    conditions: str = prose("受理条件")
    materials: tuple[Required, ...] = rows("申请材料", "申请书示范文本作为材料上传，供下载")
    process: str = prose("流程")
    time_limit: str = prose("时限")
    basis: str = prose("依据", "没有依据的，不得增加条件、材料和环节")
    fees: str = line("收费", "不收费的写不收费")
    place: str = line("受理地点和时间")
    phone: str = line("咨询电话")


@kind(
    "placard.listed",
    "列入岗位公示牌",
    Stage.REGISTER,
    DETERMINATION,
    LISTING_ROLES,
    tells="岗位公示牌：{post}",
    matters=LISTING,
)
class PlacardListed(Listed):
    """服务窗口岗位信息公示牌：岗位职责、申请材料示范文本、办理进度查询、咨询服务、投诉举报（QL-2.1.2-e）。"""

    post: str = line("岗位名称")
    duties: str = prose("岗位职责")
    samples: str = prose("申请材料示范文本", "在哪里取；文本作为材料上传，供下载")
    progress: str = prose("办理进度查询", "怎样查")
    advice: str = prose("咨询服务", "电话、窗口、时间")
    complaints: str = prose("投诉举报", "电话、信箱")


@kind(
    "column.listed",
    "列入自设栏目",
    Stage.REGISTER,
    DETERMINATION,
    LISTING_ROLES,
    tells="栏目：{name}",
    matters=LISTING,
)
class ColumnListed(Listed):
    """其他依法应当公示的信息：栏目由本机关自己设（CQ-D-3.7）。"""

    name: str = line("标题")
    column: str = line("栏目", "如：执法培训、信用修复")
    basis: str = prose("依据", "依哪一条应当公示")
    text: str = prose("内容")


@kind(
    "listing.published",
    "公布登记事项",
    Stage.REGISTER,
    DETERMINATION,
    APPROVING,
    tells="公布第 {of} 号",
    matters=LISTING,
)
class ListingPublished(Body):
    """公开前审查后公布：门户上有了（CQ-D-2-c）。"""

    of: int | None = refers("公布第几号", LISTED)
    no_state_secret: bool = flag("不涉及国家秘密")
    no_danger: bool = flag("公开不会危及国家安全、公共安全、经济安全和社会稳定")
    privacy_handled: bool = flag("商业秘密、个人隐私已作处理")
    channels: str = prose("其他渠道", "公告栏、办事大厅、政务新媒体")


class Removal(Choice):
    """为什么移出。"""

    ENDED = "ended", "期限届满或者委托终止"
    REPEALED = "repealed", "依据废止"
    MERGED = "merged", "并入其他事项"
    MISTAKEN = "mistaken", "列错了"


@kind(
    "listing.removed",
    "移出登记事项",
    Stage.REGISTER,
    DETERMINATION,
    (*APPROVING, Role.UNIT_HEAD),
    tells="移出第 {of} 号：{reason}",
    matters=LISTING,
)
class ListingRemoved(Body):
    """移出：门户上不再显示，登记簿里一直有。"""

    of: int | None = refers("移出第几号", LISTED)
    removal: Removal = choice("原因")
    reason: str = prose("理由")
    removed_on: Day = day("移出日期")
