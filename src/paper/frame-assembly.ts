import { concatBytes, equalBytes, sha256 } from "../bytes.js";
import { EscrowError } from "../error.js";
import { interpolate } from "./erasure-code.js";
import { type Frame, makeFrames } from "./frame.js";

/** A frame with where it was read: frames of one page stand or fall together. */
export interface PlacedFrame {
  readonly frame: Frame;
  /** Any name of the file, picture or sheet. */
  readonly source: string;
  /** Page in the source, from 1, where it has pages. */
  readonly page?: number;
}

/** A page that carries frames, or a source without pages. */
type FramePage = Pick<PlacedFrame, "source" | "page">;

/** What frames of one set gave. */
interface Assembly {
  readonly document: Uint8Array;
  /** Pages some of whose frames are not the document's. */
  readonly wrongPages: readonly FramePage[];
}

/** Tries with all frames together, each at most m interpolations and a hash: ten that contradict leave so many ways. */
const TRIES_TOGETHER = 1024;
/** Tries with the frames of one page or source: six that contradict leave so many ways. */
const TRIES_ALONE = 64;
/** Tries with all pages but one or two. */
const TRIES_LEFT = 16;
/** Choices that are looked at for each try: those tried with another group cost no hash. */
const LOOKS_A_TRY = 8;
/** Pages that are tried in pairs lie at most so many apart: holders' pages come one after the other. */
const PAIRS_APART = 64;
/** Frames from which a run is begun, half from each end: a text file may list thousands. */
const RUNS = 8192;
/** Frames that a run looks at, as a multiple of m: false ones between true ones are stepped over. */
const RUN_REACH = 8;
/** Most pages of which one or two are left out: with more, those that are true are found in other ways. */
const LEAVE_OUT = 48;

/**
 * Frames of one set → document. All distinct candidates are kept, and the set id, a hash of the document, decides. All
 * pages are trusted first, then each alone, each source alone, frames read one after the other, pages in pairs, and all
 * but one or two. Tries are counted by group, so that no page can use up those of another.
 * @throws EscrowError `frames-missing` with `have` and `need`, `frames-conflict` with `sheets`
 */
export async function assembleDocument(frames: readonly PlacedFrame[]): Promise<Assembly> {
  const candidates = candidatesOf(frames);
  const most = mostFrames(candidates);
  if (most.have < most.need) throw new EscrowError("frames-missing", most);
  const tried = new Set<string>();
  for (const { trusted, limit } of groups(candidates)) {
    let tries = 0;
    let looks = 0;
    for (const chosen of choices(trusted)) {
      if (++looks > LOOKS_A_TRY * limit) break;
      const key = chosen.map(({ id }) => id).join();
      if (tried.has(key)) continue;
      tried.add(key);
      const document = await tryFrames(chosen.map(({ frame }) => frame));
      if (document) return { document, wrongPages: wrongPages(document, (chosen[0] as Candidate).frame, candidates) };
      if (++tries >= limit) break;
    }
  }
  throw new EscrowError("frames-conflict", { sheets: [...new Set(frames.map(({ source }) => source))] });
}

/** A distinct frame. */
interface Candidate {
  readonly id: number;
  readonly frame: Frame;
  /** Where it stands, in the order of reading. */
  readonly places: readonly FramePage[];
  /** How many pages carry it. */
  readonly support: number;
}

/** Frames of one page, in the order of reading. */
type Unit = readonly Candidate[];

function candidatesOf(frames: readonly PlacedFrame[]): Candidate[] {
  const distinct = new Map<string, { frame: Frame; places: FramePage[] }>();
  for (const { frame, source, page } of frames) {
    const key = `${shapeKey(frame)} ${frame.index} ${String.fromCharCode(...frame.payload)}`;
    const one = distinct.get(key) ?? { frame, places: [] };
    distinct.set(key, one);
    one.places.push(page === undefined ? { source } : { source, page });
  }
  return [...distinct.values()].map((one, id) => ({ ...one, id, support: new Set(one.places.map(pageKey)).size }));
}

/** Frames of one document have one shape. */
function shapeKey({ dataCount, length }: Frame): string {
  return `${dataCount} ${length}`;
}

/** Pages and sources by what stands on them. */
function unitsBy(candidates: readonly Candidate[], name: (place: FramePage) => string): Unit[] {
  const units = new Map<string, Set<Candidate>>();
  for (const candidate of candidates) {
    for (const place of candidate.places) {
      const unit = units.get(name(place)) ?? new Set<Candidate>();
      units.set(name(place), unit.add(candidate));
    }
  }
  return [...units.values()].map((unit) => [...unit]);
}

/** Frames that are trusted together, and how many choices of them are tried. */
interface Group {
  readonly trusted: readonly Candidate[];
  readonly limit: number;
}

/** All groups, the likeliest first. */
function* groups(candidates: readonly Candidate[]): Generator<Group> {
  yield { trusted: candidates, limit: TRIES_TOGETHER };
  const pages = unitsBy(candidates, pageKey);
  const sources = unitsBy(candidates, ({ source }) => source);
  for (const trusted of [...pages, ...sources]) yield { trusted, limit: TRIES_ALONE };
  // Where nothing contradicts, one choice tells.
  for (const trusted of runs(candidates)) yield { trusted, limit: 1 };
  for (const trusted of pairs(pages)) yield { trusted, limit: 1 };
  for (const trusted of [...allBut(sources), ...allBut(pages)]) yield { trusted, limit: TRIES_LEFT };
}

/** Two pages that do not contradict each other. */
function* pairs(pages: readonly Unit[]): Generator<Unit> {
  const placed = pages.map((page) => new Map(page.map(({ id, frame }) => [`${shapeKey(frame)} ${frame.index}`, id])));
  for (let apart = 1; apart <= Math.min(PAIRS_APART, pages.length - 1); apart++) {
    for (const [i, page] of pages.slice(0, -apart).entries()) {
      const other = placed[i + apart];
      const agree = [...(placed[i] ?? [])].every(([place, id]) => (other?.get(place) ?? id) === id);
      if (agree) yield [...page, ...(pages[i + apart] ?? [])];
    }
  }
}

function* allBut(units: readonly Unit[]): Generator<readonly Candidate[]> {
  const without = (...left: readonly Unit[]) => [...new Set(units.filter((unit) => !left.includes(unit)).flat())];
  if (units.length > LEAVE_OUT) return;
  for (const unit of units) yield without(unit);
  for (const [i, unit] of units.entries()) for (const other of units.slice(0, i)) yield without(unit, other);
}

/** From each frame on, the next m that do not contradict each other: true frames read one after the other. */
function* runs(candidates: readonly Candidate[]): Generator<readonly Candidate[]> {
  const starts = candidates.map((_, i) => i);
  const half = RUNS / 2;
  const limited = starts.length <= RUNS ? starts : [...starts.slice(0, half), ...starts.slice(-half)];
  for (const start of limited) {
    const first = (candidates[start] as Candidate).frame;
    const run = new Map<number, Candidate>();
    const reach = candidates.slice(start, start + RUN_REACH * first.dataCount);
    for (const candidate of reach) {
      const { frame } = candidate;
      if (shapeKey(frame) !== shapeKey(first) || run.has(frame.index)) continue;
      run.set(frame.index, candidate);
      if (run.size === first.dataCount) break;
    }
    yield [...run.values()];
  }
}

/**
 * Choices of m frames of one shape: first those that most pages carry, then another candidate for one index, then one
 * index left out, then any combination.
 */
function* choices(candidates: readonly Candidate[]): Generator<Candidate[]> {
  const shapes = new Map<string, Map<number, Candidate[]>>();
  for (const candidate of candidates) {
    const key = shapeKey(candidate.frame);
    const byIndex = shapes.get(key) ?? new Map<number, Candidate[]>();
    shapes.set(key, byIndex);
    const list = byIndex.get(candidate.frame.index) ?? [];
    byIndex.set(candidate.frame.index, list);
    list.push(candidate);
  }
  for (const byIndex of shapes.values()) {
    const need = byIndex.values().next().value?.[0]?.frame.dataCount ?? 0;
    if (need === 0 || byIndex.size < need) continue;
    const lists = [...byIndex.values()]
      .map((list) => list.sort((a, b) => b.support - a.support))
      .sort((a, b) => a.length - b.length || (b[0]?.support ?? 0) - (a[0]?.support ?? 0));
    const best = lists.flatMap((list) => list.slice(0, 1));
    const used = lists.slice(0, need);
    yield best.slice(0, need);
    for (const [i, list] of used.entries()) {
      for (const other of list.slice(1)) yield best.slice(0, need).map((one, j) => (i === j ? other : one));
    }
    for (const left of used.keys()) if (best.length > need) yield best.filter((_, i) => i !== left).slice(0, need);
    yield* combinations(used);
  }
}

/** One of each list, all ways. */
function* combinations(lists: readonly (readonly Candidate[])[]): Generator<Candidate[]> {
  const [first, ...others] = lists;
  if (!first) yield [];
  else for (const rest of combinations(others)) for (const one of first) yield [one, ...rest];
}

function pageKey({ source, page = 0 }: FramePage): string {
  return `${page} ${source}`;
}

async function tryFrames(frames: readonly Frame[]): Promise<Uint8Array | undefined> {
  const [first] = frames;
  if (!first) return undefined;
  const known = new Map(frames.map(({ index, payload }) => [index, payload]));
  const whole = concatBytes(...Array.from({ length: first.dataCount }, (_, i) => interpolate(known, i)));
  if (whole.subarray(first.length).some((byte) => byte !== 0)) return undefined;
  const document = whole.slice(0, first.length);
  return equalBytes((await sha256(document)).subarray(0, first.setId.length), first.setId) ? document : undefined;
}

/** Pages that carry a frame other than the document's own. */
function wrongPages(document: Uint8Array, like: Frame, candidates: readonly Candidate[]): FramePage[] {
  const data = makeFrames(document, like.setId, false).slice(0, like.dataCount);
  const known = new Map(data.map(({ index, payload }) => [index, payload]));
  const own = new Map<number, Uint8Array>();
  const wrong = candidates.filter(({ frame: { length, index, payload } }) => {
    const meant = own.get(index) ?? interpolate(known, index);
    own.set(index, meant);
    return length !== like.length || !equalBytes(meant, payload);
  });
  return [...new Map(wrong.flatMap(({ places }) => places.map((page) => [pageKey(page), page]))).values()];
}

/** The shape that is nearest to complete: how many of its indices are there, and how many it takes. */
function mostFrames(candidates: readonly Candidate[]): { have: number; need: number } {
  const shapes = new Map<string, { indices: Set<number>; need: number }>();
  for (const { frame } of candidates) {
    const key = shapeKey(frame);
    const shape = shapes.get(key) ?? { indices: new Set<number>(), need: frame.dataCount };
    shapes.set(key, shape);
    shape.indices.add(frame.index);
  }
  const counts = [...shapes.values()].map(({ indices, need }) => ({ have: indices.size, need }));
  return counts.reduce((best, one) => (one.have - one.need > best.have - best.need ? one : best));
}
