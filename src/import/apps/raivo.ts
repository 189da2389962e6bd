import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import type { Content } from "../content.js";
import { always } from "../entry.js";
import { decodeJson, type Json, member, textAt } from "../formats/json.js";
import { unzip, type ZipEntry } from "../formats/zip.js";
import { unzipAes } from "../formats/zip-aes.js";
import type { ReadContext, Source } from "../source.js";

/** Raivo OTP: its encrypted ZIP archive, or the `raivo-otp-export.json` in it, whose values are all texts. */
export const raivo: Source = {
  name: "raivo",
  detect: (content) => isRaivo(content.json) || zippedList(content) !== undefined,
  read: async (content, collector, context) => {
    const json = await listOf(content, context);
    if (!Array.isArray(json)) throw new EscrowError("source-damaged");
    for (const [i, entry] of json.entries()) readRaivoEntry(entry, i + 1, collector);
  },
};

function zippedList({ zip }: Content): ZipEntry | undefined {
  return zip?.find(({ name }) => name === "raivo-otp-export.json");
}

async function listOf(content: Content, context: ReadContext): Promise<Json | undefined> {
  const zipped = zippedList(content);
  if (zipped === undefined) return content.json;
  if (!zipped.encrypted) return decodeJson(unzip(zipped));
  return decodeJson(await context.unlock((password) => unzipAes(zipped, password, context)));
}

function isRaivo(json: Json | undefined): boolean {
  return (
    Array.isArray(json) &&
    json.some((entry) => ["kind", "timer", "secret"].every((name) => member(entry, name) !== undefined))
  );
}

function readRaivoEntry(entry: Json, number: number, collector: Collector): void {
  collector.addEntry(
    { entry: number },
    {
      issuer: textAt(entry, "issuer"),
      account: textAt(entry, "account"),
      secret: member(entry, "secret"),
      type: always(member(entry, "kind")),
      algorithm: always(member(entry, "algorithm")),
      digits: always(member(entry, "digits")),
      period: always(member(entry, "timer")),
      counter: always(member(entry, "counter")),
    },
  );
}
