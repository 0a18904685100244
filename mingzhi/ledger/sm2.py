"""SM2 签名（GB/T 32918.2，杂凑用 SM3，曲线用 GB/T 32918.5 推荐的）：检查点除 Ed25519 外再签一遍，供要用国密的地方核验。

软件实现，供示例和核验；正式签名由密码设备做（record.signing 的接口）。数不大、每个钟点签一次，所以不求快。
C2SP signed notes have no number for SM2: type 0xff, followed by our own name for it. Others carry it and ignore it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from .digests import sm3_hex

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
# GB/T 35276：没有另外约定的，用户身份标识用这十六个字节。
IDENTITY = b"1234567812345678"
_TYPE = b"\xffmingzhi/sm2-sm3/v1"

Point = tuple[int, int] | None


def _add(one: Point, two: Point) -> Point:
    if one is None or two is None:
        return one or two
    (x1, y1), (x2, y2) = one, two
    if x1 == x2:
        if (y1 + y2) % P == 0:
            return None
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def _times(k: int, point: Point) -> Point:
    found: Point = None
    while k:
        if k & 1:
            found = _add(found, point)
        point, k = _add(point, point), k >> 1
    return found


def _sm3(data: bytes) -> bytes:
    return bytes.fromhex(sm3_hex(data))


def _bytes(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(32, "big") for number in numbers)


def public_key(private: int) -> bytes:
    """公钥：两个坐标，64 个字节。ValueError when the private key is out of range."""
    if not 0 < private < N - 1:
        raise ValueError("an SM2 private key is 1 to n-2")
    point = _times(private, G)
    assert point is not None
    return _bytes(*point)


def _digest(public: bytes, message: bytes, identity: bytes) -> int:
    head = (len(identity) * 8).to_bytes(2, "big") + identity + _bytes(A, B, *G) + public
    return int.from_bytes(_sm3(_sm3(head) + message), "big")


def sign(private: int, message: bytes, *, identity: bytes = IDENTITY, nonce: int | None = None) -> bytes:
    """签名：r、s 各 32 个字节。nonce 只给标准里的例子用；不给的由私钥和消息算出，不靠随机数。"""
    public = public_key(private)
    e = _digest(public, message, identity)
    for counter in range(256):
        k = nonce or _nonce(private, e, counter)
        point = _times(k, G)
        r = 0 if point is None else (e + point[0]) % N
        s = pow(1 + private, -1, N) * (k - r * private) % N
        if r and s and r + k != N:
            return _bytes(r, s)
        if nonce:
            break
    raise ValueError("this nonce gives no signature")


def _nonce(private: int, e: int, counter: int) -> int:
    """由私钥和摘要算出的一次数：同一消息同一签名，消息不同则不同（RFC 6979 的想法）。"""
    made = hmac.new(_bytes(private), _bytes(e) + bytes([counter]), hashlib.sha512).digest()
    return int.from_bytes(made, "big") % (N - 1) + 1


def verify(public: bytes, message: bytes, signature: bytes, *, identity: bytes = IDENTITY) -> bool:
    """验签。不在曲线上的公钥、长短不对的签名都是不成立，不抛错。"""
    if len(public) != 64 or len(signature) != 64:
        return False
    point = (int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big"))
    x, y = point
    if not (x < P and y < P) or (y * y - x * x * x - A * x - B) % P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N) or t == 0:
        return False
    found = _add(_times(s, G), _times(t, point))
    return found is not None and (_digest(public, message, identity) + found[0]) % N == r


@dataclass(frozen=True)
class Sm2Verifier:
    """SM2 验证公钥，用法与 Ed25519 的相同（名称、标识、验签）。"""

    name: str
    public_key: bytes

    @classmethod
    def parse(cls, vkey: str) -> "Sm2Verifier":
        """读公钥文本（名称+标识+公钥）。ValueError otherwise."""
        name, id_hex, encoded = [*vkey.strip().split("+", 2), "", ""][:3]
        try:
            typed = base64.b64decode(encoded, validate=True)
        except ValueError:
            typed = b""
        key = cls(name, typed[len(_TYPE) :])
        if not name or not typed.startswith(_TYPE) or len(key.public_key) != 64 or key.key_id.hex() != id_hex:
            raise ValueError("not an SM2 verifier key (name+keyid+key)")
        return key

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _TYPE + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_TYPE + self.public_key).decode()}"

    def accepts(self, text: str, signature: bytes) -> bool:
        return verify(self.public_key, text.encode(), signature)


def signature_line(verifier: Sm2Verifier, signature: bytes) -> str:
    """签名文本里的一行，接在 Ed25519 的后面。"""
    return f"\u2014 {verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"
