/**
 * Bytes of code that Node 20 runs before it optimises a function, of JavaScript and of WebAssembly: 132 kB and 1.8 MB are its
 * own. One sheet is made sooner than that pays; thousands do not notice. Later ones wait of themselves, V8 12.4's WebAssembly
 * for 13 MB, and no longer know the first.
 */
const PATIENCE = ["--interrupt-budget=1000000", "--wasm-tiering-budget=60000000"];

/** How many times larger the room for young objects becomes when it is full of what lives on; 2 is Node's own. */
const growth = (factor: number) => `--semi-space-growth-factor=${factor}`;

/** Has Node 20 optimise only what runs for long: of a run of a second that was a third. */
export function tuneEngine(): void {
  tune(PATIENCE);
}

/**
 * Has Node 20 leave the room for young objects as it is, or no longer: it would grow to 48 MB, for sheets that are let
 * go one by one. Of little work that costs a twentieth of the time, of much none.
 */
export function saveMemory(isMuch: boolean): void {
  tune([growth(isMuch ? 1 : 2)]);
}

/** By how many per cent the room for older objects grows before it is cleared. */
const OLD_GROWTH = 20;

/**
 * Saves memory until the program ends, also of older objects. So small a room is cleared sooner than other threads are
 * called for it: of a thousand leaves that takes a twentieth of the time. Of what reads pages it would take more.
 */
export function saveAllMemory(): void {
  saveMemory(true);
  tune([
    `--heap-growing-percent=${OLD_GROWTH}`,
    ...["parallel-scavenge", "concurrent-sweeping", "concurrent-array-buffer-sweeping"].map((name) => `--no-${name}`),
  ]);
}

/** Bun, Deno and later versions of Node are left as they are. */
function tune(flags: readonly string[]): void {
  const { v8 = "", bun, deno } = process.versions;
  if (bun !== undefined || deno !== undefined || !v8.startsWith("11.")) return;
  for (const flag of flags) process.getBuiltinModule("node:v8").setFlagsFromString(flag);
}
