import type { Collector } from "../collector.js";
import { childOf, childrenOf, childText, type XmlElement } from "../formats/xml.js";
import { hasAuthenticator, type KeepassStrings, readKeepassEntry } from "./keepass-entry.js";

/** UUID that stands for none. */
const NO_UUID = "AAAAAAAAAAAAAAAAAAAAAA==";

/**
 * Takes the authenticators of a KeePass database, in the order of its groups. Old versions of entries are none of it;
 * those in the recycle bin are counted.
 * @param root the element `KeePassFile`
 * @param values texts of protected values
 */
export function readKeepassDatabase(
  root: XmlElement,
  values: ReadonlyMap<XmlElement, string>,
  collector: Collector,
): void {
  const bin = recycleBin(childOf(root, "Meta"));
  let entry = 0;
  let deleted = 0;
  const walk = (group: XmlElement, inBin: boolean): void => {
    for (const child of group.children) {
      if (child.name === "Group") walk(child, inBin || (bin !== undefined && childText(child, "UUID")?.trim() === bin));
      if (child.name !== "Entry") continue;
      const strings = stringsOf(child, values);
      entry++;
      if (!inBin) readKeepassEntry({ entry }, strings, collector);
      else if (hasAuthenticator(strings)) deleted++;
    }
  };
  for (const top of childrenOf(root, "Root")) walk(top, false);
  if (deleted > 0) collector.warn({}, "entries-deleted", { count: deleted });
}

function recycleBin(meta: XmlElement | undefined): string | undefined {
  const uuid = childText(meta, "RecycleBinUUID")?.trim();
  const enabled = childText(meta, "RecycleBinEnabled")?.trim().toLowerCase() !== "false";
  return enabled && uuid !== NO_UUID && uuid !== "" ? uuid : undefined;
}

function stringsOf(entry: XmlElement, values: ReadonlyMap<XmlElement, string>): KeepassStrings {
  return new Map(
    childrenOf(entry, "String").map((string) => {
      const value = childOf(string, "Value");
      const text = value === undefined ? "" : (values.get(value) ?? value.text);
      return [(childText(string, "Key") ?? "").trim().toLowerCase(), text];
    }),
  );
}
