/**
 * What the library needs from a browser: a platform to read with, and the texts that come with the package. Fonts and
 * WebAssembly are files of the package, `paper-escrow/fonts/…` and `paper-escrow/wasm/…`, which a bundler hands out.
 */

export { rasterOf } from "./browser/pictures.js";
export { browserPlatform } from "./browser/platform.js";
export {
  LANGUAGE_CODES,
  loadFormatCard,
  loadGuides,
  loadLanguage,
  loadSetTemplates,
  loadTemplate,
  loadTemplateText,
  loadVersion,
} from "./browser/resources.js";
export {
  type LanguageCode,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
  TEMPLATE_NAMES,
  type TemplateName,
} from "./sheet/template-names.js";
