import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { nodePlatform } from "../../node/platform.js";
import { SET_TEMPLATE_NAMES, TEMPLATE_NAMES } from "../../node/resources.js";
import { rasterisePdf } from "../../read/pages/pdf.js";
import { readBytes } from "../input/files.js";
import { openTemplate } from "../making/making.js";
import { writeFiles, writeFolder } from "../output/output.js";
import { type Session, tell, tellAll } from "../session.js";
import { shown, writeExactly, writeLine } from "../terminal/terminal.js";
import { ledger } from "./ledger.js";
import { print } from "./print.js";
import { recover } from "./recover.js";
import { PAGE_FILE } from "./recovery-page.js";
import { split } from "./split.js";
import { verify } from "./verify/verify.js";

/** Options of `demo`. */
interface DemoOptions {
  readonly output?: string;
  readonly template?: string;
}

/** An account that nobody has: its key says so, and AWS uses the number in its documentation. */
const EXAMPLE =
  "otpauth://totp/Amazon%20Web%20Services:root-account-mfa-device%40123456789012" +
  "?secret=EXAMPLE2ONLY2NOT2A2REAL2SECRET23&issuer=Amazon%20Web%20Services";

const ALL_TEMPLATES = [...TEMPLATE_NAMES, ...SET_TEMPLATE_NAMES];
const FOLDER = "paper-escrow-demo";
/** The ledger of all that it makes. */
const LEDGER_FILE = "ledger.json";
/** Most folders of earlier runs that are stepped over. */
const MOST_FOLDERS = 10_000;
/** Resolution of the picture: a slow office scanner's. */
const SCAN_DPI = 200;

/**
 * `demo`: makes a sheet of a made-up account in a new folder, and verifies it from the file and from a picture; then
 * splits the account in three and gets it back from two. It ends with the ledger: what is where, and when to look again.
 */
export async function demo(session: Session, { output = FOLDER, template }: DemoOptions): Promise<number> {
  // A fault in it leaves no folder.
  const layout = template === undefined ? "leaf" : (await openTemplate(template, ALL_TEMPLATES)).layout;
  const using = template === undefined ? {} : { template };
  const remarks = tellAll(session, "demo.remarks").map((line) => `# ${line}\n`);
  const example = { name: "example.txt", bytes: encodeUtf8(`${remarks.join("")}${EXAMPLE}\n`) };
  const folder = newFolder(session, output.replace(/[/\\]+$/u, "") || FOLDER, [example]);
  const source = join(folder, example.name);
  writeLine(tell(session, "demo.folder", { folder: shown(folder) }));

  const ofSet = layout === "share" || layout === "keeper";
  const made =
    layout === "sealed"
      ? await sealDemo(session, folder, source, using)
      : await openDemo(session, folder, source, ofSet ? {} : using);
  return Math.max(made, await splitDemo(session, folder, source, ofSet ? using : {}));
}

/** The template that a part of the demonstration uses. */
type Using = { readonly template?: string };

/** An open sheet, verified from the file and from a picture. */
async function openDemo(session: Session, folder: string, source: string, using: Using): Promise<number> {
  const sheet = join(folder, "sheet.pdf");
  const kept = join(folder, LEDGER_FILE);
  showCommand(`print ${shown(source)} -o ${shown(sheet)} --ledger ${shown(kept)}${optionOf(using)}`);
  await print(session, [source], { output: sheet, ledger: kept, ...using });
  const scan = await scanSheet(session, sheet, join(folder, "scan.png"));
  const sheets = scan === undefined ? [sheet] : [sheet, scan];
  writeLine();
  for (const line of tellAll(session, "demo.look", { sheet: shown(sheet) })) writeLine(line);
  showCommand(`verify ${sheets.map(shown).join(" ")} --expect ${shown(source)} --ledger ${shown(kept)}`);
  return verify(session, sheets, { expect: [source], ledger: kept });
}

/** A sealed sheet under a passphrase that nobody needs to remember. */
async function sealDemo(session: Session, folder: string, source: string, using: Using): Promise<number> {
  const [sheet, passphraseFile] = [join(folder, "sealed-sheet.pdf"), join(folder, "passphrase.txt")];
  const { generatePassphrase } = await import("../../make/passphrase.js");
  writeFiles(session, [{ path: passphraseFile, bytes: encodeUtf8(`${await generatePassphrase()}\n`) }]);
  const given = `--passphrase-file ${shown(passphraseFile)}`;
  const kept = join(folder, LEDGER_FILE);
  showCommand(`print ${shown(source)} --seal ${given} -o ${shown(sheet)} --ledger ${shown(kept)}${optionOf(using)}`);
  await print(session, [source], { seal: true, passphraseFile, output: sheet, ledger: kept, ...using });
  showCommand(`verify ${shown(sheet)} ${given} --expect ${shown(source)}`);
  return verify(session, [sheet], { passphraseFile, expect: [source] });
}

/** A set of three, of which two are enough. */
async function splitDemo(session: Session, folder: string, source: string, using: Using): Promise<number> {
  const set = join(folder, "set");
  writeLine();
  for (const line of tellAll(session, "demo.split")) writeLine(line);
  const kept = join(folder, LEDGER_FILE);
  showCommand(`split ${shown(source)} --shares 2-of-3 -o ${shown(set)} --ledger ${shown(kept)}${optionOf(using)}`);
  const templates = using.template === undefined ? {} : { template: [using.template] };
  await split(session, [source], { shares: "2-of-3", output: set, ledger: kept, ...templates });
  const two = [1, 3].map((x) => join(set, `share-${x}-of-3.pdf`));
  showCommand(`verify ${two.map(shown).join(" ")} --expect ${shown(source)}`);
  const verified = await verify(session, two, { expect: [source] });
  showCommand(`recover ${two.map(shown).join(" ")} --uris`);
  const recovered = await recover(session, two, { uris: true });
  writeLine();
  const words = { page: shown(join(set, PAGE_FILE)), sheets: two.map((path) => shown(basename(path))).join(", ") };
  for (const line of tellAll(session, "demo.page", words)) writeLine(line);
  writeLine();
  for (const line of tellAll(session, "demo.ledger")) writeLine(line);
  showCommand(`ledger ${shown(kept)}`);
  return Math.max(verified, recovered, await ledger(session, kept, {}));
}

function optionOf({ template }: Using): string {
  return template === undefined ? "" : ` --template ${shown(template)}`;
}

function showCommand(command: string): void {
  writeLine();
  writeExactly(`$ paper-escrow ${command}`);
}

/** Makes a folder that was not there, with files in it: `name`, `name-2`, `name-3` and so on. */
function newFolder(session: Session, name: string, files: Parameters<typeof writeFolder>[2]): string {
  for (let number = 1; number <= MOST_FOLDERS; number++) {
    const folder = number === 1 ? name : `${name}-${number}`;
    if (existsSync(folder)) continue;
    writeFolder(session, folder, files);
    return folder;
  }
  throw new EscrowError("output-exists", { file: basename(name) });
}

/** A picture of a sheet's front, as a scanner would make it. */
async function scanSheet(session: Session, sheet: string, path: string): Promise<string | undefined> {
  for await (const { raster } of rasterisePdf(await readBytes(sheet), nodePlatform, { dpi: SCAN_DPI })) {
    const { width, height, data } = raster;
    // Where native add-ons may not be loaded, the file alone is verified.
    const { default: sharp } = await import("sharp").catch(() => ({ default: undefined }));
    if (sharp === undefined) return undefined;
    const picture = sharp(data, { raw: { width, height, channels: 1 } }).withMetadata({ density: SCAN_DPI });
    writeFiles(session, [{ path, bytes: await picture.png().toBuffer() }]);
    return path;
  }
  return undefined;
}
