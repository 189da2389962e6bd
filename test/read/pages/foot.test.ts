import { expect, it } from "vitest";
import { loadFootWords } from "../../../src/node/resources.js";
import { inkMap } from "../../../src/read/lines/ink-map.js";
import { footOf } from "../../../src/read/pages/foot.js";
import { findRuler } from "../../../src/read/pages/ruler.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { readFoot } from "../../../src/recover/lines/foot-words.js";
import { drawnPages } from "../../helpers/scan.js";
import { OPEN, sheetsOf, TEN_ACCOUNTS } from "../../helpers/sheets.js";

it("a foot tells which page it is, though the length of its ruler is two pixels off: at the far end that is seven", async () => {
  const account = TEN_ACCOUNTS["GitHub, 16 characters"];
  if (!account) throw new Error("an account");
  const [front] = (await drawnPages((await sheetsOf([account], OPEN)).pdf)) as [Raster];
  const ink = inkMap(front);
  const ruler = findRuler(ink);
  if (!ruler) throw new Error("no ruler");
  const words = await loadFootWords();
  const feet = [-2, 0, 2].map((off) =>
    readFoot(footOf(ink, { ...ruler, along: { ...ruler.along, x: ruler.along.x + off } }), words),
  );
  expect(feet).toEqual([1, 1, 1].map((page) => ({ kind: "open", page, pages: 2 })));
});
