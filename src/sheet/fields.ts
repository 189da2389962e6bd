/** Where on sheets blanks stand together: `kept` is on all but shares and sealed sheets, `set` on these. */
type Place = "sign-in" | "sealed" | "set" | "kept" | "recovery-page";

/** The blanks in their order, and where each stands. Their labels are under `sheet.fields`. */
const PLACES = {
  "sign-in-page": ["sign-in"],
  "sign-in-name": ["sign-in"],
  "password-kept-at": ["sign-in", "set"],
  "passphrase-kept-at": ["sealed"],
  "phone-on-file": ["sign-in"],
  "this-sheet-kept-at": ["kept", "set"],
  "other-copies-at": ["kept", "set"],
  "check-again-by": ["kept", "set"],
  "recovery-page-kept-at": ["recovery-page"],
} as const satisfies Readonly<Record<string, readonly Place[]>>;

/** One blank of a sheet. */
export type FieldName = keyof typeof PLACES;
/** Values for blanks; those left out stay blank. */
export type Fields = Readonly<Partial<Record<FieldName, string>>>;

/** Blanks of a sheet that `--field` fills in, in the order they stand on it. */
export const FIELD_NAMES = Object.keys(PLACES) as readonly FieldName[];

/** The blanks of some places, place by place. */
export function fieldsAt(...places: readonly Place[]): readonly FieldName[] {
  return places.flatMap((place) => FIELD_NAMES.filter((name) => (PLACES[name] as readonly Place[]).includes(place)));
}
