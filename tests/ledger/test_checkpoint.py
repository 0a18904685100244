import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.ledger.checkpoint import (
    BadNote,
    Checkpoint,
    Verifier,
    open_note,
    parse_checkpoint,
    sign_note,
    sign_text,
    verify_note,
)

# RFC 8032, 7.1, test 1: a published secret key, good for tests only.
KEY = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
NAME = "log.example.org/mingzhi"
VERIFIER = Verifier.of(NAME, KEY)
CHECKPOINT = Checkpoint(NAME, 7, bytes(range(32)))
NOTE = sign_note(CHECKPOINT, NAME, KEY)


def test_the_text_is_origin_size_and_root_on_three_lines() -> None:
    assert CHECKPOINT.text == f"{NAME}\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert parse_checkpoint(CHECKPOINT.text) == CHECKPOINT


def test_the_note_is_laid_out_as_c2sp_asks() -> None:
    key_id = hashlib.sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4]
    signature = key_id + KEY.sign(CHECKPOINT.text.encode())
    assert f"{CHECKPOINT.text}\n\u2014 {NAME} {base64.b64encode(signature).decode()}\n" == NOTE
    assert VERIFIER.key_id == key_id


def test_a_signed_checkpoint_is_read_back() -> None:
    assert verify_note(NOTE, [VERIFIER]) == CHECKPOINT


def test_a_verifier_key_travels_as_text() -> None:
    assert Verifier.parse(VERIFIER.vkey) == VERIFIER
    assert VERIFIER.vkey.startswith(f"{NAME}+{VERIFIER.key_id.hex()}+")


@pytest.mark.parametrize(
    "vkey", ["", "a", "a+b", "a+00000000+AQ==", VERIFIER.vkey.replace("log", "lag"), "+" * 5]
)
def test_a_damaged_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(ValueError):
        Verifier.parse(vkey)


def test_signatures_by_unknown_keys_are_ignored() -> None:
    witnessed = NOTE + sign_text(CHECKPOINT.text, "witness.example.net", OTHER).rpartition("\n\n")[2]
    assert verify_note(witnessed, [VERIFIER]) == CHECKPOINT
    same_name = NOTE + sign_text(CHECKPOINT.text, NAME, OTHER).rpartition("\n\n")[2]
    assert verify_note(same_name, [VERIFIER]) == CHECKPOINT


def test_a_note_signed_by_nobody_we_know_is_refused() -> None:
    with pytest.raises(BadNote):
        verify_note(NOTE, [Verifier.of(NAME, OTHER)])
    with pytest.raises(BadNote):
        verify_note(NOTE, [Verifier.of("another.example.org", KEY)])
    with pytest.raises(BadNote):
        verify_note(NOTE, [])


def test_one_wrong_signature_by_a_known_key_spoils_the_note() -> None:
    wrong = base64.b64encode(VERIFIER.key_id + bytes(64)).decode()
    with pytest.raises(BadNote):
        verify_note(f"{NOTE}\u2014 {NAME} {wrong}\n", [VERIFIER])


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_any_one_changed_byte_of_a_note_is_refused(place: int, flip: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[place] ^= flip
    try:
        text = changed.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(BadNote):
        verify_note(text, [VERIFIER])


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\n1\n", f"a\n01\n{'A' * 43}=\n", f"a\n-1\n{'A' * 43}=\n", "a\n1\nAAAA\n", f"\n1\n{'A' * 43}=\n",
     f"a\n1\n{'A' * 43}=\n\nb\n", f"a\n1\n{'A' * 43}=", f"a\n1\n{'A' * 42}B=\n", f"a\n١\n{'A' * 43}=\n"],
)  # fmt: skip
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(text)


def test_extension_lines_are_tolerated() -> None:
    assert parse_checkpoint(CHECKPOINT.text + "extension\n") == CHECKPOINT


def test_a_text_may_hold_empty_lines() -> None:
    text = "一\n\n二\n"
    assert open_note(sign_text(text, NAME, KEY), [VERIFIER]) == text


@pytest.mark.parametrize(
    ("text", "name"), [("no newline", NAME), ("tab\t\n", NAME), ("a\n", "two words"), ("a\n", "")]
)
def test_what_the_format_cannot_carry_is_not_signed(text: str, name: str) -> None:
    with pytest.raises(ValueError):
        sign_text(text, name, KEY)


@given(st.text())
def test_whatever_is_opened_is_a_verdict(text: str) -> None:
    with pytest.raises(BadNote):
        verify_note(text, [VERIFIER])
