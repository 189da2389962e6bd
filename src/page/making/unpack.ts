import { inflateSync } from "fflate";

/** A text that the build deflated and wrote in base64. */
export function unpackText(packed: string): string {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return new TextDecoder().decode(inflateSync(bytes));
}
