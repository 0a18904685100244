import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.ledger import digests
from mingzhi.ledger.digests import digest_stream, is_digest, pure_sm3, sha256_hex, sm3_hex

# GB/T 32905-2016, appendix A.
SM3_VECTORS = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]


@pytest.mark.parametrize(("message", "digest"), SM3_VECTORS)
def test_sm3_gives_the_digests_of_the_standard(message: bytes, digest: str) -> None:
    assert sm3_hex(message) == digest
    assert pure_sm3(message) == digest


@given(st.binary(max_size=300))
def test_our_own_sm3_agrees_with_openssl(message: bytes) -> None:
    if not digests.has_openssl_sm3():
        pytest.skip("本机的 OpenSSL 没有 SM3，无从比较")
    assert pure_sm3(message) == hashlib.new("sm3", message).hexdigest()


def test_sha256_gives_the_digest_of_the_standard() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("size", [0, 1, digests.CHUNK - 1, digests.CHUNK, digests.CHUNK + 1])
def test_a_stream_has_the_digests_of_its_bytes(size: int) -> None:
    content = b"\xa5" * size
    assert digest_stream(io.BytesIO(content)) == (size, sha256_hex(content), sm3_hex(content))


def test_a_machine_without_sm3_digests_acts_but_says_so_for_long_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = sm3_hex(b"an act")
    monkeypatch.setattr(digests, "has_openssl_sm3", lambda: False)
    monkeypatch.setattr(digests, "PURE_SM3_LIMIT", 1000)
    assert sm3_hex(b"an act") == expected
    assert digest_stream(io.BytesIO(b"an act"))[2] == expected
    with pytest.raises(digests.Sm3Unavailable):
        digest_stream(io.BytesIO(b"x" * 1001))


@pytest.mark.parametrize(
    "text", ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 63 + "\n", "٠" * 64, None, 5]
)
def test_only_64_lower_case_hex_digits_are_a_digest(text: object) -> None:
    assert not is_digest(text)
    assert is_digest("0123456789abcdef" * 4)
