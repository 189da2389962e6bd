import { describe, expect, it } from "vitest";
import { wide } from "../../helpers/full.js";
import { encodePng } from "../../helpers/photo.js";
import { rasterOf } from "../helpers/fixtures.js";
import { TestMaking } from "../helpers/making.js";

const KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const URI = `otpauth://totp/GitHub:alice?secret=${KEY}&issuer=GitHub`;
/** A kind of secret that gives no codes here. */
const KEPT = "# keep: Bank%3Adora 12AB-34CD-56EF";
const CODES = "1f2e3-d4c5b\n6a7b8-c9d0e\n";

const states = ({ sheets }: Awaited<ReturnType<TestMaking["prove"]>>) =>
  sheets.map(({ holds, state }) => `${holds} ${state}`);

describe("the proof of open sheets", () => {
  wide("of a kept secret alone is its own paper, and nothing less", async () => {
    const making = new TestMaking();
    await making.add({ name: "kept.txt", bytes: `${KEPT}\n` });
    await making.make();
    const scans = await making.scans(0);
    const other = new TestMaking();
    await other.add({ name: "other.txt", bytes: `${URI}\n` });
    await other.make();
    const [foreign] = await other.scans(0);
    const before = await making.prove(foreign!);
    expect(before.proved).toBe(false);
    expect(states(before)).toEqual(["keep waits"]);
    const after = await making.prove(scans[0]!);
    expect(states(after)).toEqual(["keep works"]);
    expect(after.proved).toBe(true);
  });

  wide("of an account, a kept secret and recovery codes is each of their papers", async () => {
    const making = new TestMaking();
    const { accounts } = await making.add({ name: "all.txt", bytes: `${URI}\n` }, { name: "kept.txt", bytes: KEPT });
    await making.desk.addRecovery(accounts[0]!.id, making.ticket({ name: "", bytes: CODES }));
    await making.make();
    const seen: string[][] = [];
    let proof = await making.prove((await making.scans(0))[0]!);
    for (const scan of (await making.scans(0)).slice(1)) {
      seen.push(states(proof));
      expect(proof.proved).toBe(false);
      proof = await making.prove(scan);
    }
    expect(seen[0]).toEqual(["account works", "keep waits", "recovery waits"]);
    expect(states(proof)).toEqual(["account works", "keep works", "recovery works"]);
    expect(proof.proved).toBe(true);
  });

  it("is no picture of the code that the service shows, however it came about", async () => {
    const making = new TestMaking();
    await making.add({ name: "one.txt", bytes: `${URI}\n` });
    await making.make();
    const screenshot = { name: "fresh.png", bytes: await encodePng(rasterOf(URI, 5)) };
    const bare = await making.prove(screenshot);
    expect(bare.proved).toBe(false);
    expect(states(bare)).toEqual(["account bare"]);
    const proof = await making.prove((await making.scans(0))[0]!);
    expect(states(proof)).toEqual(["account works"]);
    expect(proof.proved).toBe(true);
  });

  it("is no text, no file that was made, and nothing that sheets were made of", async () => {
    const making = new TestMaking();
    const other = new TestMaking();
    await other.add({ name: "source.txt", bytes: `${URI}\n` });
    await other.make();
    const [picture] = await other.scans(0);
    await making.add(picture!);
    await making.make();
    const pdf = { name: "sheet-001.pdf", bytes: await making.desk.pdf(0) };
    for (const given of [picture!, pdf, { name: "export.txt", bytes: `${URI}\n` }]) {
      await expect(making.prove(given), given.name).rejects.toMatchObject({ code: "source-unproven" });
    }
    expect((await making.prove((await making.scans(0))[1]!)).proved).toBe(true);
  });
});
