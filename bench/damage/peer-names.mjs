/** Programs whose way of printing is compared. */
export const PEER_NAMES = ["paper-age", "paperback", "qr-backup"];
