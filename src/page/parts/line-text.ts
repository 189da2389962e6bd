import type { PlacedCorrection } from "../answers.js";
import { element } from "./element.js";

/** Characters of a group. */
const GROUP = 4;
/** The label of a line, such as `D3`, and what follows it. */
const LABEL = /^\s*([A-Za-z]\s?\d{1,4})[\s:.]\s*(.*)$/u;

/** A typed line taken apart: its label, and its characters without blanks. */
function partsOf(line: string): { label: string; characters: string } {
  const [, label = "", rest = ""] = LABEL.exec(line.normalize("NFKC")) ?? [];
  return { label: label.toUpperCase().replace(/\s/gu, ""), characters: rest.toUpperCase().replace(/[\s-]/gu, "") };
}

/** A line with characters taken as they are probably meant. */
export function corrected(line: string, corrections: readonly PlacedCorrection[]): string {
  const { label, characters } = partsOf(line);
  const meant = [...characters];
  for (const { place, meant: character } of corrections) meant[place - 1] = character;
  return `${label} ${(meant.join("").match(/.{1,4}/gu) ?? []).join(" ")}`;
}

/** A typed line in groups of four, the characters at some places marked. */
export function lineText(line: string, places: readonly number[] = []): HTMLElement {
  const { label, characters } = partsOf(line);
  if (label === "") return element("span", { class: "line", translate: "no" }, line);
  const groups: HTMLElement[] = [];
  for (let at = 0; at < characters.length; at += GROUP) {
    const group = [...characters.slice(at, at + GROUP)].map((character, i) =>
      places.includes(at + i + 1) ? element("mark", {}, character) : character,
    );
    groups.push(element("span", { class: "group" }, ...group));
  }
  return element(
    "span",
    { class: "line", translate: "no" },
    element("strong", { class: "group" }, label),
    ...groups.flatMap((group) => [" ", group]),
  );
}

/** The label that probably comes next: nobody should have to type it. */
export function nextLabel(lines: readonly string[]): string {
  const [, kind, number] = /^([A-Z])(\d+)$/u.exec(partsOf(lines.at(-1) ?? "").label) ?? [];
  return kind === undefined ? "" : `${kind}${Number(number) + 1} `;
}
