"""SM2：与国家标准里的例子一字不差；与 OpenSSL 互相验得过；改一个字就验不过。"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhi.ledger import merkle, sm2
from mingzhi.ledger.checkpoint import BadNote, Checkpoint, Verifier, sign_note, verify_note

# GB/T 32918.5 附录 A.2 的例子。
PRIVATE = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
PUBLIC = (
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SIGNED = (
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)


def test_the_example_of_the_standard_comes_out_to_the_last_digit() -> None:
    assert sm2.public_key(PRIVATE).hex().upper() == PUBLIC
    signature = sm2.sign(PRIVATE, b"message digest", nonce=NONCE)
    assert signature.hex().upper() == SIGNED
    assert sm2.verify(bytes.fromhex(PUBLIC), b"message digest", signature)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, sm2.N - 2), st.binary(max_size=200), st.integers(0, 63), st.integers(1, 255))
def test_a_signature_holds_and_any_changed_byte_breaks_it(
    private: int, message: bytes, place: int, change: int
) -> None:
    public, signature = sm2.public_key(private), sm2.sign(private, message)
    assert sm2.verify(public, message, signature)
    assert not sm2.verify(public, message + b"!", signature)
    broken = bytearray(signature)
    broken[place] ^= change
    assert not sm2.verify(public, message, bytes(broken))


@pytest.mark.parametrize("public", [b"", bytes(64), b"\xff" * 64, bytes.fromhex(PUBLIC)[:-1]])
def test_a_key_that_is_none_verifies_nothing(public: bytes) -> None:
    assert not sm2.verify(public, b"message digest", bytes.fromhex(SIGNED))


def test_openssl_accepts_our_signature(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("这台机器上没有 openssl 命令")
    (tmp_path / "key.der").write_bytes(_ec_private_key(PRIVATE))
    (tmp_path / "message").write_bytes(b"message digest")
    (tmp_path / "signature").write_bytes(_der(sm2.sign(PRIVATE, b"message digest")))
    found = subprocess.run(
        [
            openssl,
            *("pkeyutl", "-verify", "-inkey", "key.der", "-keyform", "DER", "-rawin", "-digest", "sm3"),
            *("-in", "message", "-sigfile", "signature", "-pkeyopt", "distid:1234567812345678"),
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr.decode()


def _length(data: bytes) -> bytes:
    size = len(data)
    return bytes([size]) if size < 128 else bytes([0x81, size])


def _tagged(tag: int, data: bytes) -> bytes:
    return bytes([tag]) + _length(data) + data


def _integer(data: bytes) -> bytes:
    trimmed = data.lstrip(b"\0") or b"\0"
    return _tagged(2, (b"\0" if trimmed[0] & 0x80 else b"") + trimmed)


def _der(signature: bytes) -> bytes:
    return _tagged(0x30, _integer(signature[:32]) + _integer(signature[32:]))


def _ec_private_key(private: int) -> bytes:
    """RFC 5915，曲线的标识是 1.2.156.10197.1.301（SM2）。"""
    curve = _tagged(6, bytes.fromhex("2a811ccf5501822d"))
    public = _tagged(3, b"\0\4" + sm2.public_key(private))
    key = _tagged(4, private.to_bytes(32, "big"))
    return _tagged(0x30, _tagged(2, b"\1") + key + _tagged(0xA0, curve) + _tagged(0xA1, public))


def test_a_checkpoint_signed_twice_is_verified_by_either_key() -> None:
    ed25519 = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    checkpoint = Checkpoint("mingzhi-here", 3, merkle.root([b"a", b"b", b"c"]))
    note = sign_note(checkpoint, "mingzhi-here", ed25519)
    state = sm2.Sm2Verifier("mingzhi-here", sm2.public_key(PRIVATE))
    note += sm2.signature_line(state, sm2.sign(PRIVATE, checkpoint.text.encode()))
    assert sm2.Sm2Verifier.parse(state.vkey) == state
    assert verify_note(note, [Verifier.of("mingzhi-here", ed25519)]) == checkpoint
    assert verify_note(note, [state]) == checkpoint
    with pytest.raises(BadNote):
        verify_note(note.replace("\n3\n", "\n4\n"), [state])
    with pytest.raises(ValueError):
        sm2.Sm2Verifier.parse(Verifier.of("mingzhi-here", ed25519).vkey)
