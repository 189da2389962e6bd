// Writes sets.json: whole sets by the built library, with its own randomness. Run once by hand; what it wrote is
// the vector and is never written again for a format version that sheets were printed in.
import { writeFileSync } from "node:fs";
import { encodeBase32 } from "../../../dist/account/base32.js";
import { parseOtpauth } from "../../../dist/account/otpauth-uri.js";
import { encodeUtf8 } from "../../../dist/bytes.js";
import { sealDocument } from "../../../dist/document/document.js";
import { formatContents } from "../../../dist/document/plaintext.js";
import { encodeFrame, FRAME_BYTES, makeFrames } from "../../../dist/paper/frame.js";
import { formatLine } from "../../../dist/paper/line.js";
import { encodeLines, encodeShareLines, MAX_LINES_PAYLOAD } from "../../../dist/paper/lines.js";
import { formatRecord } from "../../../dist/paper/record.js";
import { makeRoster } from "../../../dist/share/roster.js";
import { splitSecret } from "../../../dist/share/secret-sharing.js";
import { formatSetId } from "../../../dist/share/set-id.js";
import { encodeShare } from "../../../dist/share/share.js";

const ONE = ["otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example"];
const TWELVE = [
  "otpauth://totp/Amazon%20Web%20Services%3Aroot-account-mfa-device%40123456789012?secret=OZRAIC4WAHQG3HN4VGPX7BBNAMZJNY4PNAUKDFSRSEZPLHMJ5YXQPSG2NSDKV5NZ&issuer=Amazon%20Web%20Services",
  "otpauth://totp/%E4%BE%8B%E9%8A%80%E8%A1%8C%3A%E5%B1%B1%E7%94%B0%E8%8A%B1%E5%AD%90?secret=K4MDHRTBUUIL7SIIM6XBNB5NQQFA5BOR&issuer=%E4%BE%8B%E9%8A%80%E8%A1%8C",
  "otpauth://hotp/Locker%3A7?secret=3PQ2XQGVBQ4RXMAZBCLXTYNVXQO5U6QH&issuer=Locker&counter=41",
  "otpauth://steam/Steam%3Aplayer?secret=YWEKGR6G5FVKRQKXFXQRGKMOH4W5R5JR&issuer=Steam",
  "otpauth://totp/Long%3Acodes?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Long&algorithm=SHA256&digits=8&period=60",
  ...["mail", "cloud", "registrar", "forum", "shop", "bank", "tax"].map(
    (name, i) =>
      `otpauth://totp/${name}%3Ahousehold%40example.org?secret=${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".repeat(2).slice(4 * i, 4 * i + 32)}&issuer=${name}`,
  ),
];

/** Everything that sheets of a set carry. */
async function describe(name, contents, document, passphrase, points = [], k = 0) {
  const codesOnly = document.bytes.length > MAX_LINES_PAYLOAD;
  const shares = points.map((point) => ({ setId: document.setId, k, n: points.length, point }));
  const lines = codesOnly ? [] : (await encodeLines("D", document.bytes)).map(formatLine);
  return {
    name,
    passphrase,
    setId: formatSetId(document.setId),
    plaintext: formatContents(contents),
    document: Buffer.from(document.bytes).toString("hex"),
    frames: makeFrames(document.bytes, document.setId, codesOnly).map((frame) =>
      formatRecord({ kind: "document", bytes: encodeFrame(frame) }),
    ),
    lines,
    shares: shares.map((share) => {
      const bytes = encodeShare(share);
      return {
        code: formatRecord({ kind: "share", bytes }),
        lines: encodeShareLines(bytes, share.setId, share.point.x).map(formatLine),
      };
    }),
  };
}

function contentsOf(uris, fields = {}) {
  const accounts = uris.map((uri) => parseOtpauth(uri).account);
  return { accounts, keeps: [], made: "2026-01-01", notes: [], holders: [], ...fields };
}

async function splitSet(name, contents, k, n) {
  const passphrase = encodeBase32(crypto.getRandomValues(new Uint8Array(20)));
  const points = splitSecret(encodeUtf8(passphrase), k, n);
  const lock = { kind: "shares", roster: await makeRoster(points, k) };
  const document = await sealDocument(contents, lock, passphrase, FRAME_BYTES);
  return describe(name, contents, document, passphrase, points, k);
}

async function sealedSet(name, contents, passphrase) {
  const document = await sealDocument(contents, { kind: "passphrase" }, passphrase.normalize("NFKC"), FRAME_BYTES);
  return describe(name, contents, document, passphrase);
}

const rich = contentsOf(ONE, {
  title: "Household",
  replaces: "K7QF2M3XABCDEFGH",
  notes: ["ask the lawyer first", "金庫の鍵は書斎"],
  holders: ["Alice", "Bob", "千代", "Dan", "Eve"],
  keeps: [{ name: "old app 50 %", text: "motp deadbeef" }],
});
const sets = [
  await splitSet("one account, 2 of 3", contentsOf(ONE), 2, 3),
  await splitSet("one account and a kept secret, 3 of 5", rich, 3, 5),
  await splitSet("twelve accounts, 3 of 5", contentsOf(TWELVE), 3, 5),
  await sealedSet("one account, sealed", contentsOf(ONE), "orbit-lemon-canvas-thrive-motor-jungle-salt-wing"),
  await sealedSet("one account, sealed with a passphrase beyond ASCII", contentsOf(ONE), "ｐａｓｓ 鍵 e\u0301"),
];
writeFileSync(new URL("sets.json", import.meta.url), `${JSON.stringify(sets, undefined, 2)}\n`);
