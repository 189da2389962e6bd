import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { DrivenPage } from "./driven-page.js";

/** What differs from a new profile: cameras are made up, and allowed. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "permissions.default.camera": 1,
  "intl.accept_languages": "en-GB",
};

/** Answers, errors and events of the protocol. @see https://w3c.github.io/webdriver-bidi/ */
interface Message {
  readonly id?: number;
  readonly type: "success" | "error" | "event";
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
  readonly method?: string;
  readonly params?: { readonly request?: { readonly url: string } };
}

/**
 * Starts Debian's Firefox without a window and speaks WebDriver BiDi with it: its own remote agent answers.
 * @throws Error when it ends before it listens
 */
export async function startFirefox(): Promise<DrivenPage> {
  const profile = mkdtempSync(join(tmpdir(), "paper-escrow-firefox-"));
  const lines = Object.entries(PREFERENCES).map((pair) => `user_pref(${pair.map((one) => JSON.stringify(one))});`);
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  const browser = spawn(
    "firefox-esr",
    ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const ended = once(browser, "exit");
  const address = await new Promise<string>((resolve, reject) => {
    const told: string[] = [];
    createInterface(browser.stderr).on("line", (line) => {
      told.push(line);
      const [, listening] = /BiDi listening on (ws:\S+)/u.exec(line) ?? [];
      if (listening) resolve(listening);
    });
    ended.then(() => reject(new Error(`firefox-esr ended:\n${told.join("\n")}`)), reject);
  });
  const requests: string[] = [];
  const stop = async () => {
    browser.kill();
    await ended;
    rmSync(profile, { recursive: true, maxRetries: 5 });
  };
  const begin = async () => {
    const { call, close } = await connect(`${address}/session`, ({ method, params }) => {
      const url = params?.request?.url;
      if (method === "network.beforeRequestSent" && url && !/^(?:file|blob|data|about):/u.test(url)) requests.push(url);
    });
    await call("session.new", { capabilities: {} });
    await call("session.subscribe", { events: ["network.beforeRequestSent"] });
    const tree = await call<{ contexts: readonly { context: string }[] }>("browsingContext.getTree", {});
    return { call, close, context: tree.contexts[0]?.context };
  };
  const { call, close, context } = await begin().catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  const evaluate = async <T>(expression: string): Promise<T> => {
    // As JSON: the protocol's own form of values needs decoding.
    const wrapped = `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`;
    const parameters = { expression: wrapped, target: { context }, awaitPromise: true, userActivation: true };
    const { result, exceptionDetails } = await call<{
      result?: { value: string };
      exceptionDetails?: { text: string };
    }>("script.evaluate", parameters);
    if (!result) throw new Error(exceptionDetails?.text);
    return JSON.parse(result.value) as T;
  };
  const locate = async (selector: string): Promise<{ sharedId: string }> => {
    const locator = { type: "css", value: selector };
    const { nodes } = await call<{ nodes: readonly { sharedId: string }[] }>("browsingContext.locateNodes", {
      context,
      locator,
      maxNodeCount: 1,
    });
    const [node] = nodes;
    if (!node) throw new Error(`no ${selector}`);
    return { sharedId: node.sharedId };
  };
  return {
    open: async (url) => {
      await call("browsingContext.navigate", { context, url, wait: "complete" });
    },
    evaluate,
    giveFiles: async (selector, files) => {
      await call("input.setFiles", { context, element: await locate(selector), files });
    },
    click: async (selector) => {
      const element = await locate(selector);
      await evaluate(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: "center" })`);
      const origin = { type: "element", element };
      const actions = [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await call("input.performActions", { context, actions: [{ type: "pointer", id: "mouse", actions }] });
    },
    type: async (text) => {
      const actions = [...text].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ]);
      await call("input.performActions", { context, actions: [{ type: "key", id: "keyboard", actions }] });
    },
    requests: () => requests,
    end: async () => {
      close();
      await stop();
    },
  };
}

/** Opens the socket; calls are answered by their number. */
async function connect(address: string, onEvent: (message: Message) => void) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as Message;
    const { id, type, result, error } = message;
    if (id === undefined) return onEvent(message);
    if (type === "success") waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(`${error}: ${message.message}`));
    waiting.delete(id);
  };
  socket.onclose = () => {
    for (const { reject } of waiting.values()) reject(new Error("the browser is gone"));
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${address}`));
  });
  const call = <T>(method: string, params: object): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve: resolve as (value: unknown) => void, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { call, close: () => socket.close() };
}
