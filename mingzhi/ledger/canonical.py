"""规范化 JSON：同一内容只有一种字节写法，摘要才可复核。

JSON Canonicalization Scheme, RFC 8785, restricted to what an act may hold: no floating-point number
(money is a string), no integer that an IEEE double cannot hold (RFC 7493, 2.2), no lone surrogate.
"""

import json
from collections.abc import Iterable

MAX_SAFE_INTEGER = 2**53 - 1
# Deeper values could be sealed here and then overflow a reader's stack elsewhere.
MAX_DEPTH = 200
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: object) -> bytes:
    """规范化写法。TypeError: a type that JSON or this format has not; ValueError: a value it cannot hold."""
    if _is_plain(value, 0):
        text = _encode(value)
    else:
        pieces: list[str] = []
        _write(value, pieces, 0)
        text = "".join(pieces)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("a string contains a lone surrogate") from error


def _is_plain(value: object, depth: int) -> bool:
    """只有最常见的那几种值，名称的次序两种排法也一样：C 写的编码器写出来的就是规范的。别的由 _write 慢慢写，该拒的拒。"""
    if isinstance(value, dict):
        for name in value:
            # From U+D800 on, UTF-16 code units and code points order differently.
            if type(name) is not str or not (name.isascii() or max(name) < "\ud800"):
                return False
        inner: Iterable[object] = value.values()
    elif isinstance(value, list):
        inner = value
    else:
        inner = (value,)
    if depth >= MAX_DEPTH:
        return False
    for each in inner:
        kind = type(each)
        if kind is str or kind is bool or each is None:
            continue
        if kind is int:
            if not -MAX_SAFE_INTEGER <= each <= MAX_SAFE_INTEGER:  # type: ignore[operator]
                return False
        elif not ((kind is dict or kind is list) and _is_plain(each, depth + 1)):
            return False
    return True


def _write(value: object, out: list[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH}")
    if value is None:
        out.append("null")
    elif isinstance(value, bool):  # before int: bool is one
        out.append("true" if value else "false")
    elif isinstance(value, str):
        out.append(_string(value))
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise ValueError("an integer beyond 2**53-1 does not reach every reader whole; write a string")
        out.append(int.__repr__(value))
    elif isinstance(value, list | tuple):
        _write_list(value, out, depth)
    elif isinstance(value, dict):
        _write_dict(value, out, depth)
    elif isinstance(value, float):
        raise TypeError("floats are refused; write money and quantities as strings")
    else:
        raise TypeError(f"{type(value).__name__} has no canonical JSON")


def _string(value: str) -> str:
    # Python escapes the quote, the backslash and the controls exactly as RFC 8785, 3.2.2.2 asks.
    return json.dumps(value, ensure_ascii=False)


def _write_list(value: list[object] | tuple[object, ...], out: list[str], depth: int) -> None:
    out.append("[")
    for position, item in enumerate(value):
        if position:
            out.append(",")
        _write(item, out, depth + 1)
    out.append("]")


def _write_dict(value: dict[object, object], out: list[str], depth: int) -> None:
    names: list[str] = []
    for name in value:
        if not isinstance(name, str):
            raise TypeError("names must be strings")
        names.append(name)
    # RFC 8785, 3.2.3 orders by UTF-16 code units: U+1F600 comes before U+FB33, unlike Python's own order.
    names.sort(key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    out.append("{")
    for position, name in enumerate(names):
        if position:
            out.append(",")
        out.append(_string(name))
        out.append(":")
        _write(value[name], out, depth + 1)
    out.append("}")
