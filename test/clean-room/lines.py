"""Lines: one typed line with its Reed-Solomon check, and the payload under a heading."""
import base64, itertools, re

from common import TRIES, Refused, printable, say, times, value_at

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


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
