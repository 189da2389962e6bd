#!/usr/bin/env python3
"""Recovers accounts from paper-escrow sheets; written from FORMAT.md alone, sharing no code with the program.

    zbarimg --raw sheet-1.png > sheet-1.txt
    python3 recover.py sheet-1.txt sheet-2.txt typed.txt

Each file is one sheet: what zbarimg printed, lines typed from the paper, or both. otpauth URIs go to standard
output, everything else to standard error. Python 3.8 and the `age` command; no other package.
"""
import argparse, base64, datetime, getpass, hashlib, itertools, re, sys, unicodedata

from common import Refused, printable, refuse, say, value_at
from document import age_decrypt, read_document, read_plaintext
from lines import Block, blocks_of, read_line
from records import document_from_frames, read_frame, read_keeper, read_share


class Set:
    def __init__(self):
        self.frames = {}  # (m, length) -> index -> payload -> names of sheets
        self.blocks = []  # kind D
        self.shares = {}  # (k, n, x, y) -> names of sheets
        self.share_blocks = []  # kind S
        self.keepers = {}  # (k, n) -> names of sheets


def as_text(data):
    """The text of a file: UTF-8, or UTF-16 with its mark or with a zero byte in every character of ASCII."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[1:8:2] == bytes(4) or data[0:8:2] == bytes(4):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", "replace")
    return data.decode("utf-8-sig", "replace")


def texts_in(row):
    """Texts of codes wherever they stand in a row: after QR-Code:, in columns of a table, in small letters; else the row."""
    row = row.strip()
    uris = re.findall(r"(?<![a-z])otpauth(://[!#-+\--~]+)", row, re.I)
    codes = re.findall(r"(?<![A-Z0-9])PE[0-9][A-Z][A-Z2-7]{8,}(?![A-Z0-9])", row.upper())
    return ["otpauth" + uri for uri in uris] or codes or [re.sub(r"^QR-Code:", "", row)]


def gather(sheets):
    """(sets, open texts) of {name: text}; what cannot be used is said and left out."""
    sets, texts, refused, keepers = {}, [], [], []

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
        for row in itertools.chain.from_iterable(map(texts_in, text.splitlines())):
            line = re.fullmatch(r"([TDS])\s?(\d{1,4})[\s:.]\s*([A-Z0-9?\s-]*)", row, re.I | re.A)
            if row.startswith("otpauth://"):
                texts.append(row)
            elif re.fullmatch(r"PE[01]D([A-Z2-7]{8})+", row):
                frame = take(lambda: read_frame(base64.b32decode(row[4:])))
                if frame:
                    set_id, shape, index, payload = frame
                    places = of(set_id).frames.setdefault(shape, {})
                    places.setdefault(index, {}).setdefault(payload, set()).add(name)
            elif re.fullmatch(r"PE[01]S([A-Z2-7]{8})+", row):
                share = take(lambda: read_share(base64.b32decode(row[4:])))
                if share:
                    of(share[0]).shares.setdefault(share[1], set()).add(name)
            elif re.fullmatch(r"PE[01]K([A-Z2-7]{8})+", row):
                keeper = take(lambda: read_keeper(base64.b32decode(row[4:])))
                if keeper:
                    keepers.append((name, *keeper))
            elif re.fullmatch(r"PE[01][DSK][A-Z2-7]*", row):
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
    for name, set_id, (k, n, day, accounts) in keepers:
        made = datetime.date(1970, 1, 1) + datetime.timedelta(day) if day else "-"
        say(f"keeper: {name}: keeper's page of set {printable(set_id)}, {k} of {n}, made {made}, accounts "
            f"{accounts or '-'}; it holds no share")
        if set_id in sets:
            sets[set_id].keepers.setdefault((k, n), set()).add(name)
        elif sets:
            say(f"keeper-of-another-set: {name}: no sheet here is of set {printable(set_id)}")
    return sets, texts, refused


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
    for numbers, sheets in set_.keepers.items():
        if lock == 1 or numbers != roster[:2]:
            say(f"keeper-differs: {', '.join(sorted(sheets))}: the document of set {name} does not say {numbers[0]} of {numbers[1]}")
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
        with (sys.stdin.buffer if name == "-" else open(name, "rb")) as file:
            sheets[name] = as_text(file.read())
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
