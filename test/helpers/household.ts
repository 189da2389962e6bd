import { makeAccount } from "../../src/account/account.js";
import type { Contents } from "../../src/document/plaintext.js";

const SERVICES = ["Amazon Web Services", "GitHub", "Google", "Fastmail", "Slack", "Zoom", "npm", "GitLab", "Heroku"];
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
let state = 7;
const secret = (length: number) =>
  Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return ALPHABET.charAt(state >> 26);
  }).join("");

/** Twelve accounts of a household: the first has a long key, as AWS gives it. */
export const HOUSEHOLD_ACCOUNTS = Array.from({ length: 12 }, (_, i) =>
  makeAccount({
    issuer: SERVICES[i] ?? `Shop ${i}`,
    account: `ada.${i}@example.com`,
    secret: secret(i === 0 ? 64 : 32),
  }),
);

/** Five people and how to reach them. */
export const HOLDERS = {
  en: [
    "Ada Example, +1 555 0100",
    "Ben, ben@example.com",
    "Notary C, 12 High Street",
    "Dan",
    "Aunt Eve, in the red book",
  ],
  ja: ["山田花子, 090-0000-0000", "鈴木, suzuki@example.com", "法律事務所, 東京都千代田区1-2-3", "高橋", "伊藤"],
};

/** What a set of the first accounts holds. @param holders none for a sealed sheet */
export function householdContents(language: "en" | "ja", count: number, holders: readonly string[]): Contents {
  return {
    accounts: HOUSEHOLD_ACCOUNTS.slice(0, count),
    keeps: [],
    notes: [],
    holders,
    made: "2026-03-01",
    owner: language === "en" ? "Ada Example" : "山田花子",
    title: language === "en" ? "for when a phone is lost" : "スマートフォンをなくしたとき用",
  };
}
