import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const full = process.env.PAPER_ESCROW_FULL === "1";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Processes, not threads: each test file gets its own WebAssembly memory back to the system.
    pool: "forks",
    // Node 20 has a WebSocket, but only when it is asked for; later ones have it anyway.
    execArgv: ["--experimental-websocket"],
    // All cores: the default leaves one free, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    testTimeout: full ? 600_000 : 180_000,
    hookTimeout: 240_000,
  },
});
