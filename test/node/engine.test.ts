import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const ENGINE = new URL("../../dist/node/engine.js", import.meta.url).href;

/** What the engine tells of its optimising while a function runs some 400,000 bytes of code. */
function traced(first: string): string {
  const code = `import { saveAllMemory, saveMemory, tuneEngine } from ${JSON.stringify(ENGINE)};
    ${first}
    function work() { let sum = 0; for (let i = 0; i < 20; i++) sum += i; return sum; }
    for (let i = 0; i < 1_000; i++) work();`;
  const args = ["--trace-opt", "--no-use-osr", "--input-type=module", "-e", code];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

test("the engine is asked for nothing that it does not know, and on Node 20 optimises later", () => {
  const tuned = traced("tuneEngine(); saveMemory(false); saveAllMemory();");
  if (!process.versions.v8.startsWith("11.")) return;
  expect(traced("")).toMatch(/completed optimizing.*work/);
  expect(tuned).not.toMatch(/work/);
});
