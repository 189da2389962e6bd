// Installs and builds what is missing or out of date; says nothing when all is there.
// Every npm script starts with it, so that a fresh clone needs nothing but Node.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LEAST_NODE = [20, 19];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  fail(
    `Node ${LEAST_NODE.join(".")} or newer is needed, this is ${process.versions.node}`,
    "get it from https://nodejs.org",
  );
}
if (!isInstalled()) {
  say("installing packages (npm ci)");
  // No package needs its install script: those that have one would fetch what the lock file brings anyway.
  npm(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
}
if (!isBuilt()) {
  say("building");
  run(process.execPath, [join(root, "scripts", "build.mjs")], "the build failed", "see the messages above");
}

/** Whether node_modules holds what package-lock.json asks for: times alone lie after a checkout. */
function isInstalled() {
  const installed = readLock(join(root, "node_modules", ".package-lock.json"));
  const wanted = readLock(join(root, "package-lock.json"));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.version === entry.version;
  });
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : undefined;
}

/** Whether dist/ was built, to its end, after the last change of anything that goes into it. */
function isBuilt() {
  const stamp = join(root, "dist", ".built");
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const inputs = ["src", "templates", "licences", "scripts", "package.json", "package-lock.json", "tsconfig.json"];
  return inputs.every((name) => newest(join(root, name)) <= built);
}

/** The latest change below a path, folders included: a removed file shows in its folder's time. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs npm through Node itself: on Windows `npm` is a batch file, which only a shell can start. */
function npm(args) {
  const bin = dirname(process.execPath);
  const cli = [
    process.env.npm_execpath ?? "",
    join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ].find((path) => basename(path) === "npm-cli.js" && existsSync(path));
  const hint = "check the connection, then run the command again";
  if (cli !== undefined) run(process.execPath, [cli, ...args], "the packages could not be installed", hint);
  else run("npm", args, "the packages could not be installed", hint, process.platform === "win32");
}

function run(command, args, message, hint, shell = false) {
  // Output goes to standard error: standard output belongs to the command that comes next.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell });
  if (status !== 0) fail(message, hint);
}

function say(text) {
  process.stderr.write(`paper-escrow: ${text} …\n`);
}

function fail(message, hint) {
  process.stderr.write(`paper-escrow: error: ${message}\npaper-escrow: hint: ${hint}\n`);
  process.exit(1);
}
