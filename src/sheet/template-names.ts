/** Templates of open sheets that come with the program. */
export const TEMPLATE_NAMES = ["open", "front", "cards"] as const;
/** Name of a template that comes with the program. */
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** Templates of the sheets of a set that come with the program. */
export const SET_TEMPLATE_NAMES = ["sealed", "share", "keeper"] as const;
/** Name of a template of a set's sheets. */
export type SetTemplateName = (typeof SET_TEMPLATE_NAMES)[number];
/** Name of any template that comes with the program. */
export type AnyTemplateName = TemplateName | SetTemplateName;

/** BCP 47 code of a language that comes with the program. */
export type LanguageCode = string;
