import type { Offered, OfferedOption } from "./words.js";

/** Completion for PowerShell 5 and later. Where it offers nothing, PowerShell offers files. */
export function powershellCompletion({ program, commands, options }: Offered): string {
  const entry = (text: string, about: string) => `@(${quoted(text)}, ${quoted(about)})`;
  const list = (all: readonly string[]) => `@(${all.join(", ")})`;
  const offered = (its: readonly OfferedOption[]) =>
    list(
      its.flatMap(({ names, description }) => names.map((name) => entry(name, description))).map((one) => `,${one}`),
    );
  const valued = commands
    .flatMap(({ name, options: its }) => its.map((option) => [name, option] as const))
    .concat(options.map((option) => ["", option] as const))
    .filter(([, { values }]) => values.length > 0)
    .flatMap(([name, { names, values }]) =>
      names.map((one) => `    ${quoted(`${name} ${one}`)} = ${list(values.map((value) => `,${entry(value, value)}`))}`),
    );
  return `# Completion of ${program} for PowerShell: ${program} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = ${list(commands.map(({ name, summary }) => `,${entry(name, summary)}`))}
  $options = @{
    '' = ${offered(options)}
${commands.map(({ name, options: its }) => `    ${quoted(name)} = ${offered(its)}`).join("\n")}
  }
  $arguments = @{
${commands
  .filter(({ values }) => values.length > 0)
  .map(({ name, values }) => `    ${quoted(name)} = ${list(values.map((value) => `,${entry(value, value)}`))}`)
  .join("\n")}
  }
  $values = @{
${valued.join("\n")}
  }
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() } | Select-Object -Skip 1)
  if ($wordToComplete -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
  $command = [string]($words | Where-Object { $options.ContainsKey($_) -and $_ -ne '' } | Select-Object -First 1)
  $previous = [string]($words | Select-Object -Last 1)
  $found = if ($values.ContainsKey("$command $previous")) { $values["$command $previous"] }
    elseif ($values.ContainsKey(" $previous")) { $values[" $previous"] }
    elseif ($wordToComplete -like '-*') { $options[$command] + $(if ($command -ne '') { $options[''] }) }
    elseif ($command -eq '') { $commands }
    elseif ($arguments.ContainsKey($command)) { $arguments[$command] }
  $found | Where-Object { $_ -and $_[0] -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
