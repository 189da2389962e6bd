import { LINE_BYTES } from "./line.js";

/** Most data lines of a block. */
const BLOCK_LINES = 30;
/** Parity lines of every block: any two of its lines may be lost. */
export const PARITY_LINES = 2;

/** One block of a payload's lines. @see FORMAT.md, "Lines" */
export interface Block {
  /** Where its data begins in the payload. */
  readonly firstByte: number;
  /** Number of its first line. */
  readonly firstNumber: number;
  /** 1 to 30. */
  readonly dataLines: number;
}

/**
 * Where the blocks of a payload lie.
 * @param length bytes of payload
 */
export function blocksOf(length: number): Block[] {
  const lines = Math.ceil(length / LINE_BYTES);
  return Array.from({ length: Math.ceil(lines / BLOCK_LINES) }, (_, block) => ({
    firstByte: block * BLOCK_LINES * LINE_BYTES,
    firstNumber: 1 + block * (BLOCK_LINES + PARITY_LINES),
    dataLines: Math.min(BLOCK_LINES, lines - block * BLOCK_LINES),
  }));
}

/** Which block, from 0, a data or parity line stands in. @param number from 1 */
export function blockOfNumber(number: number): number {
  return Math.floor((number - 1) / (BLOCK_LINES + PARITY_LINES));
}

/** Numbers of a block's lines, data first. */
export function numbersOf(block: Block): number[] {
  return Array.from({ length: block.dataLines + PARITY_LINES }, (_, i) => block.firstNumber + i);
}
