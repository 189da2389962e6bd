import { styleText } from "node:util";
import { Prompt } from "@clack/core";
import { S_BAR, S_BAR_END, S_PASSWORD_MASK, symbol } from "@clack/prompts";
import {
  completionsOf,
  listedWords,
  PASSPHRASE_WORDS,
  type WordFaults,
  wordFaults,
} from "../../document/passphrase-words.js";
import { type Session, tell } from "../session.js";
import { answered, CONVERSATION, wrapBesideBar } from "../terminal/prompt.js";

// A passphrase on a terminal: hidden as it is typed, shown and hidden again with Ctrl+R. Tab completes a word of the
// list that generated ones are drawn from. One that reads as generated and has a fault is not tried at once, for each
// try takes seconds: the fault is said, and Enter again tries it as it is.

/** How a passphrase is asked for. */
interface PassphraseQuestion {
  /** The question in words. */
  readonly message: string;
  /** Whether a generated one may be meant: words are completed and checked. */
  readonly generated: boolean;
  /** Says what is wrong with an answer, which is asked for again then. */
  readonly refuse?: (passphrase: string) => string | undefined;
}

/**
 * Asks for a passphrase; its blanks count.
 * @throws Cancelled where the person gives up
 */
export async function askPassphrase(session: Session, question: PassphraseQuestion): Promise<string> {
  return (await answered(new PassphrasePrompt(session, question).prompt())) ?? "";
}

/** What is wrong with the words of a passphrase, in sentences for the person who typed it. */
export function faultWords(session: Session, { have, unknown }: WordFaults): string[] {
  return [
    ...unknown.map(({ place, nearest }) =>
      nearest.length === 0
        ? tell(session, "passphrase.unknown", { place })
        : tell(session, "passphrase.nearest", { place, words: nearest.join(", ") }),
    ),
    ...(have === PASSPHRASE_WORDS ? [] : [tell(session, "passphrase.count", { have, need: PASSPHRASE_WORDS })]),
  ];
}

class PassphrasePrompt extends Prompt<string> {
  private shown = false;
  /** What was said to have a fault: the second time it is taken. */
  private doubted: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly question: PassphraseQuestion,
  ) {
    super({
      ...CONVERSATION,
      render: () => this.draw(),
      validate: (passphrase = "") => this.check(passphrase),
    });
    this.on("userInput", (text) => this._setValue(text));
    this.on("key", (_, { name, ctrl }) => {
      if (ctrl && name === "r") this.shown = !this.shown;
      if (name === "tab" && question.generated) this.complete();
    });
  }

  private check(passphrase: string): string | undefined {
    if (passphrase === "") return tell(this.session, "ask.something");
    const refused = this.question.refuse?.(passphrase);
    if (refused !== undefined || !this.question.generated || passphrase === this.doubted) return refused;
    const faults = wordFaults(passphrase);
    if (faults === undefined) return undefined;
    this.doubted = passphrase;
    return [...faultWords(this.session, faults), tell(this.session, "passphrase.try")].join("\n");
  }

  /** Completes the word at the end where only one of the list begins so. */
  private complete(): void {
    const text = this.userInput;
    const begun = /[^\s]+$/u.exec(text)?.[0] ?? "";
    const [word, other] = completionsOf(begun.toLowerCase());
    if (word === undefined || other !== undefined) return;
    this._clearUserInput();
    this._setUserInput(`${text.slice(0, text.length - begun.length)}${word} `, true);
  }

  private draw(): string {
    const { session, question, state, userInput } = this;
    const bar = styleText(
      state === "error" ? "yellow" : state === "active" || state === "initial" ? "cyan" : "gray",
      S_BAR,
    );
    const [asked = "", ...more] = wrapBesideBar(question.message).split("\n");
    const head = [
      styleText("gray", S_BAR),
      `${symbol(state)}  ${asked}`,
      ...more.map((line) => `${bar}  ${line}`),
    ].join("\n");
    const hidden = S_PASSWORD_MASK.repeat(userInput.length);
    if (state === "submit") return `${head}\n${bar}  ${styleText("dim", hidden)}`;
    if (state === "cancel") return `${head}\n${bar}`;
    const lines = (text: string) => wrapBesideBar(text).split("\n");
    const said = state === "error" ? lines(this.error).map((line) => styleText("yellow", line)) : [];
    const keys = tell(session, question.generated ? "passphrase.keys-words" : "passphrase.keys");
    const count = question.generated
      ? tell(session, "passphrase.so-far", { count: listedWords(userInput).length })
      : "";
    const foot = [
      ...said,
      ...lines([count, keys].filter((part) => part !== "").join(" · ")).map((line) => styleText("dim", line)),
    ];
    const rows = [this.shown ? this.withCursor(userInput) : this.withCursor(hidden), ...foot];
    return [head, ...rows.map((row) => `${bar}  ${row}`), bar.replace(S_BAR, S_BAR_END)].join("\n");
  }

  private withCursor(text: string): string {
    const at = this._cursor;
    const [under = "", ...rest] = text.slice(at);
    return `${text.slice(0, at)}${styleText("inverse", under === "" ? " " : under)}${rest.join("")}`;
  }
}
