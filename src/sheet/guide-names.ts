/** Guides that come with the program, as `templates/guides/` holds them. */
export const GUIDE_NAMES = ["aws-root", "aws-iam", "google", "microsoft", "github", "general"] as const;
