#!/usr/bin/env python3
"""Receipts of the sets in a JSON list on standard input, as FORMAT.md describes them: test/vectors/v0/receipts.json."""
import base64, hashlib, hmac, json, sys

from common import printable

YEARS = (2026, 2027, 2055, 9999)


def receipt(key, set_id, x, year):
    message = b"paper-escrow receipt\n%s\n%d\n%04d" % (printable(set_id).encode(), x, year)
    text = base64.b32encode(hmac.new(key, message, hashlib.sha256).digest()[:5]).decode()
    return text[:4] + "-" + text[4:]


def keys(vector):
    """The key of each x: of all shares, or of the sealed document."""
    if not vector["shares"]:
        return {0: hashlib.sha256(bytes.fromhex(vector["document"])).digest()[10:]}
    shares = [base64.b32decode(share["code"][4:]) for share in vector["shares"]]
    return {share[11]: share[12:44] for share in shares}


if __name__ == "__main__":
    found = [{"setId": vector["setId"], "x": x, "year": year,
              "receipt": receipt(key, base64.b32decode(vector["setId"].replace("-", "")), x, year)}
             for vector in json.load(sys.stdin) for x, key in keys(vector).items() for year in YEARS]
    print("[\n" + ",\n".join("  " + json.dumps(one) for one in found) + "\n]")
