import { describe, expect, it } from "vitest";
import { parseFlowYaml } from "../../../src/import/formats/flow-yaml.js";
import { noteKeys } from "../../../src/import/lists/note-blocks.js";
import { expectLinear } from "../../helpers/growth.js";
import { readText } from "../helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

async function read(text: string) {
  const { format, accounts, skipped } = await readText(text);
  expect([format, skipped]).toEqual(["key-list", []]);
  return accounts.map((one) =>
    [one.issuer, one.account, one.secret, one.digits, one.type === "hotp" ? one.counter : one.period].join("|"),
  );
}

const BOTH = [`GitHub||${KEY}|6|30`, `GitLab||${RFC}|8|60`];

describe("names around a key", () => {
  it.each([
    ["YAML", `GitHub:\n  secret: ${KEY}\nGitLab:\n  secret: "${RFC}"\n  digits: 8\n  period: 60\n`],
    [
      "a list of YAML",
      `accounts:\n  - name: GitHub\n    otp: ${KEY}\n  - name: GitLab\n    otp: ${RFC}\n    digits: 8\n    period: 60\n`,
    ],
    ["TOML", `[GitHub]\nsecret = "${KEY}"\n\n[GitLab]\nsecret = '${RFC}'\ndigits = 8\nperiod = 60\n`],
    ["INI", `[GitHub]\r\ntotp_secret=${KEY}\r\n[GitLab]\r\ntotp_secret=${RFC}\r\ndigits=8\r\nperiod=60\r\n`],
    [
      "Markdown",
      `# Keys\n\n## GitHub\n\n- **TOTP**: \`${KEY}\`\n\n## GitLab\n- key: \`${RFC}\`\n- digits: 8\n- period: 60\n`,
    ],
    [
      "lists of TOML",
      `[[account]]\nname = "GitHub"\nsecret = "${KEY}"\n\n[[account]]\nname = "GitLab"\nsecret = "${RFC}"\ndigits = 8\nperiod = 60\n`,
    ],
    [
      "quotation marks",
      `- issuer: "GitHub"\n  secret: "${KEY}"\n- issuer: 'GitLab'\n  secret: "${RFC}"\n  digits: 8\n  period: 60\n`,
    ],
    [
      "Markdown with blank lines",
      `# 2FA\n\n## GitHub\n\nTOTP secret: \`JBSW Y3DP EHPK 3PXP\`\n\n## GitLab\n\nTOTP secret: \`${RFC}\`\n\n- digits: 8\n- period: 60\n`,
    ],
    ["lines above", `GitHub\n2FA: ${KEY}\n\nGitLab\n2FA secret: ${RFC}\ndigits: 8\nperiod: 60\n`],
    ["names again", `name: GitHub\nkey: ${KEY}\nname: GitLab\nkey: ${RFC}\ndigits: 8\nperiod: 60\n`],
  ])("%s", async (_, text) => {
    expect(await read(text)).toEqual(BOTH);
  });

  it.each([
    ["a user", `GitHub\nuser: me\npassword: hunter2hunter2hu\n2FA: jbsw y3dp ehpk 3pxp`, [`GitHub|me|${KEY}|6|30`]],
    ["Japanese", `サービス: 楽天\nユーザー: 太郎\n秘密鍵: JBSW Y3DP EHPK 3PXP`, [`楽天|太郎|${KEY}|6|30`]],
    ["backup codes", `site: A\nkey: ${KEY}\nBackup codes:\nABCD2345ABCD2345\nEFGH2345EFGH2345`, [`A||${KEY}|6|30`]],
    ["the word Key alone", `site: GitHub\nKey\nJBSW Y3DP EHPK 3PXP\n`, [`GitHub||${KEY}|6|30`]],
    ["a counter", `[A]\ntype = hotp\nsecret = ${KEY}\ncounter = 7`, [`A||${KEY}|6|7`]],
    ["a user in a section", `[A]\nuser = me\nsecret = ${KEY}`, [`A|me|${KEY}|6|30`]],
  ])("%s", async (_, text, accounts) => {
    expect(await read(text)).toEqual(accounts);
  });

  it.each([
    ["a password on the first line is no name", `Hunter\ntotp: ${KEY}`],
    ["a password stands above", `hunter2hunter2hu\n---\nurl: toot.test\nuser: me\ntotp: ${KEY}`],
    ["two keys stand together", `site: A\nkey: ${KEY}\nkey: ${RFC}`],
    ["a key may go on below", `site: A\nkey: ${KEY}\n${KEY}`],
    ["a key is mistyped", `site: A\nkey: JBSWY3DPEHPK3PX0`],
    ["a row may be a key", `site: A\nuser: b\nkey: ${KEY}\n\n${RFC}`],
    ["a setting is mistyped", `site: A\nkey: ${KEY}\ndigts: 8`],
    ["nothing is named", `key: ${KEY}`],
    ["a setting stands apart", `site: A\nkey: ${KEY}\n\ndigits: 8`],
    ["it is a sheet", `site: A\nT1 ABCD EFGH IJKL MNOP QRST\nkey: ${KEY}`],
    ["a Key URI stands there", `site: A\nkey: ${KEY}\notpauth://totp/a?secret=${RFC}`],
  ])("is left to those who read lines where %s", (_, text) => {
    expect(noteKeys(text)).toBeUndefined();
  });

  it.each(["[a]\n", "a:\n b: 1\n", "- name: a\n  key: b\n", "key: JBSWY3DPEHPK3PXP\n\n", `a: ${KEY}\n`])(
    "%j many times takes no more than its length",
    async (part) => {
      await expectLinear((size) => noteKeys(part.repeat(size)), 20_000, part);
    },
  );
});

describe("a table whose heading says no more than key", () => {
  it.each([
    [
      "Markdown",
      `Service | Key\n--- | ---\nGitHub | ${KEY}\nGitLab | ${RFC}\n`,
      [`GitHub||${KEY}|6|30`, `GitLab||${RFC}|6|30`],
    ],
    [
      "settings",
      `issuer,account,secret key,time step,digits\nA,a,${KEY},60,8\nB,b,${RFC},30,6\n`,
      [`A|a|${KEY}|8|60`, `B|b|${RFC}|6|30`],
    ],
    ["a name beside the issuer", `issuer,name,key\nA,a,${KEY}\nB,b,${RFC}\n`, [`A|a|${KEY}|6|30`, `B|b|${RFC}|6|30`]],
    ["Japanese", `名前,ユーザー名,キー\nA,a,${KEY}\nB,b,${RFC}\n`, [`A|a|${KEY}|6|30`, `B|b|${RFC}|6|30`]],
  ])("%s", async (_, text, accounts) => {
    expect(await read(text)).toEqual(accounts);
  });

  it("is none where keys are another service's", async () => {
    await expect(readText("user,key\na,AKIAIOSFODNN7EXAMPLE\nb,AKIAIOSFODNN7EXAMPLF\n")).rejects.toThrow();
  });
});

describe("labels that name the account", () => {
  it.each([
    ["for it", `2FA key for GitHub: ${KEY}\n2FA key for GitLab: ${RFC}\n`],
    ["before the words", `- GitHub TOTP secret: \`${KEY}\`\n- GitLab 2FA key = ${RFC}\nremember the milk\n`],
    ["in German", `TOTP-Schlüssel für GitHub: ${KEY}\nTOTP-Schlüssel für GitLab: ${RFC}\n`],
  ])("%s", async (_, text) => {
    const names = await read(text);
    expect(names).toEqual([`GitHub||${KEY}|6|30`, `GitLab||${RFC}|6|30`]);
  });

  it.each([
    ["a setting beside it", `2FA key for GitHub: ${KEY}\ndigits: 8`],
    ["the rest of the key below", `2FA key for GitHub: JBSW Y3DP EHPK 3PXP\nMFRG GZDF`],
    ["another key", `2FA key for GitHub: ${KEY}\n\nother\n${RFC}`],
    ["a password", `Password for GitHub: ${KEY}`],
    ["a key of another kind", `Recovery key for GitHub: ${KEY}`],
  ])("is not taken with %s", async (_, text) => {
    const result = await readText(text).catch(() => undefined);
    expect(result?.accounts.some(({ issuer }) => issuer === "GitHub") ?? false).toBe(false);
  });
});

describe("YAML written inline", () => {
  it.each([
    [
      "a list",
      `# mine\n---\naccounts:\n  - {name: GitHub, secret: ${KEY}, period: 30}\n  - {issuer: "GitLab", secret: '${RFC}', digits: 8, period: 60}\n`,
    ],
    ["names above", `GitHub: {totp: ${KEY}}\n"GitLab": {totp: ${RFC}, digits: 8, period: 60}\n`],
  ])("%s", async (_, text) => {
    const { format, accounts } = await readText(text);
    expect(format).toBe("json");
    const told = accounts.map((one) => [
      one.issuer,
      one.account,
      one.secret,
      one.digits,
      one.type === "hotp" ? 0 : one.period,
    ]);
    expect(told.map((one) => one.join("|"))).toEqual(BOTH);
  });

  it.each([
    ["a name twice", `- {name: A, secret: ${KEY}, secret: ${RFC}}`],
    ["another line", `- {name: A, secret: ${KEY}}\ndigits: 8`],
    ["a list in it", `- {name: A, secret: ${KEY}, digits: [8]}`],
    ["a reference", `- {name: A, secret: ${KEY}, digits: *d}`],
  ])("is not read with %s", async (_, text) => {
    expect(await readText(text).catch(() => undefined)).toBeUndefined();
  });

  it("takes time that grows with its length", async () => {
    for (const part of ["{a: b}\n", "- {a: 'b', ", "{", "a: {", "a: b, "]) {
      await expectLinear((count) => parseFlowYaml(`- {${part.repeat(count)}`), 20_000);
    }
  });
});
