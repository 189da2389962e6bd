// How importing grows with the number of accounts: `npm run bench:import`, on an otherwise idle machine.
// For each shape of export, medians of runs in one process, in time of the processor: 200 accounts, 2,000, and their
// ratio (goal: ≤ 12, ≤ 1 s).
import { readSource } from "../dist/import/registry.js";

const RUNS = 25;
const WARM_UP = 5;
const MOST_RATIO = 12;
const MOST_SECONDS = 1;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A made-up secret that depends on its number alone. */
function secretOf(number) {
  let state = number + 1;
  return Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ALPHABET[state >>> 27];
  }).join("");
}

const nameOf = (number) => `user-${number}@example.com`;
const uriOf = (number) =>
  `otpauth://totp/Example:${encodeURIComponent(nameOf(number))}?secret=${secretOf(number)}&issuer=Example`;
const each = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const element = (key, value) => `<String><Key>${key}</Key><Value>${value}</Value></String>`;

const SHAPES = {
  "list of otpauth texts": (count) => each(count, uriOf).join("\n"),
  "JSON (Aegis)": (count) =>
    JSON.stringify({
      version: 1,
      header: { slots: null, params: null },
      db: {
        version: 2,
        entries: each(count, (i) => ({
          type: "totp",
          name: nameOf(i),
          issuer: "Example",
          info: { secret: secretOf(i), algo: "SHA1", digits: 6, period: 30 },
        })),
      },
    }),
  "table (Bitwarden CSV)": (count) =>
    ["folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp"]
      .concat(each(count, (i) => `,,login,Example,,,0,,${nameOf(i)},x,${uriOf(i)}`))
      .join("\n"),
  "XML (KeePass)": (count) =>
    `<?xml version="1.0"?><KeePassFile><Meta/><Root><Group><Name>Root</Name>${each(
      count,
      (i) =>
        `<Entry>${element("Title", "Example")}${element("UserName", nameOf(i))}${element("otp", uriOf(i).replaceAll("&", "&amp;"))}</Entry>`,
    ).join("")}</Group></Root></KeePassFile>`,
};

async function seconds(bytes, count) {
  const start = process.cpuUsage();
  const { accounts } = await readSource({ name: "bench", bytes }, { readCodes: async () => [] });
  const { user, system } = process.cpuUsage(start);
  const taken = (user + system) / 1e6;
  if (accounts.length !== count) throw new Error(`${accounts.length} accounts instead of ${count}`);
  return taken;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

console.log("| accounts of one file | 200 | 2,000 | ratio | goal |\n|---|---|---|---|---|");
let missed = false;
for (const [name, make] of Object.entries(SHAPES)) {
  const [few, many] = [200, 2000].map((count) => new TextEncoder().encode(make(count)));
  const times = { few: [], many: [] };
  for (let run = -WARM_UP; run < RUNS; run++) {
    const [a, b] = [await seconds(few, 200), await seconds(many, 2000)];
    if (run < 0) continue;
    times.few.push(a);
    times.many.push(b);
  }
  const [a, b] = [median(times.few), median(times.many)];
  missed ||= b / a > MOST_RATIO || b > MOST_SECONDS;
  console.log(
    `| ${name} | ${(a * 1000).toFixed(1)} ms | ${(b * 1000).toFixed(1)} ms | ${(b / a).toFixed(1)} × | ≤ ${MOST_RATIO} ×, ≤ ${MOST_SECONDS} s |`,
  );
}
process.exitCode = missed ? 1 : 0;
