/** The part of the package that makes symbols: all of it would load a writer of PNG files too. */
declare module "qrcode/lib/core/qrcode.js" {
  import type { create } from "qrcode";

  const core: { readonly create: typeof create };
  export default core;
}
