import { say } from "../../../language.js";
import { BLANKS_OF, type MadeAnswer, type PagePixels } from "../../making/answers.js";
import type { MakingApp, MakingView } from "../../making/app.js";
import { takenRecovery } from "../../making/draft.js";
import { explain, explainCount } from "../../making/words.js";
import { adviceCard } from "../../parts/advice-card.js";
import { button, element, form, nextId, unfolding } from "../../parts/element.js";

/** The pages as pictures, read back as a scanner sees them; blanks to be filled in. */
export function lookView(app: MakingApp): MakingView {
  const state = element("p", { role: "status" }, explain(app, "look.making"));
  const bar = element("progress", { "aria-label": explain(app, "look.making") });
  const place = element("div", {}, state, bar);
  let gone = false;
  const run = async () => {
    const good = await app.make();
    if (gone) return;
    const { made, failure } = app;
    if (good && made) place.replaceChildren(...madeParts(app, made));
    else if (failure) place.replaceChildren(adviceCard(failure, { role: "alert" }));
  };
  void run();
  return {
    content: [element("h1", {}, explain(app, "look.heading")), place],
    onMaking: ({ doing, at, of }) => {
      state.textContent = explain(app, `look.${doing}`, { at: at + 1, of });
      bar.max = of;
      bar.value = at;
    },
    stop: () => {
      gone = true;
    },
  };
}

function madeParts(app: MakingApp, made: MadeAnswer): Node[] {
  const { checked, warnings, files, set } = made;
  const recovery = takenRecovery(app.draft, app.sources).reduce((sum, { count }) => sum + count, 0);
  const pages = files.flatMap(({ id, name, pages: count }) =>
    Array.from({ length: count }, (_, i) => picture(app, id, i + 1, explain(app, "look.page", { name, page: i + 1 }))),
  );
  return [
    element("p", { class: "card good" }, explain(app, "look.checked", { ...checked })),
    ...(set === undefined ? [] : [element("p", {}, explain(app, "look.set", { set }))]),
    ...(recovery === 0 || app.task === "again" ? [] : [element("p", {}, explainCount(app, "look.recovery", recovery))]),
    ...warnings.map(({ code, data }) =>
      element("p", { class: "card care sentence" }, say(app.language, `warnings.${code}`, data)),
    ),
    button(explain(app, "look.print"), () => app.show("print"), { class: "main" }),
    blanksForm(app),
    ...pages,
  ];
}

/** A page as a picture. */
function picture(app: MakingApp, file: number, page: number, label: string): HTMLElement {
  const canvas = element("canvas", { class: "page-picture", role: "img", "aria-label": label });
  void app.attempt(async () => drawOn(canvas, await app.engine.preview(file, page)));
  return element("figure", {}, element("figcaption", { class: "quiet" }, label), canvas);
}

function drawOn(canvas: HTMLCanvasElement, { width, height, grey }: PagePixels): void {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  // Four bytes at once, as all machines have them that browsers run on: the least significant first.
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < grey.length; i++) pixels[i] = 0xff000000 + (grey[i] ?? 0) * 0x010101;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** Blanks that can be filled in here, and by hand on the paper as well. */
function blanksForm(app: MakingApp): HTMLElement {
  const { draft } = app;
  const fields = BLANKS_OF[draft.kind ?? "open"].map((name) => {
    const id = nextId();
    const input = element("input", { id, autocomplete: "off", value: draft.fields[name] ?? "" });
    return { name, input, label: element("label", { for: id }, say(app.language, `sheet.fields.${name}`)) };
  });
  const put = () => {
    draft.fields = Object.fromEntries(fields.map(({ name, input }) => [name, input.value]));
    app.changed();
    app.show("look");
  };
  const blanks = form(
    put,
    {},
    element("p", { class: "quiet" }, explain(app, "look.blanks-lead")),
    ...fields.flatMap(({ label, input }) => [label, input]),
    element("div", { class: "row" }, element("button", { type: "submit" }, explain(app, "look.blanks-put"))),
  );
  return unfolding(explain(app, "look.blanks"), blanks);
}
