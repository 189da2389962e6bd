import { encodeUtf8 } from "../../bytes.js";
import { type AnyTemplateName, loadTemplateText, SET_TEMPLATE_NAMES, TEMPLATE_NAMES } from "../../node/resources.js";
import { checkFree, parseTarget, writeFolder, writeOne } from "../output/output.js";
import { type Session, tell } from "../session.js";
import { shown, writeBytes, writeLine, writeNews } from "../terminal/terminal.js";

/** Options of `template`. */
interface TemplateOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** A template is no secret: it gets the permissions that files get. */
const USUAL_FILE = 0o666;

/** `template`: copies a template to start from; without a name, lists them. */
export async function template(
  session: Session,
  name: AnyTemplateName | undefined,
  { output, force = false }: TemplateOptions,
): Promise<number> {
  if (name === undefined) {
    for (const known of [...TEMPLATE_NAMES, ...SET_TEMPLATE_NAMES])
      writeLine(`${known.padEnd(6)}  ${tell(session, `templates.${known}`)}`);
    return 0;
  }
  const bytes = encodeUtf8(await loadTemplateText(name));
  // No secret: it may be shown on a terminal.
  if (output === undefined || output === "-") {
    await writeBytes(bytes);
    return 0;
  }
  const target = parseTarget(output);
  if (target.kind === "folder")
    writeFolder(session, target.path, [{ name: `${name}.jsonc`, bytes }], { force, mode: USUAL_FILE });
  else {
    if (target.kind === "file") checkFree(session, target.path, force);
    await writeOne(session, target, bytes, { force, mode: USUAL_FILE });
  }
  writeNews(session, tell(session, "templates.copied", { file: shown(output) }));
  return 0;
}
