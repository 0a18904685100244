"""送达：直接、邮寄、留置、公告、电子、委托、转交；送达地址确认。

记录办法第十六条（CQ-R-16.1 至 CQ-R-16.4）；行政处罚法第六十一条；民事诉讼法第八十八至九十五条。
送达的是哪一份文书，写文书的词（如 decision）和它取自第几号行为。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    FACT,
    FILES,
    Body,
    Day,
    Moment,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    moment,
    people,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.inspection import RecordingClaim
from mingzhi.casework.acts.lead import HANDLING

SERVABLE = (
    "notice.issued,hearing.arranged,decision.made,correction.ordered,materials.demanded,sealing.imposed,"
    "sealing.extended,sealing.lifted,penalty.imposed_on_spot,preservation.made,preservation.disposed,"
    "expert.commissioned,instalments.approved,case.declined,testing.notified,crime.handed_over,inspection.notified,"
    "demand.issued,decision.amended,decision.revised,execution.suspended,execution.resumed,execution.terminated,"
    "repayment.approved,"
    "application.accepted,application.declined,application.correction_told,licence.decided"
)


class ServiceMethod(Choice):
    """送达方式。"""

    DIRECT = "direct", "直接送达"
    MAIL = "mail", "邮寄送达"
    LEAVING = "leaving", "留置送达"
    ANNOUNCEMENT = "announcement", "公告送达"
    ELECTRONIC = "electronic", "电子送达"
    ENTRUSTED = "entrusted", "委托送达"
    FORWARDED = "forwarded", "转交送达"


class Carrier(Choice):
    """邮寄方式。重庆只许挂号信或者邮政特快专递（CQ-R-16.2）。"""

    REGISTERED = "registered", "挂号信"
    EMS = "ems", "邮政特快专递（EMS）"
    COURIER = "courier", "普通快递"


@kind(
    "address.confirmed",
    "送达地址确认",
    Stage.TELLING,
    FACT,
    HANDLING,
    moves=False,
    tells="当事人确认送达地址",
    matters=FILES,
)
class AddressConfirmed(Body):
    """送达地址确认书；同意电子送达的须签确认书（行政处罚法第六十一条第二款）。"""

    address: str = line("送达地址")
    receiver: str = line("收件人")
    phone: str = line("联系电话")
    electronic_agreed: bool = flag("同意电子送达")
    electronic_address: str = line("电子送达地址")
    confirmed_on: Day = day("确认日期")


@kind(
    "service.announced",
    "公告送达",
    Stage.DECISION,
    FACT,
    HANDLING,
    moves=False,
    tells="公告送达，{announced_on} 发出",
    matters=FILES,
)
class ServiceAnnounced(Body):
    """送达公告：原因、方式、载体、留存公告（CQ-R-16.4）；自发出之日起经过法定期间视为送达。"""

    of: int | None = refers("公告送达哪一份文书", SERVABLE)
    instrument: str = line("文书名称")
    reason: str = prose("公告送达的原因", "受送达人下落不明，或者用其他方式无法送达的经过")
    manner: str = line("公告方式")
    carrier: str = line("公告载体")
    summary: str = prose("文书摘要")
    announced_on: Day = day("公告发出之日")
    posted_place: str = line("张贴地点", "张贴公告的填写")
    posted_at: Moment = moment("张贴时间")
    posted_present: str = line("在场人员")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未音像记录的原因")


@kind(
    "document.served",
    "送达文书",
    Stage.DECISION,
    FACT,
    HANDLING,
    moves=False,
    tells="{method}{instrument}，{served_on} 送达",
    matters=FILES,
)
class DocumentServed(Body):
    """送达回证。served_on 是送达之日：邮寄的为回执上的收件日期。"""

    depends = (
        "method",
        {
            **dict.fromkeys(
                (
                    "sent_on",
                    "carrier",
                    "tracking_no",
                    "has_registration",
                    "has_payment",
                    "has_receipt",
                    "has_list",
                ),
                ("mail",),
            ),
            **dict.fromkeys(("refusal", "witness", "photographed"), ("leaving",)),
            "announcement": ("announcement",),
            "through": ("entrusted", "forwarded"),
        },
    )

    of: int | None = refers("送达的文书", SERVABLE)
    instrument: str = line("文书名称和文号")
    method: ServiceMethod = choice("送达方式", default=ServiceMethod.DIRECT)
    sent_on: Day = day("发出日期", "邮寄的填写交寄日期")
    served_on: Day = day("送达之日")
    served_at: Moment = moment("送达时间")
    place: str = line("送达地点")
    officers: tuple[Officer, ...] = people("送达人", role="handler")
    receiver: str = line("签收人")
    relation: str = line("与受送达人的关系")
    sealed: bool = flag("送达回证已盖行政执法机关印章")
    through: str = line("代为送达、转交的单位", "委托送达的受托机关；转交送达的部队、监所等")
    carrier: Carrier | None = choice("邮寄方式", "挂号信或者邮政特快专递")
    tracking_no: str = line("邮件号码")
    has_registration: bool = flag("留存邮寄登记")
    has_payment: bool = flag("留存付邮凭证")
    has_receipt: bool = flag("留存回执")
    has_list: bool = flag("留存载明文书名称、文号的邮寄清单")
    refusal: str = prose("留置事由", "拒收的情况")
    witness: str = line("见证人", "没有的写无，并写明理由")
    photographed: bool = flag("拍照、录像记录留置过程")
    announcement: int | None = refers("对应的公告", "service.announced")
    explained: bool = flag("已说明解释")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未音像记录的原因")
