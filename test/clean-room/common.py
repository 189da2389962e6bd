"""What the parts of the reader share: refusals, what is said on standard error, arithmetic over GF(2^8)."""
import base64, sys

TRIES = 4096  # combinations of doubtful lines or frames that are put to the hash


class Refused(Exception):
    """What a reader must refuse. `code` is the name that FORMAT.md gives the refusal."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def say(text):
    print("recover.py: " + text, file=sys.stderr)


def printable(id_bytes):
    text = base64.b32encode(id_bytes).decode()
    return "-".join(text[i:i + 4] for i in range(0, 16, 4))


def refuse(code, text):
    raise Refused(code, text)


# GF(2^8) / (x^8 + x^4 + x^3 + x^2 + 1): interpolation for frames, parity lines and shares

def times(a, b, modulus=0x11D, top=0x100):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & top:
            a ^= modulus
        b >>= 1
    return product


PRODUCT = [bytes(times(a, b) for b in range(256)) for a in range(256)]
INVERSE = [0] + [PRODUCT[a].index(1) for a in range(1, 256)]


def value_at(place, points):
    """The value at `place` of the polynomials of degree < len(points) through {x: bytes}, byte by byte."""
    if place in points:
        return points[place]
    sum_ = bytearray(len(next(iter(points.values()))))
    for x, y in points.items():
        weight = 1
        for other in points:
            if other != x:
                weight = PRODUCT[weight][PRODUCT[place ^ other][INVERSE[x ^ other]]]
        row = PRODUCT[weight]
        for j, byte in enumerate(y):
            sum_[j] ^= row[byte]
    return bytes(sum_)
