import { say, sayAll } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { Column } from "../column.js";
import type { FieldName } from "../fields.js";
import { printable } from "../fonts.js";
import type { SetContent } from "./set-content.js";

/** The kind of a sheet, by what it carries. */
export function kindOf(content: SetContent): "sealed" | "share" | "keeper" {
  if (content.share) return "share";
  return content.threshold ? "keeper" : "sealed";
}

/** Key of a sentence that each kind of sheet has its own of. */
export function keyFor(name: string, content: SetContent): string {
  return `set.${name}-${kindOf(content)}`;
}

/** Values for the placeholders of any sentence of these sheets. */
export function valuesOf(content: SetContent): Record<string, string | number> {
  const { k = 0, n = 0 } = content.threshold ?? {};
  const { k: oldK = 0, n: oldN = 0 } = content.replaced?.threshold ?? {};
  return {
    k,
    n,
    x: content.share?.x ?? 0,
    set: content.setId,
    accounts: content.accountCount ?? 0,
    date: content.madeOn,
    version: content.version,
    format: content.format,
    replaces: content.replaces ?? "",
    destroy: n - k + 1,
    oldK,
    oldN,
    oldDestroy: oldN - oldK + 1,
  };
}

/** A column as wide as the page. */
export function columnOf(setting: Setting): Column {
  return new Column(setting.fonts, setting.widthMm);
}

/** The sentences of a key, one below the other. */
export function sentences(key: string, content: SetContent, pt: number, setting: Setting): Column {
  const column = columnOf(setting);
  for (const sentence of sayAll(setting.language, key, valuesOf(content))) column.text(sentence, { face: "text", pt });
  return column;
}

/** The sentences of a key as numbered steps. */
export function steps(key: string, content: SetContent, pt: number, setting: Setting, leading?: number): Column {
  const column = columnOf(setting);
  for (const [i, step] of sayAll(setting.language, key, valuesOf(content)).entries()) {
    if (i > 0) column.gap(leading === undefined ? 1 : 0.5);
    column.item(`${i + 1}.`, step, { face: "text", pt, ...(leading === undefined ? {} : { leading }) });
  }
  return column;
}

/** Blanks with their names, filled in where a sheet says what they hold. */
export function blankFields(
  column: Column,
  names: readonly FieldName[],
  content: SetContent,
  pt: number,
  rowMm: number,
  { fonts, language }: Setting,
): void {
  const labels = names.map((name) => say(language, `sheet.fields.${name}`));
  const nameWidthMm = Math.max(...labels.map((label) => fonts.width(label, "text", pt))) + 4;
  for (const [i, name] of names.entries()) {
    column.blank(labels[i] ?? "", printable(content.fields[name] ?? "", "text", fonts).text, pt, rowMm, nameWidthMm);
  }
}
