import { type ErrorCode, EscrowError } from "../error.js";
import { gatherFiles } from "./files.js";
import { type Session, tell } from "./session.js";
import { UnreadError } from "./unread.js";

/**
 * The one line of text in a file, or `-`: one final newline is dropped, all else counts.
 * @param fault code for what holds no text
 * @throws EscrowError with that code
 */
export async function readSecretFile(session: Session, path: string, fault: ErrorCode): Promise<string> {
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
