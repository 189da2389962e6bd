#!/usr/bin/env python3
"""Recovers accounts from paper-escrow sheets; written from FORMAT.md alone, sharing no code with the program.

    zbarimg --raw sheet-1.png > sheet-1.txt
    python3 recover.py sheet-1.txt sheet-2.txt typed.txt

Each file is one sheet: what zbarimg printed, lines typed from the paper, or both. otpauth URIs go to standard
output, everything else to standard error. Python 3.8 and the `age` command; no other package.
"""
import argparse, base64, binascii, getpass, hashlib, itertools, os, pty, re, select, sys, unicodedata, zlib

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
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


# ---- GF(2^8) / (x^8 + x^4 + x^3 + x^2 + 1): interpolation for frames, parity lines and shares

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


# ---- lines

def gf32(a, b):
    return times(a, b, 0x25, 0x20)


POWER = [1]
while len(POWER) < 31:
    POWER.append(gf32(POWER[-1], 2))


def syndromes(word):
    """The word's values at alpha^1 … alpha^4, the first symbol the highest coefficient; all 0 in a valid word."""
    found = []
    for i in range(1, 5):
        value = 0
        for symbol in word:
            value = gf32(value, POWER[i]) ^ symbol
        found.append(value)
    return found


def solve(places, wanted):
    """Symbols to add at `places` so that the four syndromes become 0, or None: elimination over GF(32)."""
    rows = [[POWER[(30 - p) * i % 31] for p in places] + [s] for i, s in zip(range(1, 5), wanted)]
    for column in range(len(places)):
        pivot = next((r for r in range(column, 4) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        inverse = next(a for a in range(1, 32) if gf32(a, rows[column][column]) == 1)
        rows[column] = [gf32(inverse, a) for a in rows[column]]
        for r in range(4):
            if r != column and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a ^ gf32(factor, b) for a, b in zip(rows[r], rows[column])]
    if any(row[-1] for row in rows[len(places):]):
        return None
    return [rows[i][-1] for i in range(len(places))]


def read_line(kind, number, typed):
    """(15 bytes, corrected text or None) of one typed line; raises Refused where no correction is in reach."""
    name = f"{kind}{number}"
    text = re.sub(r"[\s-]", "", typed).upper()
    if len(text) != 28:
        raise Refused("line-length", f"line {name} has {len(text)} characters, not 28")
    unreadable = [i + 3 for i, c in enumerate(text) if c in "0189?"]
    if len(unreadable) > 3:
        raise Refused("line-check", f"line {name} has more than three unreadable characters")
    word = [BASE32.index(kind), number // 32, number % 32] + [max(BASE32.find(c), 0) for c in text]
    wanted = syndromes(word)
    if not unreadable and not any(wanted):
        return base64.b32decode(text[:24]), None
    others = [p for p in range(3, 31) if p not in unreadable]
    for count in range((4 - len(unreadable)) // 2 + 1):
        for wrong in itertools.combinations(others, count):
            places = unreadable + list(wrong)
            added = solve(places, wanted)
            if added is not None and all(added[len(unreadable):]):
                for place, symbol in zip(places, added):
                    word[place] ^= symbol
                text = "".join(BASE32[s] for s in word[3:])
                return base64.b32decode(text[:24]), " ".join(text[i:i + 4] for i in range(0, 28, 4))
    raise Refused("line-check", f"line {name} does not check")


class Block:
    """Lines under one heading: the heading's fields and, for each line number, what was read."""

    def __init__(self, kind, heading, sheet):
        self.kind, self.heading, self.sheet = kind, heading, sheet
        self.id, self.length = heading[:10], int.from_bytes(heading[11:13], "big")
        self.x = heading[13]
        if heading[10] != 0:
            raise Refused("line-check", f"the heading {kind}0 is of version {heading[10]}")
        if heading[14] or (kind == "S") != (heading[13] != 0):
            raise Refused("line-check", f"a reserved byte of the heading {kind}0 is not 0")
        if not 1 <= self.length <= 2048:
            raise Refused("line-check", f"the heading {kind}0 names a length of {self.length}")
        self.lines = {}

    def add(self, number, data, corrected):
        self.lines.setdefault(number, {})[data] = corrected

    def payload(self, judge):
        """The payload that `judge` accepts: lines as typed before corrections, lines rebuilt from parity where needed."""
        count = -(-self.length // 15)
        choices, number, lost = [], 1, []
        for start in range(0, count, 30):
            m = min(30, count - start)
            numbers = range(number, number + m + 2)
            missing = [f"{self.kind}{i}" for i in numbers if i not in self.lines]
            lost += missing if len(missing) > 2 else []
            number += m + 2
            choices.append(list(itertools.islice(self.readings(m, numbers), TRIES)))
        if lost:
            raise Refused("lines-missing", f"lines {', '.join(lost)} are missing or unreadable")
        for reading in itertools.islice(itertools.product(*choices), TRIES):
            whole = b"".join(data for data, _ in reading)
            if not any(whole[self.length:]) and judge(whole[:self.length]):
                for note in (note for _, notes in reading for note in notes):
                    say(note)
                return whole[:self.length]
        raise Refused("lines-id-mismatch", f"the lines {self.kind} of {printable(self.id)} do not give what they name")

    def readings(self, m, numbers):
        """Every way to read one block, the likely ones first: all its lines; then without one; then without two."""
        found = {n: sorted(self.lines[n].items(), key=lambda item: item[1] is not None)
                 for n in numbers if n in self.lines}
        doubtful = sorted(found, key=lambda n: found[n][0][1] is None)
        for dropped in range(len(found) - m + 1):
            for left_out in itertools.combinations(doubtful, dropped):
                kept = [n for n in found if n not in left_out]
                for way in itertools.islice(itertools.product(*(found[n] for n in kept)), 256):
                    points = {n - numbers[0]: data for n, (data, _) in zip(kept, way)}
                    first = dict(itertools.islice(points.items(), m))
                    if any(value_at(i, first) != data for i, data in points.items() if i not in first):
                        continue  # parity contradicts: a line is wrong, another way leaves it out
                    notes = [f"line {self.kind}{n} corrected to {fix}" for n, (_, fix) in zip(kept, way) if fix]
                    notes += [f"line {self.kind}{n} rebuilt" for n in numbers[:m] if n not in kept]
                    yield b"".join(value_at(i, first) for i in range(m)), notes
                    if not dropped and len(points) > m:
                        return  # parity has confirmed it: leaving lines out gives the same


# ---- records

def read_frame(data):
    if len(data) != 135:
        raise Refused("frame-length", "a code PE0D is not of 135 bytes")
    if binascii.crc32(data[:16] + data[20:]) != int.from_bytes(data[16:20], "big"):
        raise Refused("frame-check", "a code PE0D does not check (CRC-32)")
    index, m, total, length = data[10], data[11], data[12], int.from_bytes(data[13:15], "big")
    if data[15]:
        raise Refused("frame-reserved", "the reserved byte of a code PE0D is not 0")
    if not 1 <= length <= 18432 or m != -(-length // 115) or index >= total or total < m:
        raise Refused("frame-numbers", f"a code PE0D has impossible numbers: {index}, {m}, {total}, {length}")
    return data[:10], (m, length), index, data[20:]


def read_share(data):
    if len(data) != 45:
        raise Refused("share-length", "a share is not of 45 bytes")
    k, n, x = (data[10] >> 4) + 1, (data[10] & 15) + 1, data[11]
    if data[44]:
        raise Refused("share-reserved", "the reserved byte of a share is not 0")
    if not 2 <= k <= n:
        raise Refused("share-threshold", f"a share says {k} of {n}")
    if not 1 <= x <= n:
        raise Refused("share-index", f"a share is number {x} of {n}")
    return data[:10], (k, n, x, data[12:44])


class Set:
    def __init__(self):
        self.frames = {}        # (m, length) -> index -> payload -> names of sheets
        self.documents = set()  # from lines
        self.blocks = []        # D
        self.shares = {}        # (k, n, x, y) -> names of sheets
        self.share_blocks = []  # S


def document_from_frames(set_id, set_):
    """The document whose hash is the set id, from any m frames; sheets that contradict it are named."""
    lack = None
    for (m, length), frames in set_.frames.items():
        if len(frames) < m:
            lack = lack or Refused("frames-missing", f"{len(frames)} of {m} codes PE0D of set {printable(set_id)}: "
                                   f"{m - len(frames)} more needed")
            continue
        for points in itertools.islice(frame_choices(m, frames), TRIES):
            whole = b"".join(value_at(i, points) for i in range(m))
            if hashlib.sha256(whole[:length]).digest()[:10] == set_id and not any(whole[length:]):
                data = {i: whole[i * 115:i * 115 + 115] for i in range(m)}
                everywhere = [(shape, *item) for shape, other in set_.frames.items() for item in sorted(other.items())]
                for shape, index, found in everywhere:
                    for payload, sheets in found.items():
                        if shape != (m, length) or payload != value_at(index, data):
                            say(f"frames-of-another-document: {', '.join(sorted(sheets))}: code {index + 1} is not of "
                                f"set {printable(set_id)}")
                return whole[:length]
        lack = Refused("frames-conflict", f"the codes PE0D do not give the document of set {printable(set_id)}")
    if lack:
        raise lack
    return None


def frame_choices(m, frames):
    """Selections of m frames: all sheets together, then fewer and fewer sheets, then any single frames left out."""
    sheets = sorted({sheet for found in frames.values() for names in found.values() for sheet in names})
    for size in range(len(sheets), 0, -1):
        for chosen in itertools.combinations(sheets, size):
            options = []
            for index, found in sorted(frames.items()):
                kept = [(index, payload) for payload, names in found.items() if names & set(chosen)]
                if kept:
                    options.append(kept)
            if len(options) >= m and (size == 1 or all(len(kept) == 1 for kept in options)):
                for way in itertools.islice(itertools.product(*options), 256):
                    yield dict(way[:m])
    every = [[(i, p) for p in found] for i, found in sorted(frames.items())]
    for left in itertools.combinations(every, m):
        for way in itertools.product(*left):
            yield dict(way)


# ---- document

def read_document(document):
    """(lock, (k, n, commitments) or None, age file); everything is checked before anything is derived."""
    if len(document) > 18432:
        raise Refused("document-too-large", "the document is longer than 18,432 bytes")
    if document[:1] != b"\0":
        raise Refused("document-version", "the document is of a later version")
    lock, roster, rest = document[1] if len(document) > 1 else 0, None, document[2:]
    if lock == 2 and len(rest) > 0:
        k, n = (rest[0] >> 4) + 1, (rest[0] & 15) + 1
        if not 2 <= k <= n:
            raise Refused("document-lock", f"the document's roster says {k} of {n}")
        if len(rest) < 1 + 8 * n:
            raise Refused("document-lock", "the document ends within its roster")
        roster, rest = (k, n, [rest[1 + 8 * i:9 + 8 * i] for i in range(n)]), rest[1 + 8 * n:]
    elif lock != 1:
        raise Refused("document-lock", "the document has no lock that this format knows")
    header = re.match(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n[A-Za-z0-9+/]{43}\n"
                      rb"--- [A-Za-z0-9+/]{43}\n", rest)
    if not header:
        raise Refused("age-header", "the document holds no age file with exactly one passphrase")
    wanted = 18 if lock == 1 else 10
    if header[1] != b"%d" % wanted:
        raise Refused("age-work-factor", f"the work factor of the age file is not {wanted}")
    return lock, roster, rest


def age_decrypt(age_file, passphrase):
    """Drives `age -d`, which asks for the passphrase on a terminal only; data goes through pipes, nothing to disk."""
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            os.dup2(in_read, 0)
            os.dup2(out_write, 1)
            for fd in (in_read, in_write, out_read, out_write):
                os.close(fd)
            os.execvp("age", ["age", "-d"])
        except OSError as error:
            os.write(2, str(error).encode())
        finally:
            os._exit(127)
    os.close(in_read)
    os.close(out_write)
    os.write(in_write, age_file)  # at most 18 KiB: a pipe takes 64
    os.close(in_write)
    said, result, asked, open_fds = b"", b"", False, [terminal, out_read]
    while open_fds:
        for fd in select.select(open_fds, [], [])[0]:
            try:
                data = os.read(fd, 65536)
            except OSError:  # Linux reports the end of a terminal so
                data = b""
            if not data:
                open_fds.remove(fd)
            elif fd == out_read:
                result += data
            else:
                said += data
                if not asked and b"passphrase" in said and b":" in said:
                    asked = True
                    os.write(terminal, passphrase.encode() + b"\n")
    os.close(terminal)
    os.close(out_read)
    status = os.waitpid(pid, 0)[1]
    if status:
        last = said.decode("utf-8", "replace").strip().splitlines()
        raise Refused("passphrase-wrong", "age does not open the document: " + " / ".join(last[-2:]))
    return result


def read_plaintext(data):
    if data[:2] == b"\x1f\x8b":
        inflater = zlib.decompressobj(31)
        try:
            text = inflater.decompress(data, 262145)
        except zlib.error as error:
            raise Refused("document-text", f"the contents do not inflate: {error}")
        if len(text) > 262144:
            raise Refused("document-inflates", "the contents inflate to more than 262,144 bytes")
        if not inflater.eof or inflater.unused_data:
            raise Refused("document-text", "the contents do not end where gzip ends")
        data = text
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Refused("document-text", "the contents are not UTF-8")
    found = []
    for line in lines:
        if line.startswith("# keep: "):
            if not re.fullmatch(r"# keep: (?:[^\s%]|%[0-9A-Fa-f]{2})* .+", line):
                raise Refused("contents-line", "the contents hold a kept secret without a name or a text")
            found.append(line)
        elif line and not line.startswith("#"):
            if not re.fullmatch(r"otpauth://(totp|hotp|steam)/[\x21-\x7e]*[?&]secret=[A-Z2-7]+(&[\x21-\x7e]*)?", line):
                raise Refused("contents-line", "the contents hold a line that this format does not know")
            found.append(line)
    if not found:
        raise Refused("contents-empty", "the contents hold no account")
    return found


# ---- from texts to accounts

def refuse(code, text):
    raise Refused(code, text)


def gather(sheets):
    """(sets, open texts) of {name: text}; what cannot be used is said and left out."""
    sets, texts, refused = {}, [], []

    def of(set_id):
        return sets.setdefault(set_id, Set())

    def take(function):
        try:
            return function()
        except Refused as error:
            refused.append(error)
            say(f"{error.code}: {name}: {error}")
            return None

    for name, text in sheets.items():
        typed = {"T": [], "D": [], "S": []}
        for row in text.splitlines():
            row = re.sub(r"^QR-Code:", "", row.strip())
            line = re.fullmatch(r"([TDS])\s?(\d{1,4})[\s:.]\s*([A-Z0-9?\s-]*)", row, re.I | re.A)
            if row.startswith("otpauth://"):
                texts.append(row)
            elif re.fullmatch(r"PE0D([A-Z2-7]{8})+", row):
                frame = take(lambda: read_frame(base64.b32decode(row[4:])))
                if frame:
                    set_id, shape, index, payload = frame
                    places = of(set_id).frames.setdefault(shape, {})
                    places.setdefault(index, {}).setdefault(payload, set()).add(name)
            elif re.fullmatch(r"PE0S([A-Z2-7]{8})+", row):
                share = take(lambda: read_share(base64.b32decode(row[4:])))
                if share:
                    of(share[0]).shares.setdefault(share[1], set()).add(name)
            elif re.fullmatch(r"PE0[DS][A-Z2-7]*", row):
                take(lambda: refuse("record-broken", f"a code {row[:4]} is cut or garbled"))
            elif re.fullmatch(r"PE[0-9][A-Z][A-Z2-7]*", row):
                take(lambda: refuse("record-version", f"a code of a later version of the format, {row[:4]}"))
            elif line and int(line[2]) < 1024:
                kind, number = line[1].upper(), int(line[2])
                read = take(lambda: read_line(kind, number, line[3]))
                if read:
                    typed[kind].append((number, *read))
        for kind, lines in typed.items():
            for block in take(lambda: blocks_of(kind, lines, name, take)) or []:
                if kind == "T":
                    text_ = take(lambda: block.payload(
                        lambda data: hashlib.sha256(data).digest()[:10] == block.id).decode("utf-8"))
                    if text_:
                        texts.append("".join(c if c < "\x80" else "".join(f"%{b:02X}" for b in c.encode())
                                             for c in text_))
                elif kind == "D":
                    of(block.id).blocks.append(block)
                else:
                    of(block.id).share_blocks.append(block)
    return sets, texts, refused


def blocks_of(kind, lines, sheet, take):
    """Puts lines under headings: those above every heading are the first one's, another heading begins another block."""
    blocks, early, headings = [], [], 0
    for number, data, corrected in lines:
        if number:
            blocks[-1].add(number, data, corrected) if blocks else early.append((number, data, corrected))
            continue
        headings += 1
        if blocks and blocks[-1].heading == data:
            continue
        block = take(lambda: Block(kind, data, sheet))
        if block:
            if corrected:
                say(f"{sheet}: heading {kind}0 corrected to {corrected}")
            blocks.append(block)
    for item in early:
        if blocks:
            blocks[0].add(*item)
    if early and not headings:
        raise Refused("lines-heading-missing", f"lines {kind} without their heading {kind}0")
    return blocks


def together(blocks):
    """The lines of one document from several sheets, as one block."""
    if len(blocks) < 2:
        return []
    whole = Block(blocks[0].kind, blocks[0].heading, ", ".join(block.sheet for block in blocks))
    for block in blocks:
        for number, found in block.lines.items():
            for data, corrected in found.items():
                whole.add(number, data, corrected)
    return [whole]


def not_yet(name, set_, trouble):
    """What is missing of a set whose document is not there: shares first, then the document."""
    shares = list(set_.shares)
    for block in set_.share_blocks:
        try:
            shares.append(read_share(block.payload(lambda data: read_share(data)[0] == block.id and data[11] == block.x))[1])
        except Refused as error:
            say(f"{error.code}: {block.sheet}: share {block.x} of set {name}: {error}")
    kinds = {share[:2] for share in shares}
    places = {}
    for _, _, x, y in shares:
        places.setdefault(x, set()).add(y)
    for x, found in places.items():
        if len(found) > 1:
            say(f"share-conflict: share {x} of set {name} is there with different bytes; its document would tell")
    for k, _ in sorted(kinds):
        if len(places) < k:
            return Refused("shares-missing", f"{len(places)} of {k} shares of set {name}: {k - len(places)} more needed")
    return trouble or Refused("frames-missing", f"no document of set {name}: one sheet's codes or lines are needed")


def open_set(set_id, set_, ask):
    name = printable(set_id)
    document, trouble = None, None
    try:
        document = document_from_frames(set_id, set_)
    except Refused as error:
        trouble = error
    if document is None:
        for block in set_.blocks + together(set_.blocks):
            try:
                document = block.payload(lambda data: hashlib.sha256(data).digest()[:10] == set_id)
                break
            except Refused as error:
                say(f"{error.code}: {block.sheet}: {error}")
                trouble = trouble or error
    if document is None:
        raise not_yet(name, set_, trouble)
    lock, roster, age_file = read_document(document)
    if lock == 1:
        if set_.shares or set_.share_blocks:
            say(f"share-not-in-roster: set {name} has a passphrase: its shares are not used")
        if not ask:
            raise Refused("passphrase-needed", f"set {name} is sealed with a passphrase")
        return read_plaintext(age_decrypt(age_file, ask(name)))

    k, n, commitments = roster

    def commitment(x, y):
        return hashlib.sha256(bytes([0, k, n, x]) + y).digest()[:8]

    for block in set_.share_blocks:
        def in_roster(data):
            try:
                found, (k_, n_, x, y) = read_share(data)
            except Refused:
                return False
            return (found, k_, n_, x) == (set_id, k, n, block.x) and commitment(x, y) == commitments[x - 1]

        try:
            share = read_share(block.payload(in_roster))[1]
            set_.shares.setdefault(share, set()).add(block.sheet)
        except Refused as error:
            say(f"{error.code}: {block.sheet}: share {block.x} of set {name}: {error}")
    points = {}
    for (k_, n_, x, y), sheets in sorted(set_.shares.items()):
        if (k_, n_) == (k, n) and commitment(x, y) == commitments[x - 1]:
            points[x] = y
        else:
            say(f"share-not-in-roster: share {x} on {', '.join(sorted(sheets))} is altered or of another set than {name}")
    if len(points) < k:
        raise Refused("shares-missing", f"{len(points)} of {k} shares of set {name}: {k - len(points)} more needed")
    secret = value_at(0, dict(itertools.islice(points.items(), k)))
    if not re.fullmatch(rb"[A-Z2-7]{32}", secret):
        raise Refused("passphrase-wrong", f"the shares of set {name} do not combine to a passphrase")
    return read_plaintext(age_decrypt(age_file, secret.decode()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", nargs="+", help="a file of texts, one sheet; - for standard input")
    parser.add_argument("--passphrase-file", help="of a sealed sheet; asked for when left out")
    options = parser.parse_args()

    def ask(name):
        if options.passphrase_file:
            with open(options.passphrase_file, encoding="utf-8") as file:
                text = re.sub(r"\n\Z", "", file.read())
        else:
            text = getpass.getpass(f"passphrase of set {name}: ")
        return unicodedata.normalize("NFKC", text)

    sheets = {}
    for name in options.sheet:
        with (sys.stdin if name == "-" else open(name, encoding="utf-8")) as file:
            sheets[name] = file.read()
    sets, found, refused = gather(sheets)
    for set_id, set_ in sets.items():
        try:
            found += open_set(set_id, set_, ask)
        except Refused as error:
            refused.append(error)
            say(f"{error.code}: {error}")
    for line in dict.fromkeys(found):
        print(line)
    if not found:
        if not refused:
            say("nothing: no codes and no lines of a sheet in these files")
        sys.exit(1)


if __name__ == "__main__":
    main()
