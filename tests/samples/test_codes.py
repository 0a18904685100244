"""示例单位各有各的统一社会信用代码：不然“同一当事人的各案”会把它们并在一起。"""

from __future__ import annotations

from datetime import timedelta

import django

django.setup()

from mingzhi.samples.dossiers import CODE_LETTERS, PHARMACY, SAMPLES, _code, _scenario, shift  # noqa: E402

# GB 32100 各位的加权因子，照标准抄录；程序里是 3 的幂，两种写法互相核对。
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CODE = "91500111MA0000015U"


def test_each_sample_has_a_code_of_its_own_with_a_right_check_letter() -> None:
    names = {sample.party for sample in SAMPLES if sample.scenario == PHARMACY}
    codes = {_code(CODE, name) for name in names}
    assert len(codes) == len(names) > 15
    for code in codes:
        assert len(code) == 18
        total = sum(
            weight * CODE_LETTERS.index(letter) for weight, letter in zip(WEIGHTS, code, strict=False)
        )
        assert (total + CODE_LETTERS.index(code[-1])) % 31 == 0, code


def test_the_code_follows_the_name_through_the_whole_scenario() -> None:
    scenario = _scenario(PHARMACY)
    original = str(scenario.values["当事人"]["name"])
    other = shift(scenario, timedelta(0), "重庆示例康民药房有限公司")
    assert other.values["当事人"]["code"] == _code(CODE, "重庆示例康民药房有限公司")
    assert not [step for step in other.steps if CODE in str(step.values)]
    assert shift(scenario, timedelta(0), original).values["当事人"]["code"] == CODE
