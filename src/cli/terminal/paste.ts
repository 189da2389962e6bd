import { Cancelled } from "../usage-error.js";
import { CONVERSATION } from "./prompt.js";

/** Ctrl+C, Ctrl+D, and both that erase. */
const GIVE_UP = "\u0003";
const END = "\u0004";
const ERASE = /^[\u007f\b]+$/u;
/** What a terminal puts around what is pasted, where it is asked to. */
const PASTE_ON = "\u001b[?2004h";
const PASTE_OFF = "\u001b[?2004l";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with it
const PASTE_MARKS = /\u001b\[20[01]~/gu;
/** Arrows and other keys that are no text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with it
const OTHER_KEYS = /\u001b(?:\[[0-9;?]*[A-Za-z~]|O[A-Z])/gu;
/** Longest text that is taken. */
const MOST_CHARACTERS = 100_000;

/**
 * Text of several lines that somebody types or pastes, which is not shown. Enter on an empty line ends it; empty lines
 * within what is pasted do not, for they come together with others.
 * @param onText told of the text so far, to say something about it
 * @returns `""` where nothing was given
 * @throws Cancelled for Ctrl+C
 */
export function readHidden(onText: (text: string) => void): Promise<string> {
  const { output } = CONVERSATION;
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    let text = "";
    const finish = (how: () => void) => {
      stdin.off("data", take);
      stdin.setRawMode(false);
      stdin.pause();
      output.write(PASTE_OFF);
      how();
    };
    const take = (chunk: Buffer | string) => {
      const given = chunk.toString();
      if (given.includes(GIVE_UP)) return finish(() => reject(new Cancelled()));
      const isEnter = given === "\r" || given === "\n" || given === "\r\n";
      if ((isEnter && /(?:^|\n)$/u.test(text)) || given === END) return finish(() => resolve(text));
      if (ERASE.test(given)) text = text.slice(0, Math.max(0, text.length - given.length));
      else text += given.replace(PASTE_MARKS, "").replace(OTHER_KEYS, "").replace(/\r\n?/gu, "\n");
      text = text.slice(0, MOST_CHARACTERS);
      onText(text);
    };
    stdin.setRawMode(true);
    stdin.setEncoding("utf8");
    output.write(PASTE_ON);
    stdin.on("data", take);
    stdin.resume();
  });
}
