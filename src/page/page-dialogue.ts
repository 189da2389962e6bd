import { EscrowError } from "../error.js";
import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import type { PageKnown, View } from "./app.js";
import type { Embedded } from "./embedded.js";
import { chooseLanguage, localeOf } from "./locale.js";
import { adviceCard } from "./parts/advice-card.js";
import { element } from "./parts/element.js";
import { leadFocus } from "./parts/lead-focus.js";
import { type Advice, advise } from "./words.js";

/** Milliseconds between two looks at the clock. */
const TICK_MS = 200;
/** Fields that are typed into. */
const TYPED = "input:not([type=checkbox], [type=radio], [type=file]), textarea";

/** What stands around a step, and names the window. */
interface Around {
  /** Never a step's or an account's name: browsers keep titles in their history. */
  readonly title: string;
  readonly header: HTMLElement;
  readonly footer: HTMLElement;
}

/** What every dialogue is shown in: the one step that is seen, what stands around it, and the language of all of it. */
export abstract class PageDialogue<V extends View> implements PageKnown {
  readonly languages: readonly Language[];
  readonly guides: readonly Guide[];
  readonly version: string;
  readonly licences: string;
  language: Language;
  protected view: V | undefined;
  protected readonly frame = element("div", { class: "frame" });
  protected readonly main = element("main");
  private readonly status = element("div", { class: "hidden-visually", role: "status" });
  private readonly timer: ReturnType<typeof setInterval>;

  /**
   * @param root what the page is shown in
   * @param wanted codes of languages, the dearest first
   */
  constructor(
    protected readonly embedded: Embedded,
    root: HTMLElement,
    protected readonly wanted: readonly string[],
  ) {
    const { languages, guides, version, licences } = embedded;
    const [first] = languages;
    if (!first) throw new RangeError("a page without a language");
    this.languages = languages;
    this.guides = guides;
    this.version = version;
    this.licences = licences;
    this.language = chooseLanguage(languages, wanted) ?? first;
    root.append(this.frame);
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Forgets everything at once. */
  abstract clear(): void;
  abstract now(): number;
  /** The step that is to be seen now, drawn anew. */
  protected abstract viewNow(): V;
  /** @param onLanguage takes the code of the language that was chosen */
  protected abstract around(onLanguage: (code: string) => void): Around;

  get locale(): string {
    return localeOf(this.language, this.wanted);
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  /** Says on the step that is shown what went wrong. */
  say(advice: Advice): void {
    this.main.querySelector(".failure")?.remove();
    this.main.querySelector("h1")?.after(adviceCard(advice, { class: "card care failure", role: "alert" }));
  }

  /** Says what went wrong unexpectedly. */
  fail(reason: unknown): void {
    const error = reason instanceof EscrowError ? reason : new EscrowError("internal");
    if (error.code !== "forgotten") this.say(advise(this, error));
  }

  /** Ends all of it: another dialogue takes its place. */
  end(): void {
    this.clear();
    clearInterval(this.timer);
  }

  protected tick(): void {
    this.view?.tick?.(this.now());
  }

  /** Shows another step. */
  protected drawStep(): void {
    this.draw();
    leadFocus(this.main, this.view?.focus);
  }

  protected draw(): void {
    this.view?.stop?.();
    document.documentElement.lang = this.language.code;
    this.view = this.viewNow();
    this.main.replaceChildren(...this.view.content);
    const { title, header, footer } = this.around((code) => this.setLanguage(code));
    document.title = title;
    this.frame.replaceChildren(header, this.main, this.status, footer);
    this.tick();
  }

  /** Shows the same step in another language. */
  protected redraw(): void {
    this.draw();
  }

  protected fields(): (HTMLInputElement | HTMLTextAreaElement)[] {
    return [...this.main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TYPED)];
  }

  /** A browser may keep what stands in fields. */
  protected wipeFields(): void {
    for (const field of this.fields()) field.value = "";
  }

  private setLanguage(code: string): void {
    this.language = this.languages.find((language) => language.code === code) ?? this.language;
    this.redraw();
    this.frame.querySelector<HTMLElement>("header select")?.focus();
  }
}
