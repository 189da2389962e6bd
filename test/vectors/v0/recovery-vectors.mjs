// Writes recovery.json: documents with recovery codes, and with one fault each in such a line. Run by hand, and
// reviewed: a published vector is never edited.
import { age, documentOf, fails, setOf, sheetsOf, write } from "./faults.mjs";

const URI = "otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const LABEL = "Example%3Aalice%40example.com";

async function vector(name, plain, setsOf) {
  const set = await setOf(documentOf(await age(plain)));
  return { name, sheets: sheetsOf(set, set.frames, set.shares.slice(1)), sets: setsOf(set), problems: [] };
}
const opens = (name, plain, recovery, accounts = [URI], more = {}) =>
  vector(name, plain, (set) => [{ set: set.setId, accounts, ...more, recovery }]);
const wrong = (name, plain, error) => vector(name, plain, (set) => fails(set, error));
const code = (text, label = LABEL) => `# recovery: ${label} ${text}`;
const [first, second] = [code("a1b2c-3d4e5"), code("f6a7b-8c9d0")];
write("recovery", [
  await opens("recovery codes after their account", `${URI}\n${first}\n${second}\n`, [first, second]),
  await opens("recovery codes before their account", `${first}\n${URI}\n${second}\n`, [first, second]),
  await opens("a recovery code with blanks in it", `${URI}\n${code("1234 5678")}\n`, [code("1234 5678")]),
  await opens("a recovery code beyond ASCII", `${URI}\n${code("予備 12")}`, [code("予備 12")]),
  await opens("recovery codes under a label of no account", `${URI}\n${code("X7", "Other%3Abob")}\n`, [
    code("X7", "Other%3Abob"),
  ]),
  await opens("recovery codes without a label", `${URI}\n${code("X7", "")}\n`, [code("X7", "")]),
  await opens("recovery codes beside a kept secret", `# keep: old x\n${first}\n`, [first], [], {
    keeps: ["# keep: old x"],
  }),
  await wrong("recovery codes and nothing else", `${first}\n`, "contents-empty"),
  await wrong("a recovery line without a code", `${URI}\n# recovery: ${LABEL}\n`, "contents-line"),
  await wrong("a recovery line whose code is a blank", `${URI}\n# recovery: ${LABEL}  \n`, "contents-line"),
  await wrong("a recovery line that ends with a blank", `${URI}\n${first} \n`, "contents-line"),
  await wrong("a recovery line with a stray percent sign", `${URI}\n${code("X7", "50%")}\n`, "contents-line"),
]);
