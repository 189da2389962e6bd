#!/usr/bin/env python3
"""Writes lines.json: the lines of FORMAT.md worked out a second time, from its text alone.

Nothing here shares code or method with src/: Reed-Solomon by long division of polynomials,
parity by Newton's form instead of Lagrange's. Run: python3 test/vectors/lines.py
"""
import base64, hashlib, json, pathlib

A = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def mul(a, b, poly, bits):
    product = 0
    while b:
        if b & 1:
            product ^= a
        b >>= 1
        a <<= 1
        if a >> bits:
            a ^= poly
    return product


def m5(a, b):
    return mul(a, b, 0x25, 5)


def m8(a, b):
    return mul(a, b, 0x11D, 8)


def inverse8(a):
    return next(b for b in range(1, 256) if m8(a, b) == 1)


def check(message):
    g = [1]
    root = 1
    for _ in range(4):
        root = m5(root, 2)
        g = [x ^ m5(root, y) for x, y in zip(g + [0], [0] + g)]
    rest = list(message) + [0] * 4
    for i in range(27):
        factor = rest[i]
        for j in range(5):
            rest[i + j] ^= m5(factor, g[j])
    return rest[27:]


def line(kind, number, payload):
    data = base64.b32encode(payload).decode()
    symbols = [A.index(kind), number // 32, number % 32] + [A.index(c) for c in data]
    text = data + "".join(A[s] for s in check(symbols))
    return f"{kind}{number} " + " ".join(text[i : i + 4] for i in range(0, 28, 4))


def newton(values, x):
    """Value at x of the polynomial through (0, values[0]), (1, values[1]), ..."""
    table = list(values)
    for order in range(1, len(table)):
        for i in range(len(table) - 1, order - 1, -1):
            table[i] = m8(table[i] ^ table[i - 1], inverse8(i ^ (i - order)))
    result = 0
    for i in reversed(range(len(table))):
        result = m8(result, x ^ i) ^ table[i]
    return result


def lines(kind, payload):
    head = hashlib.sha256(payload).digest()[:10] + bytes([0]) + len(payload).to_bytes(2, "big") + bytes(2)
    padded = payload + bytes(-len(payload) % 15)
    data = [padded[i : i + 15] for i in range(0, len(padded), 15)]
    items = [head]
    for start in range(0, len(data), 30):
        block = data[start : start + 30]
        parity = [bytes(newton([row[j] for row in block], len(block) + p) for j in range(15)) for p in (0, 1)]
        items += block + parity
    return [line(kind, number, item) for number, item in enumerate(items)]


PAYLOADS = {
    "example": "otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
    "one byte": "x",
    "exactly one line": "fifteen bytes!!",
    "sixteen bytes": "sixteen bytes!!!",
    "a full block": "0123456789abcde" * 30,
    "two blocks": "0123456789abcde" * 30 + "f",
    "longest": "".join(chr(33 + i * 7 % 90) for i in range(2048)),
    "japanese": "otpauth://totp/" + "銀行" * 10 + "?secret=MFRGGZDFMZTWQ2LK",
}

if __name__ == "__main__":
    vectors = [
        {"name": name, "payload": text, "lines": lines("T", text.encode())} for name, text in PAYLOADS.items()
    ]
    path = pathlib.Path(__file__).with_name("lines.json")
    path.write_text(json.dumps(vectors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
