/** What the library needs from Node: a platform to read with, and the resources that come with the package. */
export { boundedPlatform as nodePlatform } from "./node/platform.js";
export {
  LANGUAGE_CODES,
  type LanguageCode,
  loadFonts,
  loadFootWords,
  loadFormatCard,
  loadGuides,
  loadLanguage,
  loadMakingPage,
  loadRecoveryPage,
  loadSetTemplates,
  loadTemplate,
  loadTemplateText,
  loadTypedFont,
  loadVersion,
  type PageFile,
  SET_TEMPLATE_NAMES,
  type SetTemplateName,
  TEMPLATE_NAMES,
  type TemplateName,
} from "./node/resources.js";
