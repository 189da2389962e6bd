import { EscrowError } from "../../error.js";
import { isOtpText } from "../collector.js";
import { decodeBase64, decodeUtf8 } from "../formats/encodings.js";
import { isObject, type Json, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

const ISSUER = "Amazon Web Services";

/**
 * What AWS answers to `CreateVirtualMFADevice`, as its command line, its shell and its SDKs print it: the key in base32,
 * in base64 once more where it is printed as bytes, and the picture of its QR code.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_VirtualMFADevice.html
 */
export const awsCli: Source = {
  name: "aws-cli",
  detect: ({ json }) => deviceIn(json) !== undefined,
  read: async ({ json }, collector, context) => {
    const device = deviceIn(json);
    const seed = textAt(device, "Base32StringSeed")?.trim() ?? "";
    const picture = decodeBase64(textAt(device, "QRCodePNG") ?? "");
    if (seed !== "") {
      collector.addEntry({}, { issuer: ISSUER, account: accountOf(device), secret: seedText(seed) });
      return;
    }
    const texts = picture === undefined || picture.length === 0 ? [] : await context.readCodes(picture);
    for (const text of texts.filter(isOtpText)) await collector.addText({}, text);
    if (texts.length === 0) throw new EscrowError("source-no-accounts");
  },
};

function deviceIn(json: Json | undefined): Json | undefined {
  return [member(json, "VirtualMFADevice"), json].find(
    (one) => isObject(one) && ["Base32StringSeed", "QRCodePNG"].some((name) => textAt(one, name) !== undefined),
  );
}

/** The key itself: what base32 cannot be is base64 of it. */
function seedText(seed: string): string {
  if (/^[A-Z2-7]+=*$/u.test(seed)) return seed;
  const bytes = decodeBase64(seed);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes)?.trim();
  return text !== undefined && /^[A-Z2-7]{16,}=*$/u.test(text) ? text : seed;
}

/** As AWS writes it into the QR code: `NAME@ACCOUNT`. */
function accountOf(device: Json | undefined): string {
  const [, account = "", name = ""] =
    /^arn:[a-z-]+:iam::(\d*):mfa\/(?:.*\/)?([^/]+)$/u.exec(textAt(device, "SerialNumber") ?? "") ?? [];
  const user = textAt(device, "User", "UserName") ?? name;
  return account === "" || user === "" ? user : `${user}@${account}`;
}
