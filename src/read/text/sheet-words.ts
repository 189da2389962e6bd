// Made by scripts/sheet-words.mjs out of templates/lang/*.json, `typed`: change it there.

/** What sheets print and people write beside keys, in every language. All but names are parts of expressions. */
export const SHEET_WORDS = {
  "keyNames": [
    "key",
    "secret",
    "secret key",
    "key secret",
    "setup key",
    "set up key",
    "manual key",
    "manual entry key",
    "manual setup key",
    "manual entry",
    "enter this key",
    "your key",
    "account key",
    "text code",
    "authenticator key",
    "authenticator secret",
    "authenticator",
    "auth key",
    "shared secret",
    "shared key",
    "verification key",
    "security key",
    "鍵",
    "キー",
    "秘密鍵",
    "秘密のキー",
    "シークレット",
    "シークレットキー",
    "シークレット キー",
    "認証キー",
    "セットアップキー",
    "セットアップ キー",
    "共有鍵",
    "共有キー",
    "手動入力キー",
    "二段階認証キー",
    "2段階認証キー"
  ],
  "codes": [
    "\\b(?:backup|recovery|scratch|emergency|rescue|one[- ]time|single[- ]use|reset)[- ](?:codes?|keys?|tokens?)\\b",
    "バックアップ|復旧コード|回復コード|リカバリー?コード|緊急用?コード|予備のコード"
  ],
  "keyHeading": [
    "(?:Cannot|Can't) scan\\? ?Type this key",
    "読み取れないときは、このキーを入力します",
    "読み取れないときに入力するキー"
  ],
  "begins": [
    "(?:Sealed )?Recovery sheet\\b(?: ?:.*)?$",
    "Share \\d+ of \\d+: any \\d+",
    "(?:封をした)?復旧シート(?:[:：].*)?$",
    "\\d+枚中\\d+枚目: ?どの"
  ],
  "printed": [
    "trial format",
    "Whoever holds this sheet",
    "For the program$",
    "Set \\(compare all",
    "Alone this sheet opens",
    "Enter a setup key",
    "opens only with its passphrase",
    "Sign-in page$",
    "The document's lines",
    "Your share \\d",
    "Keep this$",
    "page \\d+ of \\d+",
    "Tap \\+ ?to add an account",
    "試験形式",
    "このシートがあれば、だれでも",
    "^プログラム用$",
    "組の番号",
    "この1枚だけでは何も",
    "セットアップキーを入力",
    "パスフレーズがないと開けません",
    "サインインのページ$",
    "^文書の行",
    "番の断片",
    "そのまま保管するシート",
    "\\dページ中\\d+ページ",
    "「\\+」を押してアカウント"
  ],
  "testValue": [
    "test value",
    "確認値"
  ],
  "settingsSentence": [
    "(?:Time|Counter)-based \\((?:TOTP|HOTP)\\)",
    "Steam ?Guard",
    "(?:時刻|カウンター)方式 ?[(（](?:TOTP|HOTP)[)）]",
    "Steam ?ガード"
  ],
  "settings": {
    "issuer": [
      "issuer",
      "発行者"
    ],
    "account": [
      "account",
      "アカウント"
    ],
    "type": [
      "type",
      "方式"
    ],
    "algorithm": [
      "algorithm",
      "hash",
      "アルゴリズム"
    ],
    "digits": [
      "digits",
      "桁数"
    ],
    "period": [
      "period",
      "seconds",
      "interval",
      "秒数"
    ],
    "counter": [
      "counter",
      "カウンター"
    ],
    "testValue": [
      "test value",
      "確認値"
    ]
  },
  "units": {
    "digits": [
      "digits",
      "桁"
    ],
    "period": [
      "seconds",
      "秒"
    ],
    "counter": [
      "counter",
      "カウンターは?"
    ]
  }
} as const;
