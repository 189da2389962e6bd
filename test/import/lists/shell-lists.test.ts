import { describe, expect, it } from "vitest";
import { codesFrom } from "../../../src/account/codes.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { readText } from "../helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const HEX = "3132333435363738393031323334353637383930";

async function read(text: string) {
  const { format, accounts, warnings } = await readText(text);
  const shown = accounts.map((one) =>
    [one.issuer, one.secret, one.type, one.algorithm, one.digits, one.type === "hotp" ? one.counter : one.period].join(
      " ",
    ),
  );
  return { format, shown, aside: warnings.flatMap(({ code, data }) => (code === "text-aside" ? [data.count] : [])) };
}

describe("a file of settings such as .env", () => {
  it("gives the keys, named by what stands before the words for them", async () => {
    const text = `# keys\nGITHUB_TOTP_SECRET=${KEY}\nexport MY_BANK_OTP_SEED="${RFC}"\nMY_BANK_OTP_DIGITS=8\nMY_BANK_OTP_PERIOD=60\nDB_PASSWORD=hunter2\n`;
    expect(await read(text)).toEqual({
      format: "key-list",
      shown: [`GITHUB ${KEY} totp SHA1 6 30`, `MY BANK ${RFC} totp SHA1 8 60`],
      aside: [3],
    });
  });

  it.each([
    ["no key has a name", `SECRET=${KEY}`],
    ["what stands there is no key", "GITHUB_TOTP_ENABLED=true\nGITHUB_TOTP_SECRET=changeme"],
    ["it is another secret", `AWS_SECRET_ACCESS_KEY=${RFC}\nAPI_KEY=${KEY}`],
  ])("is left to others where %s", async (_, text) => {
    await expect(readText(text)).rejects.toThrow();
  });
});

/** Commands, and the accounts that they are of. */
const COMMANDS: readonly (readonly [command: string, shown: string])[] = [
  [`oathtool --totp -b ${KEY}`, ` ${KEY} totp SHA1 6 30`],
  [`oathtool -b --totp=sha256 -d 8 -s 60s "${RFC.replace(/.{4}/gu, "$& ").trim()}"`, ` ${RFC} totp SHA256 8 60`],
  [`oathtool --totp=SHA512 --digits=7 --time-step-size=15s --base32 ${RFC}`, ` ${RFC} totp SHA512 7 15`],
  [`oathtool --base32 -c 7 ${RFC}`, ` ${RFC} hotp SHA1 6 7`],
  [`oathtool -d8 ${HEX}`, ` ${RFC} hotp SHA1 8 0`],
  [`oathtool --totp ${HEX}`, ` ${RFC} totp SHA1 6 30`],
];

describe("commands of oathtool", () => {
  it.each(COMMANDS)("%s", async (command, shown) => {
    expect(await read(`#!/bin/sh\n${command}\n`)).toEqual({ format: "key-list", shown: [shown], aside: [] });
  });

  it("are named by their alias, function or variable", async () => {
    const text = `alias gh="oathtool --totp -b ${KEY}"\nbank() { oathtool -b --totp '${RFC}' | xclip; }\ncode=$(oathtool --totp -b ${KEY})\necho done\n`;
    expect(await read(text)).toEqual({
      format: "key-list",
      shown: [`gh ${KEY} totp SHA1 6 30`, `bank ${RFC} totp SHA1 6 30`, `code ${KEY} totp SHA1 6 30`],
      aside: [1],
    });
  });

  it.each([
    ["the key is elsewhere", "oathtool --totp -b $KEY"],
    ["an option changes the codes", `oathtool --totp --now='2000-01-01' -b ${KEY}`],
    ["it is prose", "install oathtool with apt"],
  ])("give nothing where %s", async (_, text) => {
    await expect(readText(text)).rejects.toThrow();
  });
});

describeWith("oathtool", () => {
  it.each(COMMANDS)("gives the codes of the account: %s", async (command) => {
    const [account] = (await readText(command)).accounts;
    const [first] = account === undefined ? [] : codesFrom(account, 1_700_000_000, 1);
    const then = command.replace("oathtool", "oathtool --now='2023-11-14 22:13:20 UTC'");
    expect(runProgram("sh", ["-c", then]).toString().trim()).toBe(first?.code);
  });
});
