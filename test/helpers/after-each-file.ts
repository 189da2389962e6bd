import { afterAll } from "vitest";
import { removeFolders } from "./folders.js";

// Loaded anew for each file: helpers are not, where files share a process, and theirs would run after the first only.
afterAll(removeFolders);
