/** One entry of a Google Authenticator export, by the message's own numbers. */
export interface MigrationEntry {
  readonly secret: Uint8Array;
  readonly name?: string;
  readonly issuer?: string;
  readonly algorithm?: number;
  readonly digits?: number;
  readonly type?: number;
  readonly counter?: bigint;
}

/** A whole export code. */
export interface MigrationMessage {
  readonly entries: readonly MigrationEntry[];
  readonly size?: number;
  readonly index?: number;
  readonly id?: number;
}

/** Writes the message as the app does: what is zero or empty is left out. */
export function encodeMigration({ entries, size = 1, index = 0, id }: MigrationMessage): Buffer {
  const messages = entries.map((entry) =>
    Buffer.concat([
      bytesField(1, entry.secret),
      bytesField(2, Buffer.from(entry.name ?? "")),
      bytesField(3, Buffer.from(entry.issuer ?? "")),
      numberField(4, entry.algorithm),
      numberField(5, entry.digits),
      numberField(6, entry.type),
      numberField(7, entry.counter),
    ]),
  );
  return Buffer.concat([
    ...messages.map((message) => Buffer.concat([varint(10n), varint(BigInt(message.length)), message])),
    numberField(2, id === undefined ? 2 : 1),
    numberField(3, size),
    numberField(4, index),
    numberField(5, id),
  ]);
}

/** The text of an export code. */
export function migrationUri(message: MigrationMessage): string {
  return `otpauth-migration://offline?data=${encodeURIComponent(encodeMigration(message).toString("base64"))}`;
}

function bytesField(number: number, bytes: Uint8Array): Buffer {
  if (bytes.length === 0) return Buffer.alloc(0);
  return Buffer.concat([varint(BigInt(number * 8 + 2)), varint(BigInt(bytes.length)), bytes]);
}

function numberField(number: number, value: number | bigint = 0): Buffer {
  if (value === 0 || value === 0n) return Buffer.alloc(0);
  // Negative numbers take ten bytes, as 64-bit two's complement.
  return Buffer.concat([varint(BigInt(number * 8)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
