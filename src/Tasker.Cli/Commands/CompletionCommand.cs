using System.CommandLine;
using System.CommandLine.Completions;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker completion SHELL</c>: a script that completes commands and options from lists that are written into it.</summary>
internal static class CompletionCommand
{
    public static void Fill(Command command, Session session)
    {
        var shell = new Argument<string>("shell") { Description = "The shell: bash, zsh or fish.", HelpName = "shell" };
        PlanOptions.OneOf(shell, "bash", "zsh", "fish");
        command.Arguments.Add(shell);
        command.SetAction(async (parse, _) =>
        {
            var lists = Lists(CommandTree.Build(session, null), "").ToList();
            await session.Out.WriteAsync(parse.GetRequiredValue(shell) switch
            {
                "fish" => Fish(lists),
                "zsh" => "#compdef tasker\nautoload -U +X bashcompinit && bashcompinit\n" + Bash(lists),
                _ => Bash(lists),
            });
            return ExitCode.Done;
        });
    }

    private static IEnumerable<(string Path, string[] Words)> Lists(Command command, string path)
    {
        var options = command.Options.Where(o => !o.Hidden).ToList();
        var values = command.Arguments.SelectMany(a => a.GetCompletions(CompletionContext.Empty)).Select(c => c.Label);
        yield return (path, [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name), .. values, .. options.Select(o => o.Name)]);
        foreach (var (option, choices) in options.Select(o => (o, o.GetCompletions(CompletionContext.Empty).Select(c => c.Label).ToArray())))
        {
            if (choices.Length > 0 && option.ValueType != typeof(bool))
            {
                foreach (var name in option.Aliases.Append(option.Name))
                {
                    yield return ($"{path} {name}", choices);
                }
            }
        }

        foreach (var list in command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Lists(c, path.Length == 0 ? c.Name : $"{path} {c.Name}")))
        {
            yield return list;
        }
    }

    private static string Bash(List<(string Path, string[] Words)> lists)
    {
        var cases = Cases(lists.Where(l => !IsOption(l.Path)));
        var values = Cases(lists.Where(l => IsOption(l.Path)));
        return $$"""
            # Completion of tasker for bash: source <(tasker completion bash)
            _tasker() {
              local cur=${COMP_WORDS[COMP_CWORD]} path= word words=
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case $word in -*) ;; *)
                  case "$path" in ''|runs) path="${path:+$path }$word" ;; esac ;;
                esac
              done
              case "$path ${COMP_WORDS[COMP_CWORD-1]}" in
            {{values}}    *) case "$path" in
            {{cases}}    esac ;;
              esac
              COMPREPLY=($(compgen -W "$words" -- "$cur"))
              if [[ $cur != -* && -n $path && $path != runs ]]; then
                local IFS=$'\n'
                COMPREPLY+=($(compgen -f -- "$cur"))
              fi
            }
            complete -o filenames -F _tasker tasker

            """.ReplaceLineEndings("\n");
    }

    private static bool IsOption(string path) => path.Contains(" -", StringComparison.Ordinal);

    private static string Cases(IEnumerable<(string Path, string[] Words)> lists) =>
        string.Concat(lists.Select(l => $"    '{l.Path}') words='{string.Join(' ', l.Words)}' ;;\n"));

    private static string Fish(List<(string Path, string[] Words)> lists)
    {
        var lines = lists.SelectMany(l => l.Words.Select(word =>
        {
            if (IsOption(l.Path))
            {
                var at = l.Path.LastIndexOf(' ');
                var option = l.Path[(at + 1)..];
                var letter = option.StartsWith("--", StringComparison.Ordinal) ? $"-l {option[2..]}" : $"-s {option[1..]}";
                return $"complete -c tasker -n '__fish_seen_subcommand_from {l.Path[..at].Split(' ')[^1]}' -x {letter} -a {word}";
            }

            var when = l.Path.Length == 0 ? "__fish_use_subcommand" : string.Join("; and ", l.Path.Split(' ').Select(p => $"__fish_seen_subcommand_from {p}"));
            return word.StartsWith("--", StringComparison.Ordinal) ? $"complete -c tasker -n '{when}' -l {word[2..]}" : $"complete -c tasker -n '{when}' -a {word}";
        }));
        return $"# Completion of tasker for fish: tasker completion fish | source\n{string.Join('\n', lines)}\n";
    }
}
