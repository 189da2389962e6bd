#!/usr/bin/env node
// CommonJS, as package.json beside it says: Node takes four milliseconds to start its modules, which help does not need.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const args = process.argv.slice(2);
const help = join(__dirname, "..", "dist", "help.cjs");

async function main() {
  // Of so few no command comes to run, whatever they are.
  const asks = args.length <= 2 && /^(?:-h|--help|-V|--version)$/u.test(args.at(-1));
  const { run } = asks ? require(help) : await import("../dist/start.js");
  process.exitCode = await run(args);
}

if (existsSync(help)) main();
else {
  // Nothing is built, so there is no language to say it in.
  process.stderr.write("paper-escrow: error: the program is not built yet\npaper-escrow: hint: npm run build\n");
  process.exitCode = 1;
}
