/** log₂ of scrypt's N as it is written: for a person's passphrase, and for 160 random bits that no one can guess. */
export const WRITTEN_LOG_N = { passphrase: 18, shares: 10 } as const;
/** Those that are accepted. Sheets are printed with each: a higher one to write is added here, and none is taken away. */
export const ACCEPTED_LOG_N: Readonly<Record<keyof typeof WRITTEN_LOG_N, readonly number[]>> = {
  passphrase: [18],
  shares: [10],
};
