import sys, re, base64, collections, hashlib, itertools, zlib
from functools import lru_cache, reduce
ABC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
piles, rows, head, failed = collections.defaultdict(set), [], {}, 0
def name(b): return "-".join(re.findall("....", base64.b32encode(b[:10]).decode()))
def sha(b): return hashlib.sha256(b).digest()
@lru_cache(None)
def mul(a, b, f=0x11D):
    return a * b if b < 2 else mul(min(a * 2, a * 2 ^ f), b >> 1, f) ^ a * (b & 1)
inv = [0] + [next(b for b in range(256) if mul(a, b) == 1) for a in range(1, 256)]
def at(p, x):
    if x in p: return p[x]
    w = [reduce(mul, [mul(x ^ j, inv[i ^ j]) for j in p if j != i], 1) for i in p]
    return bytes(reduce(lambda a, b: a ^ b, map(mul, w, y)) for y in zip(*p.values()))
def typed(kind, n, t):
    t = kind + ABC[n // 32] + ABC[n % 32] + re.sub(r"\W", "", t)
    gaps = [i for i in range(31) if t[i] not in ABC]
    for fix in [gaps] + [gaps + [i] for i in range(3, 31) if len(gaps) < 2]:
        for values in itertools.product(range(32 * (len(gaps) < 4)), repeat=len(fix)):
            w = [dict(zip(fix, values)).get(i, ABC.find(c)) for i, c in enumerate(t)]
            if not any(reduce(lambda s, c: mul(s, a, 37) ^ c, w) for a in (2,4,8,16)):
                if fix: print("line", kind + str(n), "was mended")
                t = "".join(ABC[c] for c in w[3:27])
                return rows.append((kind, n, base64.b32decode(t)))
    print("line", kind + str(n), "is wrong, and left out")
def whole(kind, of, good):
    for key, found in [p for p in piles.items() if p[0][:2] == (kind, of)]:
        size, unit, step = key[2], key[3], 450 if key[3] == 15 else 99999
        tries = [t for r in range(3) for t in itertools.combinations(sorted(found), r)]
        for out in tries[:4000]:
            kept, data = {f[:2]: f[2] for f in sorted(found.difference(out))}, b""
            for r, i in enumerate(range(0, size, step)):
                m = -(-min(step, size - i) // unit)
                p = dict([(q, kept[b, q]) for b, q in sorted(kept) if b == r][:m])
                if len(p) < m and not out: print(of, kind, "needs", m - len(p), "more")
                data += b"".join(at(p, x) for x in range(m) if len(p) == m)
            if len(data) >= size and good(data[:size]): yield data[:size]; break
        else: print(of, kind, "codes or lines are wrong or too few, and left out")
raw = open(0, "rb").read().decode("ascii", "ignore").upper().translate({0: "", 63: "0"})
for t in re.findall("PE[01](D[A-Z2-7]{216}|S[A-Z2-7]{72})", re.sub(r"\s", "", raw)):
    b = base64.b32decode(t[1:])
    if t[0] == "S": piles["S", name(b), 45, 45, b].add((0, 0, b))
    elif zlib.crc32(b[:16] + b[20:]).to_bytes(4, "big") == b[16:20]:
        piles["D", name(b), b[13] * 256 + b[14], 115].add((0, b[10], b[20:]))
for k, n, t in re.findall(r"(?=\b([DS]) ?(1?[0-9O]{1,2})\W((?:\W*\w){28}))", raw):
    typed(k, int(n.replace("O", "0")), t)
for k, n, b in [row for row in rows if row[1] == 0][::-1] + rows:
    h = head[k] = b if n == 0 else head.get(k)
    if h: piles[k, name(h), h[11] * 256 + h[12], 15, h[13]].add((*divmod(n - 1, 32), b))
for of in dict.fromkeys(key[1] for key in piles):
    doc = next(whole("D", of, lambda d: name(sha(d)) == of and len(d) > 99), None)
    if not doc: print(of, "document codes or lines are needed"); failed = 1; continue
    k, n = doc[2] // 16 + 1, doc[2] % 16 + 1
    def sound(s): return sha(bytes([0, k, n]) + s[11:44])[:8] in doc[3:3 + 8 * n]
    own = {s[11]: s[12:44] for s in whole("S", of, sound)}
    open(of + ".age", "wb").write(doc[2:] if doc[1] == 1 else doc[3 + 8 * n:])
    if doc[1] == 1: print(of + ".age is opened by your passphrase")
    elif len(own) < k: print(of + ".age needs", k - len(own), "more shares"); failed = 1
    else: print(of + ".age passphrase:", at(dict(list(own.items())[:k]), 0).decode())
sys.exit(failed if piles else "nothing found: no codes PE1... and no lines D0, S0...")
