import {
  completionsOf,
  isListed,
  listedWords,
  nearestWords,
  PASSPHRASE_WORDS,
} from "../../document/passphrase-words.js";
import type { App } from "../app.js";
import { element, nextId } from "../parts/element.js";
import { tell } from "../words.js";

/** Letters from which words are offered, and how many at most. */
const LEAST_LETTERS = 2;
const MOST_OFFERED = 6;

/** Twelve boxes for the words of a generated passphrase. */
interface WordBoxes {
  readonly element: HTMLElement;
  /** What stands in them, with single blanks between. */
  text(): string;
  /** Puts the cursor into the first box that is empty or holds no word of the list, else into the first. */
  focus(): void;
}

/**
 * A box a word: a blank leads to the next one and completes what only one word begins with; what is pasted is spread over
 * the boxes from there on. Words are shown as they are typed.
 */
export function wordBoxes(app: Pick<App, "language">): WordBoxes {
  const listId = nextId();
  const offered = element("datalist", { id: listId });
  const answers = Array.from({ length: PASSPHRASE_WORDS }, () =>
    element("p", { id: nextId(), class: "quiet", role: "status" }),
  );
  const boxes = answers.map((answer) =>
    element("input", {
      id: nextId(),
      class: "typed",
      list: listId,
      "aria-describedby": answer.id,
      autocomplete: "off",
      autocapitalize: "none",
      autocorrect: "off",
      spellcheck: "false",
    }),
  );
  const judge = (i: number) => {
    const [box, answer] = [boxes[i], answers[i]];
    if (!box || !answer) return;
    const word = listedWords(box.value).join(" ");
    const wrong = word !== "" && !isListed(word);
    box.setAttribute("aria-invalid", String(wrong));
    const nearest = wrong ? nearestWords(word) : [];
    const key = nearest.length > 0 ? "passphrase.nearest" : "passphrase.unknown";
    answer.textContent = wrong ? tell(app, key, { place: i + 1, words: nearest.join(", ") }) : "";
  };
  const complete = (i: number) => {
    const box = boxes[i];
    const [only, other] = completionsOf(listedWords(box?.value ?? "").join(" "));
    if (box && only !== undefined && other === undefined) box.value = only;
    judge(i);
  };
  /** Spreads several words over the boxes from one on. */
  const spread = (i: number, text: string) => {
    const words = listedWords(text);
    const from = words.length >= PASSPHRASE_WORDS ? 0 : i;
    for (const [n, word] of words.entries()) {
      const box = boxes[from + n];
      if (box) box.value = word;
      judge(from + n);
    }
    boxes[Math.min(from + words.length, boxes.length) - 1]?.focus();
  };
  const onInput = (i: number) => {
    const text = boxes[i]?.value ?? "";
    if (listedWords(text).length > 1) return spread(i, text);
    if (/\s$/u.test(text)) {
      const box = boxes[i];
      if (box) box.value = text.trim();
      complete(i);
      return boxes[i + 1]?.focus();
    }
    const begun = listedWords(text).join(" ");
    const words = begun.length < LEAST_LETTERS ? [] : completionsOf(begun).slice(0, MOST_OFFERED);
    offered.replaceChildren(...words.map((word) => element("option", { value: word })));
  };
  const items = boxes.map((box, i) => {
    box.addEventListener("input", () => onInput(i));
    box.addEventListener("change", () => complete(i));
    return element(
      "li",
      {},
      element("label", { for: box.id }, tell(app, "passphrase.word", { place: i + 1 })),
      box,
      answers[i],
    );
  });
  return {
    element: element("div", {}, element("ol", { class: "word-boxes" }, ...items), offered),
    text: () =>
      boxes
        .map(({ value }) => listedWords(value).join(" "))
        .filter((word) => word !== "")
        .join(" "),
    focus: () => (boxes.find(({ value }) => !isListed(listedWords(value).join(" "))) ?? boxes[0])?.focus(),
  };
}
