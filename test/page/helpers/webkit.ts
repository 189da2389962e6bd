import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { awaited, type DrivenPage, freePort } from "./driven-page.js";

/** Cameras are made up. */
const BROWSER_OPTIONS = ["--automation", "--enable-media-stream=true", "--enable-mock-capture-devices=true"];
/** Under this name a WebDriver element travels as JSON. @see https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/**
 * Starts WebKitGTK on a screen of its own and speaks WebDriver with it. Whatever it asks of the network comes to a
 * proxy that answers nothing and writes it down.
 */
export async function startWebKit(): Promise<DrivenPage> {
  const requests: string[] = [];
  const proxy = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(502).end();
  });
  proxy.on("connect", (request, socket) => {
    requests.push(request.url ?? "");
    socket.destroy();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const through = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  // The server chooses a free screen, and says which.
  const screen = spawn("Xvfb", ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [display] = (await once(screen.stdio[3] as Readable, "data")) as [Buffer];
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}`, GDK_BACKEND: "x11", LC_ALL: "C.UTF-8" },
  });
  const call = async <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<T> => {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const stop = async () => {
    proxy.close();
    await Promise.all([stopped(driver), stopped(screen)]);
  };
  const begin = async () => {
    await awaited("WebKitWebDriver", () => call<object>("GET", "/status"));
    const options = {
      "webkitgtk:browserOptions": { args: BROWSER_OPTIONS },
      proxy: { proxyType: "manual", httpProxy: through, sslProxy: through },
    };
    const body = { capabilities: { alwaysMatch: options } };
    return `/session/${(await call<{ sessionId: string }>("POST", "/session", body)).sessionId}`;
  };
  const session = await begin().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const locate = async (selector: string): Promise<string> => {
    const found = await call<Record<string, string>>("POST", `${session}/element`, {
      using: "css selector",
      value: selector,
    });
    return `${session}/element/${found[ELEMENT]}`;
  };
  return {
    open: (url) => call("POST", `${session}/url`, { url }),
    evaluate: (expression) =>
      call("POST", `${session}/execute/async`, {
        script: `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done(value ?? null));`,
        args: [],
      }),
    giveFiles: async (selector, paths) => {
      await call("POST", `${await locate(selector)}/value`, { text: paths.join("\n") });
    },
    click: async (selector) => call("POST", `${await locate(selector)}/click`, {}),
    type: async (text) => {
      const actions = [...text].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ]);
      await call("POST", `${session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
    },
    requests: () => requests,
    end: async () => {
      await call("DELETE", session).finally(stop);
    },
  };
}

/** Ends a program and waits for it. */
async function stopped(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, "exit");
  program.kill();
  await ended;
}
