import type { Setting } from "./block-setting.js";
import { RECOVERY_BLOCKS, type RecoveryContent } from "./blocks/recovery-blocks.js";
import type { Page } from "./box.js";
import { layOutPages } from "./leaf.js";
import type { Paper } from "./paper.js";
import type { Template } from "./template.js";

/**
 * Sets a page of recovery codes.
 * @param place which codes of which list stand on it
 * @returns as `layOutLeaf`
 */
export function layOutRecovery(
  content: RecoveryContent,
  place: NonNullable<Page["recovery"]>,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const name = [content.issuer, content.account].filter((text) => text !== "").join(" · ");
  const whose = { accounts: [], recovery: place };
  return layOutPages(name, template, paper, look, whose, ({ block, settings }, setting) =>
    RECOVERY_BLOCKS[block]?.(content, settings, setting),
  );
}
