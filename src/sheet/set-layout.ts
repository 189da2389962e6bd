import { say } from "../language.js";
import type { Setting } from "./block-setting.js";
import { SET_BLOCKS } from "./blocks/set-blocks.js";
import type { Page } from "./box.js";
import { flowPages } from "./flow.js";
import type { Paper } from "./paper.js";
import type { SetContent } from "./set-content.js";
import { kindOf } from "./set-words.js";
import type { Template } from "./template.js";

/**
 * Sets one sheet of a set on as many pages as it takes.
 * @throws EscrowError `does-not-fit` when a piece is higher than a page
 */
export function layOutSet(
  content: SetContent,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const values = { x: content.share?.x ?? 0, n: content.threshold?.n ?? 0 };
  const name = `${say(look.language, `set.foot-${kindOf(content)}`, values)} · ${content.setId}`;
  return flowPages(
    template,
    paper,
    look,
    ({ block, settings }, setting) => SET_BLOCKS[block]?.(content, settings, setting) ?? [],
    name,
  );
}
