import { describe, expect, it } from "vitest";
import { generatePassphrase } from "../../../src/make/passphrase.js";
import { guessesLog10 } from "../../../src/make/passphrase-strength.js";
import { FULL, wide } from "../../helpers/full.js";
import { folderWith, namesIn, run, uriOf } from "../helpers/run.js";

const LEAST = 14;
const KNOWN = [
  "Grandmother's recovery papers, second copy",
  "Zwiebelfisch Genossenschaft",
  "quentin.abernathy@example.com",
];

/** Each kind next to its like: by default every third is tried. */
const WEAK = [
  "to be or not to be that is the question",
  "To Be, Or Not To Be: That Is The Question!",
  "whether 'tis nobler in the mind to suffer",
  "It was the best of times, it was the worst of times",
  "3.14159265358979323846264338327950288",
  "2.718281828459045235360287471352",
  "1.41421356237309504880168872420969807",
  "吾輩は猫である。名前はまだ無い。",
  "いろはにほへと ちりぬるを わかよたれそ",
  "wagahai wa neko de aru namae wa mada nai",
  "1984-05-12 1986-11-03",
  "17 Lindenbaum Avenue, Westerford WF3 9QX",
  "Kastanienstraße 12, 04229 Obermühlbach",
  "宮城県青葉市本町3丁目2-1",
  "Grandmother's recovery papers, second copy",
  "grandmothersrecoverypapers secondcopy",
  "zwiebelfisch genossenschaft quentin.abernathy",
  "Zwiebelfisch Genossenschaft 2024!",
];

describe("a passphrase that many know, or that stands on the sheet", () => {
  it.each(FULL ? WEAK : WEAK.filter((_, i) => i % 6 === 0))("is weak: %s", async (passphrase) => {
    expect(await guessesLog10(passphrase.normalize("NFKC"), KNOWN)).toBeLessThan(LEAST);
  });

  it("is judged by what else is in it", async () => {
    expect(await guessesLog10("to be or not to be, vq7Xk2 mPz91 tLw", KNOWN)).toBeGreaterThan(LEAST);
    for (let i = 0; i < (FULL ? 5 : 2); i++)
      expect(await guessesLog10(await generatePassphrase(), KNOWN)).toBeGreaterThan(LEAST);
  });

  wide("is refused by print --seal, be it the title, the owner, a note, a field or an account's names", () => {
    const title = "Quillfeather Orchard Bylaws";
    const folder = folderWith({
      "key.txt": uriOf("Dornbusch Sparverein", "ottokar.winzig"),
      "a.pw": title,
      "b.pw": "dornbusch sparverein ottokar winzig",
    });
    const made = ["print", "--seal", "key.txt", "-o", "x.pdf", "--no-self-check"];
    for (const args of [
      ["--passphrase-file", "a.pw", "--title", title],
      ["--passphrase-file", "a.pw", "--owner", title],
      ["--passphrase-file", "a.pw", "--note", title],
      ["--passphrase-file", "a.pw", "--field", `password-kept-at=${title}`],
      ["--passphrase-file", "b.pw"],
    ]) {
      const { status, stderr } = run([...made, ...args], { cwd: folder });
      expect(status).toBe(1);
      expect(stderr).toMatch(/easy to guess\n.*--allow-weak/u);
    }
    expect(namesIn(folder)).toEqual(["a.pw", "b.pw", "key.txt"]);
  });
});
