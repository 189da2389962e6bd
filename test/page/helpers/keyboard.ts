import type { Page } from "playwright-core";
import { expect } from "vitest";
import { atStep } from "./browser.js";

/** Most presses of Tab from one place of a page to another. */
const MOST_TABS = 40;

/** A page as someone uses it who has the keyboard alone. */
export function keyboardOf(page: Page) {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  /** Presses Tab until what has the focus says this. */
  const tabTo = async (text: RegExp) => {
    for (let i = 0; i < MOST_TABS; i++) {
      await page.keyboard.press("Tab");
      if (text.test(await focused())) return;
    }
    throw new Error(`the keyboard does not reach ${text}`);
  };
  /** Tab to what says this, then Enter. */
  const press = async (text: RegExp) => {
    await tabTo(text);
    await page.keyboard.press("Enter");
  };
  /** A step whose heading says this, and has the focus. */
  const expectHeading = async (text: RegExp) => {
    await atStep(page, text);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await focused()).toMatch(text);
  };
  return { tabTo, press, expectHeading };
}
