// shamirs-secret-sharing-ts takes a global Buffer, which browsers lack: the page's build puts this in its place.
export { Buffer } from "buffer";
