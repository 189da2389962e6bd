/**
 * Bytes of code that Node 20 runs before it optimises a function, of JavaScript and of WebAssembly: 132 kB and 1.8 MB are its
 * own. One sheet is made sooner than that pays; thousands do not notice. Later ones wait of themselves, V8 12.4's WebAssembly
 * for 13 MB, and no longer know the first.
 */
const PATIENCE = ["--interrupt-budget=1000000", "--wasm-tiering-budget=60000000"];

/** Has Node 20 optimise only what runs for long: of a run of a second that was a third. Bun and Deno are left as they are. */
export function tuneEngine(): void {
  const { v8 = "", bun, deno } = process.versions;
  if (bun !== undefined || deno !== undefined || !v8.startsWith("11.")) return;
  for (const flag of PATIENCE) process.getBuiltinModule("node:v8").setFlagsFromString(flag);
}
