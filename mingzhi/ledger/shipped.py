"""随包的核验程序：一个只用标准库的文件，和怎样用它的说明。收到包的人不必装本软件，也不必相信给他的人。

The verifier itself is tools/verify.py, written apart from this room; `standalone.py` here links to it so that an
installed copy has it at hand. Its digest is to be compared with one got from elsewhere than the package.
"""

from functools import cache
from pathlib import Path

from .digests import sha256_hex

VERIFIER = "verify.py"
README = "核验说明.txt"
_README = """\
怎样核验这份档案包

一、要有 Python 3.11 或更新的版本，不用联网，不用装别的东西。

二、先看核验程序是不是真的。算出它的摘要，与机关公布的（公示门户“怎样核验”页、公告、函件）对上：

    sha256sum verify.py                 （Windows：certutil -hashfile verify.py SHA256）

    不要拿这份包里写着的数字来对：换得了程序的人，也换得了数字。拿不准的，从别处取得同一个程序来用。

三、从机关公布的地方取得验证公钥（“名称+标识+公钥”的一行），不要用包里带来的。

四、在这个文件夹里运行：

    python3 -I verify.py --key 公钥

    没有解开的 zip 也可以：python3 -I verify.py 档案包.zip --key 公钥

五、看结论。“未发现改动”，退出码为 0；有问题的，逐项说出是第几项执法行为、怎样不对（改动、删除、调换、插入、倒填日期），
    退出码为 1。“？”开头的，是它无法确定的，请一并看。

文件：data/acts.json 各项执法行为；data/proofs.json 它们在日志树里的证明；data/checkpoint.txt 签名的检查点；
data/exhibits 证据材料；data/documents 文书；statement.txt 机关的出具声明；bag-info.txt、manifest-sha256.txt 包的说明和清单。
"""


@cache
def verifier() -> bytes:
    """核验程序的字节。"""
    return Path(__file__).with_name("standalone.py").read_bytes()


def verifier_sha256() -> str:
    """核验程序的摘要：公布在包以外的地方，收到包的人拿来对。"""
    return sha256_hex(verifier())


def tools() -> dict[str, bytes]:
    """随每一份包走的文件：路径 → 字节。"""
    return {VERIFIER: verifier(), README: _README.encode()}
