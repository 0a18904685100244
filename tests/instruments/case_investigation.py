"""示例案：线索、立案、调查取证、封存。"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.acts.coercion import (
    SealingApproved,
    SealingExtended,
    SealingImposed,
)
from mingzhi.casework.acts.common import Level
from mingzhi.casework.acts.conclusion import InvestigationConcluded
from mingzhi.casework.acts.evidence import EvidenceAdded, EvidenceKind, ExpertCommissioned
from mingzhi.casework.acts.filing import CaseFiled, CorrectionOrdered, FilingProposed
from mingzhi.casework.acts.inspection import (
    Exchange,
    InquiryHeld,
    InspectionHeld,
    InspectionNotified,
    InspectionPlanned,
    Material,
    MaterialsDemanded,
    RecordingClaim,
)
from mingzhi.casework.acts.lead import (
    Informant,
    LeadRegistered,
    LeadSource,
    LeadVerified,
    Verification,
)

from .case_people import HEAD, PAIR, PARTY, PRINCIPAL, ZHOU, Book, at
from .case_texts import ARTICLE_38, CAUSE, EVIDENCE, FACTS, FIRST_FINE, ITEMS, LOSS, RIGHTS


def filing(book: Book) -> None:
    book.add(
        "lead.registered",
        "2025-09-15",
        ZHOU,
        LeadRegistered(
            source=LeadSource.NAMED_REPORT,
            received_on=date(2025, 9, 15),
            informant=Informant(name="举某示", phone="023-00000077", address="重庆市示例区", note="该店顾客"),
            party=PARTY,
            content="反映该药店用医保个人账户结算日用品、保健品，小票上打印的却是药品名称，并提供2025年8月的小票2张。",
            recorder=ZHOU.officer(),
            handling="转基金监督科核查。",
        ),
    )
    book.add(
        "lead.verified",
        "2025-09-18",
        ZHOU,
        LeadVerified(
            process="调取该药店2025年8月的结算明细，与举报人提供的小票核对。",
            findings="2张小票与结算明细相符，小票所列药品与举报人陈述的所购商品不一致。",
            conclusion=Verification.FILE,
            officers=PAIR,
        ),
    )
    proposed = book.add(
        "filing.proposed",
        "2025-09-19",
        ZHOU,
        FilingProposed(
            reason="实名举报，经核查有初步证据证明存在违法行为，属于本局管辖。",
            source="实名投诉举报",
            party=PARTY,
            cause=CAUSE,
            facts="当事人涉嫌将日用品、保健品串换为医保药品上传结算。举报人提供的2张小票与结算明细相符，所购商品与结算的药品不一致。",
            basis="《中华人民共和国行政处罚法》第五十四条第二款；" + ARTICLE_38,
            opinion="建议立案调查。",
        ),
    )
    book.opinion(
        "2025-09-19 15:00", HEAD, proposed, Level.UNIT_HEAD, "有初步证据，建议由周甲示、郑乙示承办。"
    )
    book.add(
        "case.filed",
        "2025-09-22",
        PRINCIPAL,
        CaseFiled(
            cause=CAUSE,
            party=PARTY,
            handlers=PAIR,
            opinion="同意立案，由周甲示、郑乙示承办。",
            document_no="示医保立〔2025〕11号",
        ),
    )


def investigation(book: Book) -> None:
    basis = "《医疗保障基金使用监督管理条例》第二十七条、第二十九条"
    book.add(
        "inspection.planned",
        "2025-09-23",
        HEAD,
        InspectionPlanned(
            planned_on=date(2025, 9, 24),
            place=PARTY.address,
            matter="使用医疗保障基金结算的药品与实际销售的商品是否一致。",
            basis=basis,
            officers=PAIR,
            risk_of_loss=True,
            opinion="同意。",
        ),
    )
    book.add(
        "inspection.notified",
        "2025-09-24 09:28",
        ZHOU,
        InspectionNotified(
            notified_at=at("2025-09-24 09:28"),
            planned_at=at("2025-09-24 09:31"),
            place=PARTY.address,
            matter="使用医疗保障基金结算的药品与实际销售的商品是否一致；药品购进、销售台账的保存情况。",
            basis=basis,
            rights=RIGHTS,
            officers=PAIR,
            receiver="苏某示",
            document_no="示医保检告〔2025〕31号",
        ),
    )
    inspected = book.add(
        "inspection.held",
        "2025-09-24 09:31",
        ZHOU,
        InspectionHeld(
            started=at("2025-09-24 09:31"),
            ended=at("2025-09-24 11:40"),
            place=PARTY.address,
            officers=PAIR,
            certificates_shown=True,
            told="9时31分，检查人员出示执法证件，送达现场检查告知通知书，告知陈述、申辩和申请回避的权利。苏某示表示清楚，不申请回避。",
            present="苏某示，法定代表人，已核对身份证件",
            found=(
                "营业厅设收银台2处，医保结算终端1台。检查人员抽查货架商品8种，与当日医保结算记录比对，其中6种为日用品、保健品，"
                "结算名称为药品。\n"
                "收银台抽屉内有购销台账3册，起止日期为2025年3月1日至8月31日，其中销售台账记载的商品与同日上传结算的药品名称不一致。"
                "检查人员对台账逐页拍照，经批准予以封存。\n"
                "现场拍摄照片24张、录像3段，提取2025年9月24日的结算小票12张。"
            ),
            problem_found=True,
            party_says="以上情况属实，愿意配合调查。",
            party_signed=True,
            recording=RecordingClaim.THROUGHOUT,
        ),
    )
    approved = book.add(
        "sealing.approved",
        "2025-09-24 10:05",
        PRINCIPAL,
        SealingApproved(
            target="2025年3月至8月的购销台账", reason="台账可能被转移、隐匿。", days=30, opinion="同意。"
        ),
    )
    imposed = book.add(
        "sealing.imposed",
        "2025-09-24 10:20",
        ZHOU,
        SealingImposed(
            approval=approved,
            target="2025年3月至8月的购销台账",
            items=ITEMS,
            place=PARTY.address,
            keeping="装箱加贴封条，存放于本局证据室",
            reason="检查中发现台账记载的商品与上传结算的药品不一致，台账仅此一份，存在被转移、隐匿或者灭失的可能。",
            basis="《医疗保障基金使用监督管理条例》第二十七条第（五）项，《中华人民共和国行政强制法》第十八条、第二十四条",
            days=30,
            started=at("2025-09-24 10:20"),
            ended=at("2025-09-24 11:40"),
            officers=PAIR,
            certificates_shown=True,
            told="告知苏某示封存的理由、依据和期限，陈述、申辩的权利，申请行政复议、提起行政诉讼的途径和期限。",
            party_says="没有异议，希望尽快退还台账。",
            present="苏某示",
            delivered=True,
            recording=RecordingClaim.THROUGHOUT,
            document_no="示医保强〔2025〕4号",
        ),
    )
    book.add(
        "materials.demanded",
        "2025-09-25",
        ZHOU,
        MaterialsDemanded(
            recipient=PARTY.name,
            materials=(
                Material(
                    name="2025年3月至8月药品和其他商品的购进发票、随货同行单",
                    note="复制件注明与原件一致，加盖公章",
                ),
                Material(name="2025年3月至8月医保结算小票存根", note="按月装订"),
                Material(name="药师、收银人员名册和排班表", note=""),
            ),
            basis="《医疗保障基金使用监督管理条例》第二十七条",
            before=date(2025, 10, 10),
            document_no="示医保限提〔2025〕6号",
        ),
    )
    book.add(
        "inquiry.held",
        "2025-10-11 14:00",
        ZHOU,
        InquiryHeld(
            person="苏某示",
            person_kind="法定代表人",
            identity="居民身份证500199198001010019",
            person_phone="023-00000088",
            person_address="重庆市示例区示例路66号",
            started=at("2025-10-11 14:00"),
            ended=at("2025-10-11 15:20"),
            place="重庆市示例区医疗保障局询问室",
            in_case_room=True,
            officers=PAIR,
            recorder="郑乙示",
            certificates_shown=True,
            told="现依法向你询问。你应当如实回答，不得作虚假陈述；你有权陈述、申辩；认为我们与本案有直接利害关系的，有权申请回避。",
            exchange=(
                Exchange(question="你是否听清楚，是否申请回避？", answer="听清楚了，不申请回避。"),
                Exchange(question="你单位是何时成为定点零售药店的？", answer="2021年5月签的服务协议。"),
                Exchange(
                    question="2025年3月至8月，你单位上传结算的“复方示例片”等药品，实际销售的是什么？",
                    answer="有一部分是蛋白粉、洗发水这些，顾客要求用个人账户的钱买，店员就按药品录了。",
                ),
                Exchange(
                    question="这样结算的有多少笔，金额多少？",
                    answer="我让会计照台账核过，一共1,204笔，62,600.00元，和你们查的一致。",
                ),
                Exchange(question="你对封存台账有什么意见？", answer="没有意见，希望用完以后退还。"),
                Exchange(
                    question="你还有什么要说明的？",
                    answer="我们已经把这些商品下架，重新培训了店员，错误的数据也更正上传了，请从轻处理。",
                ),
            ),
            checked="以上笔录我已看过，与我说的一致",
            signed=True,
            recording=RecordingClaim.THROUGHOUT,
        ),
    )
    commissioned = book.add(
        "expert.commissioned",
        "2025-10-15",
        ZHOU,
        ExpertCommissioned(
            commission_kind="专家评审",
            agency="示例会计师事务所（重庆）有限公司",
            matter="对当事人2025年3月至8月结算的1,204笔费用，核实实际销售的商品和造成的医疗保障基金损失金额。",
            materials="1. 购销台账复制件3册；\n2. 医疗保障信息系统结算明细1,204条；\n3. 购进发票复制件48张。",
            before=date(2025, 10, 31),
            document_no="示医保委〔2025〕2号",
        ),
    )
    assert commissioned
    book.add(
        "correction.ordered",
        "2025-10-16",
        ZHOU,
        CorrectionOrdered(
            violation="将日用品、保健品串换为医保药品上传结算。",
            basis="《中华人民共和国行政处罚法》第二十八条第一款，《医疗保障基金使用监督管理条例》第三十八条",
            demand="一、停止串换药品，下架不属于医疗保障基金支付范围的串换商品；\n二、更正已上传的错误结算数据；\n三、建立结算复核制度。",
            before=date(2025, 10, 31),
            consequence="逾期不改正的，本局将依法从重处理。",
            document_no="示医保改〔2025〕9号",
        ),
    )
    book.add(
        "sealing.extended",
        "2025-10-23",
        PRINCIPAL,
        SealingExtended(
            of=imposed,
            runs_from=date(2025, 10, 24),
            days=30,
            reason="台账记载的笔数多，需要逐笔与结算明细比对并委托评审，不能在原期限内完成。",
            opinion="同意。",
            document_no="示医保强延〔2025〕2号",
        ),
    )
    book.add(
        "evidence.added",
        "2025-11-03",
        ZHOU,
        EvidenceAdded(
            evidence_kind=EvidenceKind.EXPERT, title="专家评审意见", proves="基金损失金额", of=inspected
        ),
    )
    book.add(
        "investigation.concluded",
        "2025-11-06",
        ZHOU,
        InvestigationConcluded(
            violation=FACTS,
            evidence=EVIDENCE,
            qualification="串换药品",
            basis=ARTICLE_38,
            discretion="违法行为持续六个月，适用一般阶次，处损失金额1.5倍的罚款。",
            opinion="责令退回造成损失的医疗保障基金，处损失金额1.5倍的罚款。",
            no_intent_to_defraud=True,
            crime_check="现有证据不能认定以骗取为目的。",
            loss=LOSS,
            refund=LOSS,
            fine=FIRST_FINE,
        ),
    )
