"""The document: its clear part, age through a pseudo-terminal, and the plaintext."""
import os, pty, re, select, urllib.parse, zlib

from common import Refused


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
    accepted = [b"18", b"19", b"20"] if lock == 1 else [b"10"]
    if header[1] not in accepted:
        raise Refused("age-work-factor", "the work factor of the age file is not one that is accepted")
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


PARAMETERS = {"secret": r"[A-Za-z2-7]{2,1640}(=|%3[Dd])*", "issuer": ".*", "algorithm": "(?i:SHA1|SHA256|SHA512)",
              "digits": "[1-9]|10", "period": "[1-9][0-9]{0,4}", "counter": "[0-9]{1,16}"}
MOST = {"period": 86400, "counter": 2 ** 53 - 1}
WITHOUT = {"totp": {"counter"}, "hotp": {"period"}, "steam": {"counter", "digits"}}


def is_key_uri(line):
    """Parameters in any order and case; unknown ones and empty ones are passed over, contradictory or impossible ones
    refused; of two issuers the first counts."""
    uri = re.fullmatch(r"otpauth://((?i:totp|hotp|steam))/[^?\s]*\?([\x21-\x7e]*)", line, re.A)
    if not uri or not line.isascii():
        return False
    found = {}
    for pair in uri[2].split("&"):
        name, _, value = pair.partition("=")
        name = name.lower()
        if value == "" or name not in PARAMETERS or name in WITHOUT[uri[1].lower()]:
            continue
        if not re.fullmatch(PARAMETERS[name], value) or int(value if name in MOST else 0) > MOST.get(name, 0):
            return False
        if found.setdefault(name, value) != value and name != "issuer":
            return False
    return "secret" in found


def has_name(line, key, rest):
    """Whether a name in percent-escapes of UTF-8 and something of that form stand after a key."""
    read = re.fullmatch(f"# {key}: " + r"((?:[^\s%]|%[0-9A-Fa-f]{2})*) " + rest, line)
    try:
        return read is not None and urllib.parse.unquote(read[1], errors="strict") is not None
    except UnicodeDecodeError:
        return False


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
    found, codes = [], []
    for line in lines:
        if line.startswith("#") and re.search("[\r\u2028\u2029]", line):
            continue
        if line.startswith("# recovery: "):
            if not has_name(line, "recovery", r"\S(?:.*\S)?"):
                raise Refused("contents-line", "the contents hold a recovery code without a label or a code")
            codes.append(line)
        elif line.startswith("# keep: "):
            if not has_name(line, "keep", ".+"):
                raise Refused("contents-line", "the contents hold a kept secret without a name or a text")
            found.append(line)
        elif line and not line.startswith("#"):
            if not is_key_uri(line):
                raise Refused("contents-line", "the contents hold a line that this format does not know")
            found.append(line)
    if not found:
        raise Refused("contents-empty", "the contents hold no account")
    return found + codes
