// Means of document-vectors.mjs and record-vectors.mjs: the fixed sets, and sets with one thing wrong.
import { readFileSync, writeFileSync } from "node:fs";
import { Encrypter } from "age-encryption";
import { decodeBase32, encodeBase32 } from "../../../dist/account/base32.js";
import { concatBytes, encodeUtf8, sha256 } from "../../../dist/bytes.js";
import { encodeFrame, makeFrames } from "../../../dist/paper/frame.js";
import { formatLine } from "../../../dist/paper/line.js";
import { formatRecord } from "../../../dist/paper/record.js";
import { encodeRoster, makeRoster } from "../../../dist/share/roster.js";
import { splitSecret } from "../../../dist/share/secret-sharing.js";
import { formatSetId } from "../../../dist/share/set-id.js";
import { encodeShare } from "../../../dist/share/share.js";

export const [small, rich, twelve, sealed, beyond] = JSON.parse(
  readFileSync(new URL("sets.json", import.meta.url), "utf8"),
);

const PASSPHRASE = encodeBase32(crypto.getRandomValues(new Uint8Array(20)));
const POINTS = splitSecret(encodeUtf8(PASSPHRASE), 2, 3);
const ROSTER = encodeRoster(await makeRoster(POINTS, 2));

/** Bytes with some of them replaced from a place on. */
export function altered(bytes, at, ...values) {
  return Uint8Array.from(bytes, (byte, i) => values[i - at] ?? byte);
}

/** An age file. */
export async function age(plaintext, passphrase = PASSPHRASE, logN = 10) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(logN);
  return encrypter.encrypt(plaintext);
}

/** A document under the fixed roster, or any other clear part. */
export function documentOf(ageFile, ...clear) {
  return concatBytes(clear.length > 0 ? concatBytes(...clear.map((part) => Uint8Array.from(part))) : SHARES, ageFile);
}

/** The clear part of a document in three shares of which two open it. */
export const SHARES = concatBytes(Uint8Array.of(0, 2), ROSTER);

/** Frames and shares of whatever bytes, under their own hash. */
export async function setOf(document) {
  const setId = (await sha256(document)).slice(0, 10);
  const frames = makeFrames(document, setId, false).map(frameText);
  const shares = POINTS.map((point) => shareText(encodeShare({ setId, k: 2, n: 3, point })));
  return { setId: formatSetId(setId), frames: frames.slice(0, Math.ceil(document.length / 115)), shares };
}

export function frameText(frame) {
  return formatRecord({ kind: "document", bytes: encodeFrame(frame) });
}

export function shareText(bytes) {
  return formatRecord({ kind: "share", bytes });
}

/** Bytes of a QR text. */
export function bytesOf(text) {
  return decodeBase32(text.slice(4));
}

/** A frame's text with header bytes replaced and its CRC-32 made right again. */
export function reframed(text, at, ...values) {
  const bytes = altered(bytesOf(text), at, ...values);
  const [setId, payload] = [bytes.slice(0, 10), bytes.slice(20)];
  const [index, dataCount, total, high, low] = bytes.slice(10);
  const right = encodeFrame({ setId, index, dataCount, total, length: high * 256 + low, payload });
  if (bytes[15] === 0) return formatRecord({ kind: "document", bytes: right });
  const header = concatBytes(bytes.slice(0, 16), payload);
  return formatRecord({ kind: "document", bytes: concatBytes(bytes.slice(0, 16), crc32(header), payload) });
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const value = (crc ^ 0xffffffff) >>> 0;
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A line's bytes, and a line of other bytes that checks. */
export function lineBytes(text) {
  return decodeBase32(text.split(" ").slice(1, 7).join(""));
}

export function lineOf(label, bytes) {
  return formatLine({ kind: label[0], number: Number(label.slice(1)), bytes });
}

/** A line with characters replaced by others: places from 1, blanks not counted. */
export function mistyped(text, places, by) {
  const [label, ...groups] = text.split(" ");
  const characters = [...groups.join("")];
  for (const place of places) {
    const old = characters[place - 1];
    characters[place - 1] = by ?? (old === "Q" ? "Z" : "Q");
  }
  return [label, ...characters.join("").match(/.{1,4}/gu)].join(" ");
}

/** What a set must give. */
export function given({ setId, plaintext }) {
  const lines = plaintext.split("\n");
  const keeps = lines.flatMap((line) => (line.startsWith("# keep: ") ? [line] : []));
  return [
    {
      set: setId,
      accounts: lines.filter((line) => line.startsWith("otpauth:")),
      ...(keeps.length > 0 ? { keeps } : {}),
    },
  ];
}
/** What a set must be refused with. */
export const fails = ({ setId }, error) => [{ set: setId, error }];
/** What must be said beside it. */
export const problem = (code, sheet) => ({ code, sheet });
/** Writes a file of vectors. */
export const write = (name, vectors) =>
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(vectors, undefined, 2)}\n`);
/** Two sheets of the small set with a share each; the document stands on the first. */
export const sheetsOf = (set, frames, shares = set.shares.slice(0, 2).map(({ code }) => code)) => ({
  first: [shares[0], ...frames],
  second: shares.slice(1),
});
