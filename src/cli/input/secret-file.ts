import { existsSync } from "node:fs";
import { type ErrorCode, EscrowError } from "../../error.js";
import { type Session, tell } from "../session.js";
import { UsageError } from "../usage-error.js";
import { UnreadError } from "../words/unread.js";
import { gatherFiles } from "./files.js";
import { looksLikeFileName } from "./secret-argument.js";

/**
 * The one line of text in a file, or `-`: one final newline is dropped, all else counts.
 * @param fault code for what holds no text
 * @throws EscrowError with that code
 * @throws UsageError `argument-secret` for what is no file and may be the secret itself
 */
export async function readSecretFile(session: Session, path: string, fault: ErrorCode): Promise<string> {
  if (path !== "-" && !existsSync(path) && !looksLikeFileName(path, true)) throw new UsageError("argument-secret");
  const { inputs, unread } = await gatherFiles([path], tell(session, "stdin"));
  const [input, ...others] = inputs;
  if (unread.length > 0) throw new UnreadError(unread, false);
  if (!input || others.length > 0) throw new EscrowError(fault);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input.bytes).replace(/\r?\n$/u, "");
  } catch {
    throw new EscrowError(fault);
  }
}
