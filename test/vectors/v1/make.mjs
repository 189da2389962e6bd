// Writes the vectors of PE1. Its records are those of PE0 under another prefix (FORMAT.md, "PE0, the trial format"), so
// its vectors are too: what was a text of a later version there is one of PE2 here. mixed.json is new: both versions in
// one pile. Run once by hand; what it wrote is never written again.
import { readFileSync, writeFileSync } from "node:fs";

const FILES = ["sets", "frames", "shares", "documents", "contents", "recovery", "lines", "keepers", "receipts"];

const read = (name) => readFileSync(new URL(`../v0/${name}.json`, import.meta.url), "utf8");
const renamed = (text) => text.replace(/"(QR-Code:)?PE1/gu, '"$1PE2').replace(/"(QR-Code:)?PE0/gu, '"$1PE1');
const write = (name, text) => writeFileSync(new URL(`${name}.json`, import.meta.url), text);

for (const name of FILES) write(name, renamed(read(name)));
// A work factor of 20 is accepted in PE1. The header that names it is altered, and does not open.
const documents = JSON.parse(renamed(read("documents")));
for (const vector of documents.filter(({ name }) => name.startsWith("work factor 20 "))) {
  vector.sets[0].error = "passphrase-wrong";
  vector.problems = ["first", "second"].map((sheet) => ({ code: "share-not-in-roster", sheet }));
}
write("documents", `${JSON.stringify(documents, undefined, 2)}\n`);

const [old] = JSON.parse(read("sets"));
const [set] = JSON.parse(renamed(read("sets")));
const accounts = set.plaintext.split("\n").filter((line) => line.startsWith("otpauth:"));
const opens = [{ set: set.setId, accounts }];
const shares = old.shares.map(({ code }) => code);
const later = (text) => text.replace("PE1", "PE2");
const mixed = [
  {
    name: "one sheet of each version",
    sheets: { old: [shares[0], ...old.frames], new: [set.shares[1].code, ...set.frames] },
    sets: opens,
    problems: [],
  },
  {
    name: "the same share in both versions counts once",
    sheets: { old: [shares[0], ...old.frames], new: [set.shares[0].code, ...set.frames] },
    sets: [{ set: set.setId, error: "shares-missing" }],
    problems: [],
  },
  {
    name: "frames of both versions together give the document",
    sheets: { old: [shares[0], ...old.frames.slice(0, 1)], new: [set.shares[1].code, ...set.frames.slice(3)] },
    sets: opens,
    problems: [],
  },
  {
    name: "lines of one, codes of the other",
    sheets: { old: [...old.shares[0].lines, ...old.lines], new: [set.shares[1].code] },
    sets: opens,
    problems: [],
  },
  {
    name: "a share of a later version beside good ones",
    sheets: { first: [set.shares[0].code, ...set.frames], second: [later(set.shares[1].code)], third: [shares[2]] },
    sets: opens,
    problems: [{ code: "record-version", sheet: "second" }],
  },
];
write("mixed", `${JSON.stringify(mixed, undefined, 2)}\n`);
