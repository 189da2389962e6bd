/** log₂ of scrypt's N as it is written: for a person's passphrase, and for 160 random bits that no one can guess. */
export const WRITTEN_LOG_N = { passphrase: 18, shares: 10 } as const;
/**
 * Those that are accepted. What is written may be raised to any of them without a new version of the format, and none is
 * ever taken away. 20 takes 1 GiB of memory: more is not to be had in a browser.
 */
export const ACCEPTED_LOG_N: Readonly<Record<keyof typeof WRITTEN_LOG_N, readonly number[]>> = {
  passphrase: [18, 19, 20],
  shares: [10],
};
