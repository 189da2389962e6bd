"""Records of QR texts: frames, shares and keeper's pages, and the document that frames give."""
import binascii, hashlib, itertools

from common import TRIES, Refused, printable, say, value_at


def read_frame(data):
    if len(data) != 135:
        raise Refused("frame-length", "a code PE1D is not of 135 bytes")
    if binascii.crc32(data[:16] + data[20:]) != int.from_bytes(data[16:20], "big"):
        raise Refused("frame-check", "a code PE1D does not check (CRC-32)")
    index, m, total, length = data[10], data[11], data[12], int.from_bytes(data[13:15], "big")
    if data[15]:
        raise Refused("frame-reserved", "the reserved byte of a code PE1D is not 0")
    if not 1 <= length <= 18432 or m != -(-length // 115) or index >= total or total < m:
        raise Refused("frame-numbers", f"a code PE1D has impossible numbers: {index}, {m}, {total}, {length}")
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


def read_keeper(data):
    if len(data) != 20:
        raise Refused("keeper-length", "a code PE1K is not of 20 bytes")
    if binascii.crc32(data[:16]) != int.from_bytes(data[16:], "big"):
        raise Refused("keeper-check", "a code PE1K does not check (CRC-32)")
    if data[15]:
        raise Refused("keeper-reserved", "the reserved byte of a code PE1K is not 0")
    k, n = (data[10] >> 4) + 1, (data[10] & 15) + 1
    if not 2 <= k <= n:
        raise Refused("keeper-threshold", f"a keeper's page says {k} of {n}")
    return data[:10], (k, n, int.from_bytes(data[11:13], "big"), int.from_bytes(data[13:15], "big"))


def document_from_frames(set_id, set_):
    """The document whose hash is the set id, from any m frames; sheets that contradict it are named."""
    lack = None
    for (m, length), frames in set_.frames.items():
        if len(frames) < m:
            lack = lack or Refused("frames-missing", f"{len(frames)} of {m} codes PE1D of set {printable(set_id)}: "
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
        lack = Refused("frames-conflict", f"the codes PE1D do not give the document of set {printable(set_id)}")
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
