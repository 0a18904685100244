"""设立机构、科室和第一批人员，只用一次。照本单位改过，再执行：

    mingzhi manage shell < first.py

密码在屏幕上输入，不写在文件里。
"""

from datetime import date
from getpass import getpass

from mingzhi.casework.actor import Role
from mingzhi.people.services import issue_certificate, make_agency, make_department, make_person

today = date.today()
bureau = make_agency(
    code="shili",  # 机构代码，小写字母、数字、短横，以后不改
    created=today,
    name="示例区医疗保障局",
    abbr="示",  # 机关代字，用在文号里
    place="chongqing",  # 规则包：chongqing 或者 yunnan-qujing-qilin
    address="示例区示例路 1 号",
    phone="000-0000 0000",
    fund_account="医疗保障基金财政专户的户名、开户行、账号",
    fine_account="罚款代收机构和账号",
    reconsideration="示例区人民政府",
    court="示例区人民法院",
)
leaders = make_department(bureau, "局领导", created=today)
enforcing = make_department(bureau, "基金监督科", created=today, enforces=True)
reviewing = make_department(bureau, "法规科", created=today, reviews=True)

people = [
    # 科室, 用户名, 姓名, 人员编号, 角色, 执法证号（没有的留空）, 证件起, 证件止
    (leaders, "juzhang", "示例局长", "001", [Role.PRINCIPAL], "", None, None),
    (
        enforcing,
        "kezhang",
        "示例科长",
        "011",
        [Role.UNIT_HEAD],
        "示证0011",
        date(2024, 1, 1),
        date(2028, 12, 31),
    ),
    (
        enforcing,
        "chengban",
        "示例承办",
        "012",
        [Role.HANDLER],
        "示证0012",
        date(2024, 1, 1),
        date(2028, 12, 31),
    ),
    (reviewing, "shenhe", "示例审核", "021", [Role.REVIEWER], "", None, None),
]
for department, username, name, number, roles, certificate, begins, ends in people:
    person = make_person(
        department,
        username=username,
        name=name,
        number=number,
        roles=roles,
        created=today,
        password=getpass(f"{name}（{username}）的密码："),
    )
    if certificate:
        issue_certificate(person, certificate, valid_from=begins, valid_until=ends)
