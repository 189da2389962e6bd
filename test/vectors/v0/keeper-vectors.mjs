// Writes keepers.json: codes of keeper's pages of the fixed sets with one fault each. Run by hand, and reviewed: a
// published vector is never edited.
import { crc32 } from "node:zlib";
import { decodeBase32 } from "../../../dist/account/base32.js";
import { formatRecord } from "../../../dist/paper/record.js";
import { altered, bytesOf, fails, given, problem, rich, sealed, sheetsOf, small, write } from "./faults.mjs";

const textOf = (bytes) => formatRecord({ kind: "keeper", bytes: Uint8Array.from(bytes) });
/** Twenty bytes, the CRC-32 right. */
const checked = (bytes) => {
  const crc = crc32(Buffer.from(bytes));
  return [...bytes, crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255];
};
const idOf = ({ setId }) => [...decodeBase32(setId.replaceAll("-", ""))];
/** 2026-01-01 is day 20,454. */
const keeper = (set, threshold, rest = [0x4f, 0xe6, 0, 1, 0]) => textOf(checked([...idOf(set), threshold, ...rest]));
const said = ({ setId }, k, n, made = "2026-01-01", accounts = 1) => ({ set: setId, k, n, made, accounts });

const code = keeper(small, 0x12);
const right = bytesOf(code);
const alone = (name, text, ...keepers) => ({ name, sheets: { keeper: [text] }, sets: [], keepers, problems: [] });
const refused = (name, text, error) => ({ ...alone(name, text), problems: [problem(error, "keeper")] });
const beside = (name, set, text, keepers, ...problems) => ({
  name,
  sheets: { ...sheetsOf(set, set.frames), keeper: [text] },
  sets: given(set),
  keepers,
  problems,
});
write("keepers", [
  alone("a keeper's page alone", code, said(small, 2, 3)),
  alone("as zbarimg writes it", `QR-Code:${code}`, said(small, 2, 3)),
  alone("day and number not said", keeper(small, 0x12, [0, 0, 0, 0, 0]), { set: small.setId, k: 2, n: 3 }),
  alone(
    "the last day and the largest number",
    keeper(small, 0xff, [255, 255, 255, 255, 0]),
    said(small, 16, 16, "2149-06-06", 65_535),
  ),
  beside("with the sheets of its set", small, code, [said(small, 2, 3)]),
  {
    name: "with the sheets of another set",
    sheets: {
      ...sheetsOf(
        rich,
        rich.frames,
        rich.shares.slice(0, 3).map((share) => share.code),
      ),
      keeper: [code],
    },
    sets: given(rich),
    keepers: [said(small, 2, 3)],
    problems: [],
  },
  {
    name: "a keeper's page is no share",
    sheets: { first: [small.shares[0].code, ...small.frames], keeper: [code] },
    sets: fails(small, "shares-missing"),
    keepers: [said(small, 2, 3)],
    problems: [],
  },
  beside(
    "of its set, with another k",
    small,
    keeper(small, 0x22),
    [said(small, 3, 3)],
    problem("keeper-differs", "keeper"),
  ),
  beside(
    "of its set, with another n",
    small,
    keeper(small, 0x13),
    [said(small, 2, 4)],
    problem("keeper-differs", "keeper"),
  ),
  {
    name: "of a set that is sealed with a passphrase",
    sheets: { first: sealed.frames, keeper: [keeper(sealed, 0x12)] },
    passphrase: sealed.passphrase,
    sets: given(sealed),
    keepers: [said(sealed, 2, 3)],
    problems: [problem("keeper-differs", "keeper")],
  },
  refused("wrong CRC-32", textOf(altered(right, 19, right[19] ^ 1)), "keeper-check"),
  refused("one bit of the set id altered", textOf(altered(right, 3, right[3] ^ 1)), "keeper-check"),
  refused("another day under the old CRC-32", textOf(altered(right, 12, right[12] ^ 1)), "keeper-check"),
  refused("reserved byte set", keeper(small, 0x12, [0x4f, 0xe6, 0, 1, 1]), "keeper-reserved"),
  refused("k = 1", keeper(small, 0x02), "keeper-threshold"),
  refused("k > n", keeper(small, 0x32), "keeper-threshold"),
  refused("truncated by five bytes", code.slice(0, -8), "keeper-length"),
  refused("five trailing bytes", `${code}AAAAAAAA`, "keeper-length"),
  refused("truncated by one character", code.slice(0, -1), "record-broken"),
  refused("only a prefix", "PE0K", "record-broken"),
  refused("later version", `PE1K${code.slice(4)}`, "record-version"),
]);
