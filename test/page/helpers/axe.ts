import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** axe's own script, to be evaluated in a page before `findings`. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Widths that everything fits: a small phone, and a usual one at a zoom of 200 %. */
export const WIDTHS = [320, 195];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Serious findings of axe. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
    violations: Violation[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

/** What does not fit narrow screens, or is too small to be touched. The page keeps the size it has. */
export async function misfits(page: Page): Promise<string[]> {
  const viewport = page.viewportSize() ?? { width: 320, height: 640 };
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ ...viewport, width });
    const { needed, wide } = await page.evaluate(() => ({
      needed: document.documentElement.scrollWidth,
      // What is cut off where it stands makes the page no wider.
      wide: [...document.querySelectorAll("select, button, input:not([type=file]), textarea, video, canvas, .qr")]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.outerHTML),
    }));
    if (needed > width) found.push(`${needed} pixels wide, not ${width}`);
    found.push(...wide.map((one) => `wider than ${width} pixels: ${one}`));
  }
  await page.setViewportSize(viewport);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input:not([type=file]), textarea, summary")]
      // A tick is touched by its label, too.
      .map((one) => one.closest("label") ?? one)
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)
      .map((one) => one.outerHTML),
  );
  return [...found, ...small.map((one) => `too small to be touched: ${one}`)];
}

/** How the page may look. */
export const SCHEMES = ["dark", "light"] as const;

/**
 * What axe finds in every step, and what does not fit.
 * @param walk goes from step to step, and calls back in each
 * @param beside what else is looked at in each step
 */
export async function faultsOfSteps(
  page: Page,
  walk: (look: (step: string) => Promise<void>) => Promise<void>,
  schemes: readonly (typeof SCHEMES)[number][],
  beside: () => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  await walk(async (step) => {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await findings(page)).map((finding) => `${step}, ${colorScheme}: ${finding}`));
    }
    found.push(...(await misfits(page)).map((misfit) => `${step}: ${misfit}`));
    await beside();
  });
  return found;
}

/** Sentences of a language, each in brackets: a language that nobody speaks. */
export function bracketed(value: unknown): unknown {
  if (typeof value === "string") return `⟪${value}⟫`;
  if (Array.isArray(value)) return value.map(bracketed);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, bracketed(inner)]));
}
