import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { describeWith } from "../helpers/programs.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, ".github");
const read = (...path: readonly string[]): unknown => parse(readFileSync(join(folder, ...path), "utf8"));

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly needs?: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

describe("the release workflow", () => {
  const { permissions, jobs } = read("workflows", "release.yml") as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  it("takes each action by its commit, which nobody can move", () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.length).toBeGreaterThan(4);
    expect(used.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/u.test(one))).toEqual([]);
  });

  it("publishes what was tested and built, and only there may it write", () => {
    expect(permissions).toEqual({});
    expect(jobs.publish?.needs).toEqual(["test", "build"]);
    const writing = Object.entries(jobs).filter(([, job]) => Object.values(job.permissions).includes("write"));
    expect(writing.map(([name]) => name)).toEqual(["publish"]);
    expect(jobs.publish?.steps.some(({ run = "" }) => /npm (?:ci|run|install)/u.test(run))).toBe(false);
  });

  it("publishes with provenance, sums and an SBOM", () => {
    const all = runs.join("\n");
    for (const word of [
      "--provenance",
      "sha256sum",
      "npm sbom",
      "build:exe",
      "executables-LICENSES",
      ".ci/run",
      "cmp ",
    ])
      expect(all).toContain(word);
  });

  it("names only scripts and files that are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const named = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/gu)].map((match) => match[1] ?? ""));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(existsSync(join(root, ".ci", "run"))).toBe(true);
  });

  describeWith("bash", () => {
    it.each(runs)("bash reads %j", (run) => {
      expect(spawnSync("bash", ["-n"], { input: run, encoding: "utf8" }).stderr).toBe("");
    });
  });
});

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: {
    readonly label?: string;
    readonly value?: string;
    readonly options?: readonly (string | { readonly label: string; readonly required?: boolean })[];
  };
}
interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Field[];
}

const forms = readdirSync(join(folder, "ISSUE_TEMPLATE")).filter((name) => name !== "config.yml");

describe.each(forms)("the issue form %s", (file) => {
  const form = read("ISSUE_TEMPLATE", file) as Form;

  it("has what a form needs", () => {
    expect([form.name, form.description].every((text) => text.length > 5)).toBe(true);
    const ids = form.body.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes } of form.body) {
      expect(["markdown", "textarea", "input", "dropdown", "checkboxes"]).toContain(type);
      if (type === "markdown") expect(attributes.value).toBeTypeOf("string");
      else expect(attributes.label).toBeTypeOf("string");
    }
  });

  it("asks first for no secret, and has that ticked", () => {
    expect(form.body[0]?.attributes.value).toMatch(/^\*\*Never attach /u);
    const boxes = form.body.filter(({ type }) => type === "checkboxes").flatMap(({ attributes }) => attributes.options);
    expect(boxes).toEqual([expect.objectContaining({ required: true })]);
  });
});
