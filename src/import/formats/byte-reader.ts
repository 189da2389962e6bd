import { EscrowError } from "../../error.js";

/** Reads bytes one after the other, little-endian, and never beyond their end. */
export class ByteReader {
  private readonly view: DataView;
  private at = 0;

  /** @param bytes what is read, from its beginning */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.at;
  }

  /**
   * The next bytes.
   * @throws EscrowError `source-damaged` where there are fewer
   */
  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.bytes.length - this.at);
  }

  /** @throws EscrowError `source-damaged` at the end */
  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  /** @throws EscrowError `source-damaged` at the end */
  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  /** @throws EscrowError `source-damaged` at the end */
  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** A number beyond 2⁵³ loses its last digits: every limit is far below. @throws EscrowError `source-damaged` */
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }

  private advance(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start) throw new EscrowError("source-damaged");
    this.at += length;
    return start;
  }
}
