// The parts of the package that make symbols: all of it would load a writer of PNG files too.

declare module "qrcode/lib/core/qrcode.js" {
  import type { QRCode, QRCodeOptions } from "qrcode";

  interface Segment {
    readonly data: string;
    readonly mode: "numeric" | "alphanumeric" | "byte";
  }
  const core: {
    /** The symbol of a text, or of one that is divided already. */
    create(text: string | readonly Segment[], options: QRCodeOptions): QRCode;
  };
  export default core;
}

declare module "qrcode/lib/core/segments.js" {
  import type { GeneratedQRCodeSegment } from "qrcode";

  const segments: {
    /** A text in segments, each in the mode that is its own. */
    rawSplit(text: string): GeneratedQRCodeSegment[];
    /** A text in the segments that take fewest bits. */
    fromString(text: string, version: number): GeneratedQRCodeSegment[];
  };
  export default segments;
}

declare module "qrcode/lib/core/version.js" {
  import type { GeneratedQRCodeSegment, QRCodeErrorCorrectionLevel } from "qrcode";

  const version: {
    /** The smallest version that holds segments, if one does. */
    getBestVersionForData(
      segments: readonly GeneratedQRCodeSegment[],
      level: QRCodeErrorCorrectionLevel,
    ): number | undefined;
  };
  export default version;
}
