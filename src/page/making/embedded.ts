import { type Embedded, readEmbedded } from "../embedded.js";
import { unpackText } from "./unpack.js";

/** What the build puts into the page that makes sheets. */
export interface MakingEmbedded extends Embedded {
  /** The page's own hash as the build left it. See `ownHash`. */
  readonly self: string;
}

/** Reads the data blocks of the page. */
export function readMakingEmbedded(): MakingEmbedded {
  const text = (id: string) => document.getElementById(`embedded-${id}`)?.textContent ?? "";
  const embedded = readEmbedded();
  const { making, self } = JSON.parse(text("data")) as Pick<MakingEmbedded, "self"> & {
    making: Pick<NonNullable<Embedded["parts"]["making"]>, "templates" | "program" | "recoverSha256">;
  };
  const { version, languages } = embedded;
  return {
    ...embedded,
    self,
    parts: {
      ...embedded.parts,
      script: unpackText(embedded.parts.script),
      making: {
        ...making,
        fonts: { mono: text("font-mono"), text: text("font-text"), bold: text("font-bold") },
        recover: text("recover"),
        version,
        languages,
      },
    },
  };
}
