// Writes frames.json, shares.json and lines.json: records and lines of the fixed sets with one fault each. Run by hand,
// and reviewed: a published vector is never edited.
import { makeFrames } from "../../../dist/paper/frame.js";
import {
  altered,
  bytesOf,
  fails,
  frameText,
  given,
  lineBytes,
  lineOf,
  mistyped,
  problem,
  reframed,
  rich,
  sealed,
  shareText,
  sheetsOf,
  small,
  twelve,
  write,
} from "./faults.mjs";

const f = small.frames;
const forged = makeFrames(crypto.getRandomValues(new Uint8Array(345)), bytesOf(f[0]).slice(0, 10), false).map(
  frameText,
);
const frame = (name, frames, sets, ...problems) => ({ name, sheets: sheetsOf(small, frames), sets, problems });
const refused = (name, bad, code) => frame(name, [bad, ...f.slice(1)], given(small), problem(code, "first"));
const s = small.shares.map(({ code }) => code);
write("frames", [
  frame("all frames of one sheet", f, given(small)),
  frame("two frames missing", f.slice(2), given(small)),
  frame("two frames missing, the others backwards", [f[4], f[2], f[0]], given(small)),
  frame("three frames missing", [f[1], f[4]], fails(small, "frames-missing")),
  { name: "no frame", sheets: sheetsOf(small, []), sets: fails(small, "frames-missing"), problems: [] },
  {
    name: "frames lent between sheets, one on both",
    sheets: { first: [s[0], f[0], f[3]], second: [f[3], s[2], f[1]] },
    sets: given(small),
    problems: [],
  },
  {
    name: "texts as zbarimg writes them",
    sheets: sheetsOf(
      small,
      f.map((text) => `QR-Code:${text}`),
    ),
    sets: given(small),
    problems: [],
  },
  refused("wrong CRC-32", shifted(f[0], 100), "frame-check"),
  refused("wrong byte of the header", shifted(f[0], 12), "frame-check"),
  refused("reserved byte set", reframed(f[0], 15, 1), "frame-reserved"),
  refused("index beyond the total", reframed(f[0], 10, 5), "frame-numbers"),
  refused("no data frames", reframed(f[0], 11, 0), "frame-numbers"),
  refused("fewer data frames than the length takes", reframed(f[0], 11, 2), "frame-numbers"),
  refused("total below the data frames", reframed(f[0], 12, 2), "frame-numbers"),
  refused("length 0", reframed(f[0], 11, 0, 5, 0, 0), "frame-numbers"),
  refused("length beyond 18 KiB", reframed(f[0], 11, 161, 215, 0x48, 0x01), "frame-numbers"),
  refused("truncated by five bytes", f[0].slice(0, -8), "frame-length"),
  refused("five trailing bytes", `${f[0]}AAAAAAAA`, "frame-length"),
  refused("truncated by one character", f[0].slice(0, -1), "record-broken"),
  refused("only a prefix", "PE0D", "record-broken"),
  refused("later version", `PE1D${f[0].slice(4)}`, "record-version"),
  refused("unknown kind of record", `PE0X${f[0].slice(4)}`, "record-version"),
  frame(
    "another total",
    f.map((text) => reframed(text, 12, 9)),
    given(small),
  ),
  {
    name: "one sheet's frames are all wrong",
    sheets: { bad: [s[0], ...forged], good: [s[1], ...f] },
    sets: given(small),
    problems: [problem("frames-of-another-document", "bad")],
  },
  {
    name: "one sheet's only frame is wrong",
    sheets: { bad: [s[0], forged[1]], good: [s[1], ...f] },
    sets: given(small),
    problems: [problem("frames-of-another-document", "bad")],
  },
  {
    name: "three sheets are wrong in three ways, one is right",
    sheets: {
      bad: [s[0], forged[0], f[1], f[2]],
      worse: [forged[1], f[0], f[2]],
      worst: [forged[2], f[0], f[1]],
      good: [s[1], ...f.slice(2)],
    },
    sets: given(small),
    problems: ["bad", "worse", "worst"].map((sheet) => problem("frames-of-another-document", sheet)),
  },
  {
    name: "two candidates for one frame on one sheet",
    sheets: sheetsOf(small, [forged[0], ...f]),
    sets: given(small),
    problems: [problem("frames-of-another-document", "first")],
  },
  frame("enough frames, one of them wrong", [forged[0], f[1], f[2]], fails(small, "frames-conflict")),
  frame(
    "wrong frames of another length",
    [...makeFrames(new Uint8Array(200), bytesOf(f[0]).slice(0, 10), false).map(frameText), ...f],
    given(small),
    problem("frames-of-another-document", "first"),
  ),
  {
    name: "sheets of two sets",
    sheets: { first: [s[0], ...f], other: [rich.shares[0].code, ...rich.frames], second: [s[1]] },
    sets: [...given(small), ...fails(rich, "shares-missing")],
    problems: [],
  },
]);

function shifted(text, at) {
  const bytes = bytesOf(text);
  return text.slice(0, 4) + shareText(altered(bytes, at, bytes[at] ^ 4)).slice(4);
}

const raw = s.map(bytesOf);
const share = (name, shares, sets, ...problems) => ({ name, sheets: sheetsOf(small, f, shares), sets, problems });
const lone = (name, bad, code) => share(name, [s[0], bad], fails(small, "shares-missing"), problem(code, "second"));
const spare = rich.shares.map(({ code }) => code);
write("shares", [
  share("shares 2 and 3", [s[1], s[2]], given(small)),
  share("all three", s, given(small)),
  ...[
    [0, 1, 4],
    [1, 3, 4],
    [4, 2, 0],
    [0, 1, 2, 3, 4],
  ].map((indices) => ({
    name: `shares ${indices.map((i) => i + 1).join(", ")} of a set of 3 of 5`,
    sheets: sheetsOf(
      rich,
      rich.frames,
      indices.map((i) => spare[i]),
    ),
    sets: given(rich),
    problems: [],
  })),
  share("one of two", [s[2]], fails(small, "shares-missing")),
  {
    name: "two of three",
    sheets: sheetsOf(rich, rich.frames, spare.slice(3)),
    sets: fails(rich, "shares-missing"),
    problems: [],
  },
  share("the same share twice", [s[0], s[0]], fails(small, "shares-missing")),
  { name: "no share", sheets: { first: f }, sets: fails(small, "shares-missing"), problems: [] },
  lone("x = 0", shareText(altered(raw[1], 11, 0)), "share-index"),
  lone("x > n", shareText(altered(raw[1], 11, 4)), "share-index"),
  lone("k = 1", shareText(altered(raw[1], 10, 0x02)), "share-threshold"),
  lone("k > n", shareText(altered(raw[1], 10, 0x32)), "share-threshold"),
  lone("reserved byte set", shareText(altered(raw[1], 44, 1)), "share-reserved"),
  lone("truncated by five bytes", s[1].slice(0, -8), "share-length"),
  lone("five trailing bytes", `${s[1]}AAAAAAAA`, "share-length"),
  lone("truncated by one character", s[1].slice(0, -1), "record-broken"),
  lone("later version", `PE1S${s[1].slice(4)}`, "record-version"),
  lone("a share altered in one bit", shareText(altered(raw[1], 20, raw[1][20] ^ 1)), "share-not-in-roster"),
  lone("a share under another x", shareText(altered(raw[1], 11, 3)), "share-not-in-roster"),
  lone("a share that says another k", shareText(altered(raw[1], 10, 0x22)), "share-not-in-roster"),
  lone("a share that says another n", shareText(altered(raw[1], 10, 0x13)), "share-not-in-roster"),
  share(
    "an altered share among enough",
    [s[0], shareText(altered(raw[1], 20, 1)), s[2]],
    given(small),
    problem("share-not-in-roster", "second"),
  ),
  share(
    "the same x with other bytes",
    [s[0], shareText(altered(raw[1], 20, 1)), s[1]],
    given(small),
    problem("share-not-in-roster", "second"),
  ),
  share(
    "the same x and y with another n first",
    [shareText(altered(raw[0], 10, 0x13)), s[0], s[1]],
    given(small),
    problem("share-not-in-roster", "first"),
  ),
  {
    name: "the same x with other bytes and no document",
    sheets: { first: [s[0]], second: [shareText(altered(raw[0], 20, 1))] },
    sets: fails(small, "shares-missing"),
    problems: [problem("share-conflict", "first"), problem("share-conflict", "second")],
  },
  {
    name: "enough shares and no document",
    sheets: { first: [s[0]], second: [s[1]] },
    sets: fails(small, "frames-missing"),
    problems: [],
  },
  {
    name: "a share of another set",
    sheets: sheetsOf(small, f, [s[0], spare[1]]),
    sets: [...fails(small, "shares-missing"), ...fails(rich, "shares-missing")],
    problems: [],
  },
  share(
    "another set's share under this set's id",
    [s[0], shareText(altered(bytesOf(spare[1]), 0, ...raw[0].slice(0, 11)))],
    fails(small, "shares-missing"),
    problem("share-not-in-roster", "second"),
  ),
  {
    name: "a share with the id of a sealed set",
    sheets: { first: [...sealed.frames, shareText(altered(raw[0], 0, ...bytesOf(sealed.frames[0]).slice(0, 10)))] },
    passphrase: sealed.passphrase,
    sets: given(sealed),
    problems: [problem("share-not-in-roster", "first")],
  },
]);

const D = small.lines;
const lines = (name, changed, sets, ...problems) => ({
  name,
  sheets: { first: [...s.slice(0, 2), ...changed] },
  sets,
  problems,
});
const replaced = (all, replacements) =>
  all.map((line) => replacements[line.split(" ")[0]] ?? line).filter((line) => line !== "");
const d = (name, replacements, sets = given(small), ...problems) =>
  lines(name, replaced(D, replacements), sets, ...problems);
const heading = lineBytes(D[0]);
const badHeading = (name, at, ...values) =>
  d(
    name,
    { D0: lineOf("D0", altered(heading, at, ...values)) },
    fails(small, "frames-missing"),
    problem("line-check", "first"),
  );
const S = small.shares.map((one) => one.lines);
const own = (name, first, sets, ...problems) => ({
  name,
  sheets: { first, second: [...S[2], ...D, ...D.slice(0, 1)] },
  sets,
  problems,
});
const checked = (line, at, value) => lineOf(line.split(" ")[0], altered(lineBytes(line), at, value));
const padded = twelve.lines.length - 3;
write("lines", [
  d("as printed", {}),
  lines("backwards", D.toReversed(), given(small)),
  lines(
    "lower case, no blanks, hyphens",
    D.map((line) => line.toLowerCase().replace(/ /u, ":").replaceAll(" ", "-")),
    given(small),
  ),
  d("heading and two lines missing, the heading at the end", { D0: "", D3: "", D17: D[0] }, given(small)),
  d("three lines missing", { D1: "", D2: "", D25: "" }, fails(small, "lines-missing")),
  d("one wrong character", { D4: mistyped(D[4], [9]) }),
  d(
    "two wrong characters in each of three lines",
    Object.fromEntries([3, 4, 20].map((i) => [`D${i}`, mistyped(D[i], [i, 28])])),
  ),
  d(
    "five wrong characters in two lines",
    { D5: mistyped(D[5], [1, 2, 3, 4, 5]), D6: mistyped(D[6], [6, 7, 8, 9, 10]) },
    given(small),
    problem("line-check", "first"),
  ),
  d("three unreadable characters", { D7: mistyped(D[7], [1, 2, 28], "?") }),
  d(
    "four unreadable characters",
    { D7: mistyped(D[7], [1, 2, 3, 28], "8") },
    given(small),
    problem("line-check", "first"),
  ),
  d("a line too short", { D8: D[8].slice(0, -1) }, given(small), problem("line-length", "first")),
  d("a line too long", { D8: `${D[8]} AA` }, given(small), problem("line-length", "first")),
  d(
    "two lines under each other's number",
    { D1: D[1].replace("D1", "D2"), D2: D[2].replace("D2", "D1") },
    given(small),
    problem("line-check", "first"),
  ),
  d("a line that checks with other bytes", { D9: checked(D[9], 3, 0) }),
  d("a line twice, once with other bytes", { D9: `${checked(D[9], 3, 0)}`, D10: D[10], D25: D[9] }),
  d(
    "three lines that check with other bytes",
    Object.fromEntries([9, 10, 11].map((i) => [`D${i}`, checked(D[i], 3, 0)])),
    fails(small, "lines-id-mismatch"),
  ),
  d("no heading", { D0: "" }, fails(small, "frames-missing"), problem("lines-heading-missing", "first")),
  badHeading("heading of version 1", 10, 1),
  badHeading("heading with the first reserved byte set", 13, 1),
  badHeading("heading with the second reserved byte set", 14, 1),
  badHeading("heading of length 0", 11, 0, 0),
  badHeading("heading of length 2049", 11, 8, 1),
  d("heading of another length", { D0: lineOf("D0", altered(heading, 12, 0x58)) }, fails(small, "lines-id-mismatch")),
  {
    name: "two blocks, two lines of each missing",
    sheets: {
      first: [
        ...[0, 2, 4].map((i) => twelve.shares[i].code),
        ...twelve.lines.filter((_, i) => ![1, 30, 33, padded].includes(i)),
      ],
    },
    sets: given(twelve),
    problems: [],
  },
  {
    name: "half of the lines on each of two sheets",
    sheets: { first: [s[0], ...D.slice(0, 14)], second: [s[1], D[0], ...D.slice(14)] },
    sets: given(small),
    problems: [problem("lines-missing", "first"), problem("lines-missing", "second")],
  },
  {
    name: "codes of a share, lines of the document, too few frames",
    sheets: { first: [s[0], f[0], ...D], second: [s[2], f[0]] },
    sets: given(small),
    problems: [],
  },
  own("shares by their lines", S[0], given(small)),
  own("a share with two lines missing", [S[0][0], ...S[0].slice(3)], given(small)),
  own(
    "a share with three lines missing",
    [S[0][0], ...S[0].slice(4)],
    fails(small, "shares-missing"),
    problem("lines-missing", "first"),
  ),
  own(
    "a share with two wrong characters in every line",
    S[0].map((line) => mistyped(line, [10, 20])),
    given(small),
  ),
  own("a share's line that checks with other bytes", replaced(S[0], { S2: checked(S[0][2], 4, 1) }), given(small)),
  own(
    "a share that was altered with its parity",
    alteredShare(),
    fails(small, "shares-missing"),
    problem("lines-id-mismatch", "first"),
  ),
  own(
    "a share under another x in its heading",
    replaced(S[0], { S0: checked(S[0][0], 13, 2) }),
    fails(small, "shares-missing"),
    problem("lines-id-mismatch", "first"),
  ),
  own(
    "a share's heading with x = 0",
    replaced(S[0], { S0: checked(S[0][0], 13, 0) }),
    fails(small, "shares-missing"),
    problem("line-check", "first"),
  ),
  own(
    "a share without heading",
    S[0].slice(1),
    fails(small, "shares-missing"),
    problem("lines-heading-missing", "first"),
  ),
  {
    name: "shares by their lines, and no document",
    sheets: { first: S[0], second: S[1] },
    sets: fails(small, "frames-missing"),
    problems: [],
  },
  { name: "sealed", sheets: { first: sealed.lines }, passphrase: sealed.passphrase, sets: given(sealed), problems: [] },
]);

/** Another y in the third line and in parity: every line checks and they agree. */
function alteredShare() {
  // The third of three lines weighs 1 at 3 and 6 at 4: FORMAT.md, "Worked example".
  const weights = [0, 0, 0, 1, 1, 6];
  return S[0].map((line, i) => checked(line, 0, lineBytes(line)[0] ^ weights[i]));
}
