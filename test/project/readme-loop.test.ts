import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import QRCode from "qrcode";
import { afterAll, describe, expect } from "vitest";
import { codesFrom } from "../../src/account/codes.js";
import { parseOtpauth } from "../../src/account/otpauth-uri.js";
import { wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const uri = (user: string) =>
  `otpauth://totp/Amazon%20Web%20Services:${user}@123456789012?secret=${SECRET}&issuer=Amazon%20Web%20Services`;

/** Stands in for the AWS command line and the wait: functions that the page's own lines call. */
const STUBS = `
aws() {
  case "$2" in
    create-virtual-mfa-device) cp "$4.code.png" "$8"; echo "arn:aws:iam::123456789012:mfa/$4" ;;
    enable-mfa-device) echo "$4 $6 $8 \${10}" >>enabled.txt ;;
  esac
}
sleep() { echo "slept $1" >>enabled.txt; }
paper-escrow() { "$NODE" "$CLI" "$@"; }
`;

describe("the way of docs/aws.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-readme-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  describeWith("bash", () => {
    wide("runs as it stands and enables each user with two codes in a row from the sheet", async () => {
      for (const user of ["admin", "deploy"]) await QRCode.toFile(join(folder, `${user}.code.png`), uri(user));
      const loop = readFileSync(join(root, "docs", "aws.md"), "utf8").match(/```sh\n(umask[\s\S]*?)```/u)?.[1] ?? "";
      writeFileSync(join(folder, "loop.sh"), `set -e${STUBS}${loop}`);
      const before = Date.now() / 1000;
      const { status, stderr } = spawnSync("bash", ["loop.sh"], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, CLI: join(root, "bin", "paper-escrow.js") },
      });
      expect(status, stderr).toBe(0);
      const enabled = readFileSync(join(folder, "enabled.txt"), "utf8").trim().split("\n");
      expect(enabled.filter((line) => line.startsWith("slept"))).toEqual(["slept 30", "slept 30"]);
      const { account } = parseOtpauth(uri("admin"));
      const codes = codesFrom(account, before, 12).map(({ code }) => code);
      for (const user of ["admin", "deploy"]) {
        const [, arn, first = "", second] = enabled.find((line) => line.startsWith(user))?.split(" ") ?? [];
        expect(arn).toBe(`arn:aws:iam::123456789012:mfa/${user}`);
        expect(codes.indexOf(first)).toBeGreaterThanOrEqual(0);
        expect(second).toBe(codes[codes.indexOf(first) + 1]);
      }
    });
  });
});
