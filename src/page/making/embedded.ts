import { type Embedded, embeddedText, readEmbedded } from "../embedded.js";
import { unpack } from "../unpack.js";

/** What the build puts into the page that makes sheets. */
export interface MakingEmbedded extends Embedded {
  /** The page's own hash as the build left it. See `ownHash`. */
  readonly self: string;
}

/** Reads the data blocks of the page. */
export async function readMakingEmbedded(): Promise<MakingEmbedded> {
  const embedded = readEmbedded(await unpack(embeddedText("worker")));
  const { making, self } = JSON.parse(embeddedText("data")) as Pick<MakingEmbedded, "self"> & {
    making: Pick<NonNullable<Embedded["parts"]["making"]>, "templates" | "program" | "recoverSha256">;
  };
  const { version, languages } = embedded;
  return {
    ...embedded,
    self,
    parts: {
      ...embedded.parts,
      making: {
        ...making,
        fonts: { mono: embeddedText("font-mono"), text: embeddedText("font-text"), bold: embeddedText("font-bold") },
        recover: embeddedText("recover"),
        version,
        languages,
      },
    },
  };
}
