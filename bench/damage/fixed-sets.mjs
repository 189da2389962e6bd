// Makes the sets that are printed in every run, once: `node bench/damage/fixed-sets.mjs`. A set's document and shares
// are drawn at random, so that they are kept; sheets are laid out from them anew each time.
import { writeFileSync } from "node:fs";
import { planSealed, planShares } from "../../dist/index.js";
import { contents } from "./accounts.mjs";
import { setResources } from "./sheets.mjs";

const PASSPHRASE = "made up for measuring damage only";
const options = { paper: "a4", version: "0.1.0" };
const resources = await setResources();
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

const sets = {};
for (const [name, accounts] of Object.entries(contents)) {
  const said = { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01" };
  const sealed = await planSealed(said, PASSPHRASE, options, resources);
  const shared = await planShares(said, { k: 3, n: 5 }, options, resources);
  const shares = shared.sheets.flatMap(({ share }) => (share ? [base64(share.point.y)] : []));
  sets[name] = { sealed: base64(sealed.document.bytes), shared: { document: base64(shared.document.bytes), shares } };
}
writeFileSync(new URL("fixed-sets.json", import.meta.url), `${JSON.stringify(sets, null, 2)}\n`);
