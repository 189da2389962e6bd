/** Archives, by how they begin: four bytes at least, which no backup without a mark has by chance. */
const ARCHIVES: readonly (readonly [kind: string, mark: string])[] = [
  ["ZIP", "PK\x03\x04"],
  ["gzip", "\x1f\x8b\x08\0"],
  ["gzip", "\x1f\x8b\x08\x08"],
  ["7z", "7z\xbc\xaf"],
  ["RAR", "Rar!"],
  ["xz", "\xfd7zXZ"],
  ["bzip2", "BZh91AY"],
  ["Zstandard", "\x28\xb5\x2f\xfd"],
];

/** Sound, films, fonts, programs, and what other programs encrypted, all as random as a backup without a mark. */
const OTHERS = ["ID3\x03", "ID3\x04", "OggS", "fLaC", "RIFF", "\x1aE\xdf\xa3", "wOFF", "wOF2", "\x7fELF", "\0asm"];
const ENCRYPTED = ["Salted__"];
/** How a file of age begins, and one that is armoured as text. */
const AGE = ["age-encryption.org/v1", "-----BEGIN AGE ENCRYPTED FILE-----"];

/**
 * The kind of an archive, by its signature.
 * @returns `undefined` for what is none
 */
export function archiveKind(bytes: Uint8Array): string | undefined {
  return ARCHIVES.find(([, mark]) => begins(bytes, mark))?.[0];
}

/** Documents, by how they begin, and those that are ZIP archives, by a file in them. */
const DOCUMENTS: readonly (readonly [format: string, mark: string])[] = [
  ["RTF", "{\\rtf"],
  ["Word, Excel (97–2003)", "\xd0\xcf\x11\xe0\xa1\xb1"],
  ["Safari (.webarchive)", "bplist00"],
];
const PACKED_DOCUMENTS: readonly (readonly [format: string, file: RegExp])[] = [
  ["Word (.docx)", /^word\/document\.xml$/u],
  ["Excel (.xlsx)", /^xl\/workbook\.(?:xml|bin)$/u],
  ["PowerPoint (.pptx)", /^ppt\/presentation\.xml$/u],
  ["Pages, Numbers, Keynote", /^Index(?:\/Document\.iwa|\.zip)$/u],
  ["OpenDocument (.odt, .ods)", /^(?:META-INF\/manifest|content)\.xml$/u],
  ["EPUB", /^META-INF\/container\.xml$/u],
];

/** Documents that are text: how they begin, behind a declaration of XML or what else may stand before. */
const WRITTEN_DOCUMENTS: readonly (readonly [format: string, start: RegExp])[] = [
  ["OpenDocument (.fodt, .fods)", /^\s*(?:<\?xml[^>]{0,200}>\s*)?<office:document[\s>]/u],
  ["HTML", /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html)[\s>]/iu],
];
/** Bytes of its beginning that are looked at. */
const BEGINNING = 1_000;

/**
 * What a document of a word processor or table program is called, the same in every language.
 * @param names of the files in it, where it is a ZIP archive
 */
export function documentFormat(bytes: Uint8Array, names: readonly string[]): string | undefined {
  const packed = PACKED_DOCUMENTS.find(([, file]) => names.some((name) => file.test(name)));
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, BEGINNING)).replace(/^ï»¿/u, "");
  const written = WRITTEN_DOCUMENTS.find(([, mark]) => mark.test(start));
  return (packed ?? DOCUMENTS.find(([, mark]) => begins(bytes, mark)) ?? written)?.[0];
}

/** Whether bytes begin as a file of a known kind in which no app exports accounts. */
export function isOtherFile(bytes: Uint8Array): boolean {
  const film = begins(bytes.subarray(4), "ftyp");
  return (
    film ||
    archiveKind(bytes) !== undefined ||
    documentFormat(bytes, []) !== undefined ||
    [...OTHERS, ...ENCRYPTED].some((mark) => begins(bytes, mark))
  );
}

/** Whether bytes are what age encrypted. */
export function isAgeFile(bytes: Uint8Array): boolean {
  return AGE.some((mark) => begins(bytes, mark));
}

function begins(bytes: Uint8Array, mark: string): boolean {
  return [...mark].every((character, i) => bytes[i] === character.charCodeAt(0));
}
