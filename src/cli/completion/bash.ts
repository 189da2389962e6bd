import type { Offered, OfferedOption } from "./words.js";

/** Completion for bash 3.2 and later. Where it offers nothing, bash offers files. */
export function bashCompletion({ program, commands, options }: Offered): string {
  const own = `_${program.replaceAll("-", "_")}`;
  const all = commands.flatMap((command) => command.options.map((option) => [command.name, option] as const));
  const valued = [...options.map((option) => ["*", option] as const), ...all].filter(
    ([, { takesValue }]) => takesValue,
  );
  return `# Completion of ${program} for bash: source <(${program} completion bash)
${own}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' options='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${commands.map(({ name }) => name).join(" | ")}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command:$previous in
${valued.map(([command, option]) => `    ${patterns(command, option)}) ${valuesOf(option)}return ;;`).join("\n")}
  esac
  case $command in
${commands.map(({ name, options: its }) => `    ${name}) options='${namesOf([...its, ...options])}' ;;`).join("\n")}
    *) options='${namesOf(options)}' ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")); return ;;
  esac
  case $command in
    '') COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(" ")}' -- "$current")) ;;
${commands
  .filter(({ values }) => values.length > 0)
  .map(({ name, values }) => `    ${name}) COMPREPLY=($(compgen -W '${values.join(" ")}' -- "$current")) ;;`)
  .join("\n")}
  esac
}
complete -o filenames -o bashdefault -o default -F ${own} ${program}
`;
}

function patterns(command: string, { names }: OfferedOption): string {
  return names.map((name) => `${command}:${name}`).join(" | ");
}

function valuesOf({ values }: OfferedOption): string {
  return values.length > 0 ? `COMPREPLY=($(compgen -W '${values.join(" ")}' -- "$current")); ` : "";
}

function namesOf(options: readonly OfferedOption[]): string {
  return [...new Set(options.flatMap(({ names }) => names))].join(" ");
}
