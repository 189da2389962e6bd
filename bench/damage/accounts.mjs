import { makeAccount } from "../../dist/index.js";
import { seededRandom } from "./random.mjs";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A made-up secret that depends on its number alone. */
function secretOf(number, length) {
  const random = seededRandom(number);
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * 32)]).join("");
}

const AWS = makeAccount({
  issuer: "Amazon Web Services",
  account: "root-account-mfa-device@123456789012",
  secret: secretOf(1, 64),
});

const SERVICES = [
  "GitHub",
  "Google",
  "Microsoft",
  "Dropbox",
  "Slack",
  "Cloudflare",
  "GitLab",
  "Zoom",
  "Heroku",
  "npm",
  "Fastmail",
];

/** What is printed: one AWS account; twelve accounts, AWS among them. */
export const contents = {
  one: [AWS],
  twelve: [
    AWS,
    ...SERVICES.map((issuer, i) =>
      makeAccount({ issuer, account: `alice.${i + 1}@example.com`, secret: secretOf(i + 2, i % 3 === 0 ? 16 : 32) }),
    ),
  ],
};
