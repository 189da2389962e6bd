import sys, base64, hashlib, zlib, functools
@functools.lru_cache(None)
def mul(a, b):
    r = 0
    while b:
        if b & 1: r ^= a
        a, b = a << 1 ^ (a >> 7) * 0x11D, b >> 1
    return r
inv = [next((b for b in range(256) if mul(a, b) == 1), 0) for a in range(256)]
def at(points, x):
    out = bytes(len(points[0][1]))
    for i, y in points:
        w = 1
        for j, _ in points:
            if j != i: w = mul(w, mul(x ^ j, inv[i ^ j]))
        out = bytes(o ^ mul(w, v) for o, v in zip(out, y))
    return out
frames, shares = {}, {}
for text in sys.stdin.read().replace("QR-Code:", "").split():
    if text[:4] in ("PE0D", "PE0S"):
        b = base64.b32decode(text[4:])
        if text[3] == "S": shares.setdefault(b[:10], {})[b[11]] = b[12:44]
        elif zlib.crc32(b[:16] + b[20:]) == int.from_bytes(b[16:20], "big"):
            frames.setdefault(b[:10], {})[b[10]] = b
for number, (set_id, f) in enumerate(frames.items(), 1):
    b = next(iter(f.values()))
    if len(f) < b[11]: sys.exit(f"{b[11] - len(f)} more document codes are needed")
    points = [(i, f[i][20:]) for i in sorted(f)[: b[11]]]
    doc = b"".join(f[i][20:] if i in f else at(points, i) for i in range(b[11]))
    doc = doc[: b[13] * 256 + b[14]]
    if hashlib.sha256(doc).digest()[:10] != set_id: sys.exit("a document code is wrong")
    start = 3 + 8 * (doc[2] % 16 + 1) if doc[1] == 2 else 2
    name = "document%s.age" % (number if number > 1 else "")
    open(name, "wb").write(doc[start:])
    k, own = doc[2] // 16 + 1, list(shares.get(set_id, {}).items())
    if doc[1] == 1: print(name, "is opened by your passphrase")
    elif len(own) < k: print(name, k - len(own), "more shares are needed")
    else: print(name, "passphrase:", at(own[:k], 0).decode())
