import type { ProblemView, Snapshot } from "../answers.js";
import type { App } from "../app.js";
import { element } from "../parts/element.js";
import { advise, tell } from "../words.js";

/** What is said of pages that gave nothing. */
const OF_PAGES: readonly ProblemView["code"][] = ["sheet-no-code", "page-unread", "page-codes-unread"];

/** Problems worth saying: a page without codes is none once everything was found without it. */
export function worthSaying({ snapshot, checking }: App): ProblemView[] {
  const enough = snapshot.accounts > 0 && snapshot.sets.every(({ opened }) => opened !== undefined);
  const said = new Set<string>();
  return snapshot.problems.filter((problem) => {
    const key = JSON.stringify(problem);
    const again = said.has(key);
    said.add(key);
    return !again && !(OF_PAGES.includes(problem.code) && enough && !checking && !isMissed(snapshot, problem));
  });
}

/** Whether a page that is told of may hold what nothing else does. */
function isMissed({ sources }: Snapshot, { sources: ids, data }: ProblemView): boolean {
  const pages = sources.filter(({ id }) => ids.includes(id)).flatMap((source) => source.pages);
  return pages.some(({ page, missed }) => missed && (page === undefined || (data.page ?? page) === page));
}

/** What was set aside, with why, and what to do. */
export function problemList(app: App, problems: readonly ProblemView[]): HTMLElement | undefined {
  if (problems.length === 0) return undefined;
  return element(
    "section",
    { class: "card care problems", "aria-labelledby": "problems-heading" },
    element("h2", { id: "problems-heading" }, tell(app, "problems.heading")),
    ...problems.map((problem) => oneProblem(app, problem)),
  );
}

function oneProblem(app: App, problem: ProblemView): HTMLElement {
  const { message, hint } = advise(app, problem);
  return element(
    "div",
    {},
    problem.source === "" ? undefined : element("h3", {}, problem.source),
    element(
      "p",
      { class: "sentence" },
      message,
      element("br"),
      element("span", { class: "quiet" }, capital(app, hint)),
    ),
  );
}

/** Hints begin small where they follow a colon on a terminal. */
function capital({ language }: App, sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase(language.code) + sentence.slice(1);
}
