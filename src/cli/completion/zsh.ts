import type { Offered, OfferedCommand, OfferedOption } from "./words.js";

/** Completion for zsh, by its own `_arguments`. @see zshcompsys(1) */
export function zshCompletion({ program, commands, options }: Offered): string {
  const own = `_${program}`;
  return `#compdef ${program}
# Completion of ${program} for zsh: ${program} completion zsh > a folder of $fpath/${own}
${own}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name.replaceAll(":", "\\:")}:${summary}`)}`).join("\n")}
  )
  _arguments -C \\
${options.map((option) => `    ${specOf(option)} \\`).join("\n")}
    '1: :->command' '*:: :->rest' && return
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $line[1] in
${commands.map((command) => `        ${command.name}) ${argumentsOf(command, options)} ;;`).join("\n")}
      esac ;;
  esac
}
if [ "$funcstack[1]" = ${quoted(own)} ]; then ${own} "$@"; else compdef ${own} ${program}; fi
`;
}

function argumentsOf(
  { options, values, takesArguments, name }: OfferedCommand,
  common: readonly OfferedOption[],
): string {
  const known = new Set(options.flatMap(({ names }) => names));
  const all = [...options, ...common.filter(({ names }) => !names.some((one) => known.has(one)))];
  const rest =
    values.length > 0 ? [`'*: :(${values.join(" ")})'`] : takesArguments || name === "help" ? ["'*: :_files'"] : [];
  return ["_arguments", ...all.map(specOf), ...rest].join(" ");
}

/** `'(-o --output)'{-o,--output}'[what it does]:value:_files'`; may be given again. */
function specOf({ names, description, takesValue, values, orFile }: OfferedOption): string {
  const words = orFile ? `{compadd ${values.join(" ")}; _files}` : `(${values.join(" ")})`;
  const value = takesValue ? `: :${values.length > 0 ? words : "_files"}` : "";
  const about = quoted(`[${description.replace(/[[\]\\:]/gu, "\\$&")}]${value}`);
  return names.length > 1 ? `'*'{${names.join(",")}}${about}` : `'*'${names[0]}${about}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
