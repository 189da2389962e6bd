/** The package in one file: Node reads it in a third of the time that its hundreds of modules take. */
declare module "pdf-lib/dist/pdf-lib.esm.min.js" {
  export * from "pdf-lib";
}
