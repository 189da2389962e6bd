import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Contents } from "../../../src/document/plaintext.js";
import { makeOpenSheets } from "../../../src/make/open-sheets.js";
import { drawSheet, planSealed, planShares } from "../../../src/make/set-sheets.js";
import { loadRecoveryPage, loadTemplate, loadVersion } from "../../../src/node/resources.js";
import type { Order } from "../../../src/page/making/answers.js";
import { wide } from "../../helpers/full.js";
import { mockRandom, withSameRandom } from "../../helpers/same-random.js";
import { setResources } from "../../helpers/set-sheets.js";
import { resourcesOf } from "../../helpers/sheets.js";
import { AWS } from "../helpers/fixtures.js";
import { TestMaking } from "../helpers/making.js";

const PASSPHRASE = "defense gravity tuna orbit canyon jungle frost acid basket ribbon olive zebra";
const CODES = ["qx81-77aa", "qx82-88bb", "qx83-99cc"];
const SEED = 7;
const version = await loadVersion();
/** Names of every writing that the page's fonts were cut for. */
const WORDS = { title: "電話をなくしたとき", owner: "髙橋 Ægir Łukasz" };
const HOLDERS = ["Aunt Zoë, +41 44 555 01 10", "渡邊さん", ""];

beforeAll(async () => {
  // What making loads when it is first needed is there: loading draws random bytes, too.
  await planShares(contents(HOLDERS), { k: 2, n: 3 }, { paper: "letter", version }, await setResources("ja"));
  mockRandom();
});
afterAll(() => vi.restoreAllMocks());

const digests = (pdfs: readonly Uint8Array[]) => pdfs.map((pdf) => createHash("sha256").update(pdf).digest("hex"));

/** What the page makes of the account with its recovery codes. */
async function made(more: Partial<Order>): Promise<readonly string[]> {
  const making = new TestMaking();
  const { id } = (await making.desk.addTyped(uriOf(), "", "")).accounts[0]!;
  await making.desk.addRecovery(id, making.ticket({ name: "", bytes: CODES.join("\n") }));
  const order = await making.order({ language: "ja", paper: "letter", ...more });
  if (order.kind === "sealed") await making.desk.choosePassphrase(PASSPHRASE, order);
  const { files } = await withSameRandom(SEED, () => making.desk.make(order));
  return digests(await Promise.all(files.map((file) => making.desk.pdf(file.id))));
}

const uriOf = () =>
  `otpauth://totp/${encodeURIComponent(`${AWS.issuer}:${AWS.account}`)}?secret=${AWS.secret}&issuer=${encodeURIComponent(AWS.issuer)}`;
const recovery = [{ label: encodeURIComponent(`${AWS.issuer}:${AWS.account}`), codes: CODES }];
const contents = (holders: readonly string[]): Contents => ({
  ...{ accounts: [AWS], keeps: [], recovery, ...WORDS, notes: [], holders, made: "2026-03-01" },
});
const fields = { "this-sheet-kept-at": "金庫" };

describe("what the page makes equals, byte for byte, what the library makes", () => {
  it("of an open sheet", async () => {
    const options = { paper: "letter", madeOn: "2026-03-01", version, copies: 1, fields } as const;
    const resources = {
      ...(await resourcesOf({ template: "open", paper: "letter", language: "ja" })),
      recoveryTemplate: await loadTemplate("recovery"),
    };
    const { pdf } = await makeOpenSheets([AWS], options, resources, [], undefined, recovery);
    expect(await made({ fields })).toEqual(digests([pdf]));
  });

  wide("of a sealed sheet", async () => {
    const page = await made({ kind: "sealed", ...WORDS, fields });
    const resources = await setResources("ja");
    const options = { paper: "letter", version, fields } as const;
    const set = await withSameRandom(SEED, () => planSealed(contents([]), PASSPHRASE, options, resources));
    expect(page).toEqual(digests(await Promise.all(set.sheets.map((sheet) => drawSheet(sheet, resources)))));
  });

  wide("of the sheets of a split set, the keeper's page among them", async () => {
    const workshopSha256 = "0123456789abcdef".repeat(4);
    const page = await made({ kind: "shares", ...WORDS, k: 2, holders: HOLDERS, names: true, workshopSha256 });
    const resources = await setResources("ja");
    const { sha256 } = await loadRecoveryPage();
    const recoveryPage = { version, sha256, workshopSha256 };
    const options = { paper: "letter", version, fields: {}, showAccounts: true, recoveryPage } as const;
    const set = await withSameRandom(SEED, () => planShares(contents(HOLDERS), { k: 2, n: 3 }, options, resources));
    expect(page).toHaveLength(4);
    expect(page).toEqual(digests(await Promise.all(set.sheets.map((sheet) => drawSheet(sheet, resources)))));
  });
});
