import { EscrowError } from "../../error.js";
import { parseXml, type XmlElement } from "../formats/xml.js";
import type { Source } from "../source.js";
import { isProtected } from "./kdbx-values.js";
import { readKeepassDatabase } from "./keepass-database.js";

/** The XML that KeePass 2 and KeePassXC export: a database in the clear. */
export const keepassXml: Source = {
  name: "keepass-xml",
  detect: ({ xmlRoot }) => xmlRoot === "KeePassFile",
  read: async ({ text = "" }, collector) => {
    const root = parseXml(text);
    // The inside of a database, whose key is elsewhere.
    if (hasProtected(root)) throw new EscrowError("source-encrypted");
    readKeepassDatabase(root, new Map(), collector);
  },
};

function hasProtected(element: XmlElement): boolean {
  return (isProtected(element) && element.text.trim() !== "") || element.children.some(hasProtected);
}
