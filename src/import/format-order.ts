/**
 * Names of the sources as `formats` lists them: by how many people have them, as far as downloads and users are told. What
 * is not here comes last.
 */
export const FORMAT_ORDER: readonly string[] = [
  ...["google-authenticator", "picture", "base32-key", "key-uris", "pdf"],
  ...["1password-csv", "bitwarden", "bitwarden-csv", "lastpass-authenticator", "csv", "zipped-table", "1password"],
  ...["authy", "2fas", "aegis", "authenticator-extension", "proton-authenticator", "proton-pass", "proton-pass-csv"],
  ...["ente-auth", "kdbx", "keepassxc-csv", "keepass-xml", "json", "duo", "steam", "aws-cli"],
  ...["keeper-csv", "roboform-csv", "zoho-csv", "enpass-csv", "stratum", "andotp", "raivo", "totp-authenticator"],
  ...[
    "freeotp-2",
    "freeotp-plus",
    "freeotp",
    "html-page",
    "saved-page",
    "drawn-text",
    "pass-otp",
    "cxf",
    "1password-1pif",
    "key-list",
    "keepass-csv",
  ],
];
