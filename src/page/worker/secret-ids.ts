import type { Account } from "../../account/account.js";
import { formatOtpauth } from "../../account/otpauth-uri.js";
import type { Keep } from "../../document/plaintext.js";

/** Numbers by which the page asks for what only the worker holds. Whatever was ever seen keeps its own. */
export class SecretIds {
  private readonly accounts: Account[] = [];
  private readonly keeps: Keep[] = [];
  /** Of recovery codes. */
  private readonly labels: string[] = [];

  ofAccount(account: Account): number {
    const uri = formatOtpauth(account);
    const at = this.accounts.findIndex((one) => formatOtpauth(one) === uri);
    return at >= 0 ? at : this.accounts.push(account) - 1;
  }

  ofKeep({ name, text }: Keep): number {
    const at = this.keeps.findIndex((one) => one.name === name && one.text === text);
    return at >= 0 ? at : this.keeps.push({ name, text }) - 1;
  }

  /** @param label of recovery codes */
  ofLabel(label: string): number {
    const at = this.labels.indexOf(label);
    return at >= 0 ? at : this.labels.push(label) - 1;
  }

  account(id: number): Account | undefined {
    return this.accounts[id];
  }

  keep(id: number): Keep | undefined {
    return this.keeps[id];
  }

  label(id: number): string | undefined {
    return this.labels[id];
  }
}
