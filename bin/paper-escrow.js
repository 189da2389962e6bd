#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/start.js", import.meta.url);
if (existsSync(program)) {
  const { run } = await import(program.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  // Nothing is built, so there is no language to say it in.
  process.stderr.write("paper-escrow: error: the program is not built yet\npaper-escrow: hint: npm run build\n");
  process.exitCode = 1;
}
