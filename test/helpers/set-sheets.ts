import { readFile } from "node:fs/promises";
import { encodeUtf8 } from "../../src/bytes.js";
import { type Document, sealDocument } from "../../src/document/document.js";
import type { Contents } from "../../src/document/plaintext.js";
import type { SetOptions, SetResources } from "../../src/make/set-codes.js";
import { type PlannedReprint, planReprint } from "../../src/make/set-sheets.js";
import { type LanguageCode, loadLanguage } from "../../src/node/resources.js";
import { FRAME_BYTES } from "../../src/paper/frame.js";
import { makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { parseTemplate } from "../../src/sheet/template.js";
import { fonts } from "./sheets.js";

const template = async (name: string) => {
  const path = new URL(`../../templates/${name}.jsonc`, import.meta.url);
  return parseTemplate(await readFile(path, "utf8"), `${name}.jsonc`);
};

/** What sheets of sets are made with. */
export async function setResources(language: LanguageCode): Promise<SetResources> {
  const [sealed, share, keeper] = await Promise.all([template("sealed"), template("share"), template("keeper")]);
  const program = await readFile(new URL("../../templates/format-card.py", import.meta.url), "utf8");
  return { fonts, language: await loadLanguage(language), templates: { sealed, share, keeper }, program };
}

/**
 * A sealed sheet as it is laid out, which no passphrase opens: it looks alike whatever opens it, and sealing with a
 * person's passphrase takes seconds.
 */
export async function planSealedQuickly(
  contents: Contents,
  options: SetOptions,
  resources: SetResources,
): Promise<PlannedReprint> {
  const lock = { kind: "shares", roster: await makeRoster(splitSecret(encodeUtf8("A".repeat(32)), 2, 2), 2) } as const;
  const open = await sealDocument(contents, lock, "made up", FRAME_BYTES);
  const sealed: Document = { ...open, lock: { kind: "passphrase" } };
  return planReprint(sealed, [], contents, options, resources);
}
