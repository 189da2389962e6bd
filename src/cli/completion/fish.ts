import type { Offered, OfferedOption } from "./words.js";

/** Completion for fish 3 and later. @see fish's complete(1) */
export function fishCompletion({ program, commands, options }: Offered): string {
  const names = commands.map(({ name }) => name).join(" ");
  const none = quoted(`not __fish_seen_subcommand_from ${names}`);
  const lines = [
    ...options.map((option) => optionOf(option)),
    ...commands.map(({ name, summary }) => `-n ${none} -f -a ${name} -d ${quoted(summary)}`),
    ...commands.flatMap(({ name, options: its, values, takesArguments }) => {
      const seen = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      const rest =
        values.length > 0 ? [`${seen} -f -a ${quoted(values.join(" "))}`] : takesArguments ? [] : [`${seen} -f`];
      const common = new Set(options.flatMap((option) => option.names));
      const own = its.filter((option) => !option.names.some((one) => common.has(one)));
      return [...rest, ...own.map((option) => `${seen} ${optionOf(option)}`)];
    }),
  ];
  return `# Completion of ${program} for fish: ${program} completion fish > ~/.config/fish/completions/${program}.fish
${lines.map((line) => `complete -c ${program} ${line}`).join("\n")}
`;
}

function optionOf({ names, description, takesValue, values, orFile }: OfferedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value =
    values.length > 0 ? [`${orFile ? "-r" : "-x"} -a ${quoted(values.join(" "))}`] : takesValue ? ["-r"] : [];
  return [...flags, ...value, `-d ${quoted(description)}`].join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/gu, "\\$&")}'`;
}
