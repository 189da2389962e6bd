import { readEmbedded } from "../../src/page/embedded.js";
import { Engine } from "../../src/page/engine.js";

/** The page without its face: tests drive the engine through it. */
Object.assign(globalThis, { Engine, embedded: readEmbedded() });
