/**
 * Nodes of meshes that may be aligned in one picture: a symbol of version 12 has 324, of version 40 has 3600. Twice 24
 * tries at version 12 take 16,000; a picture full of finder patterns would take 170,000, three seconds for each 10,000.
 */
export const RESCUE_NODES = 30_000;

/** Nodes that are aligned in a second. */
const NODES_A_SECOND = 3_300;

/** Nodes that so many seconds are enough for. */
export function nodesIn(seconds: number): number {
  return seconds * NODES_A_SECOND;
}

/** What may still be spent on one picture. */
export interface RescueBudget {
  /** Nodes of meshes that may be aligned. */
  nodes: number;
}
