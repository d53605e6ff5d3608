using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning.Plain;

/// <summary>The plain commands by their words. Scripts and agents call them again and again, so they must be there at once.</summary>
internal static class PlainCommands
{
    /// <summary>Every plain command, as it is typed.</summary>
    public static readonly string[] Paths =
    [
        "state ready", "state status", "state get-field", "state check-halt", "state halt-status", "state load-tasks", "state log-tokens", "state metrics", "state planning-metrics",
        "state failure-metrics", "state task start", "validate dag", "validate steel-thread", "validate verification-commands", "validate phase-leakage",
        "validate dependency-existence", "validate acceptance-criteria", "validate refactor-priority", "validate spec-coverage", "validate gates", "validate all", "evaluate",
    ];

    /// <summary>Runs the command that the words call, when they are plain.</summary>
    /// <returns>Null: the parser has to read them.</returns>
    public static Task<int>? TryRun(string[] words, Session session)
    {
        if (Find(words) is not var (command, length) || PlainWords.Read(command, words.AsSpan(length)) is not { } read)
        {
            return null;
        }

        var call = new PlainCall(session, read, string.Join(' ', words[..length]));
        return call.RunAsync(() => command.Act(call, CancellationToken.None));
    }

    /// <summary>The plain command that words begin with, and how many words it has.</summary>
    public static (PlainCommand Command, int Words)? Find(string[] words) => words switch
    {
        ["state", "ready" or "ready-tasks", ..] => (ReadyCommand.Plain, 2),
        ["state", "status", ..] => (StatusCommand.Plain, 2),
        ["state", "get-field", ..] => (FieldCommand.Plain, 2),
        ["state", "check-halt", ..] => (HaltStatusCommands.Check, 2),
        ["state", "halt-status", ..] => (HaltStatusCommands.Status, 2),
        ["state", "load-tasks", ..] => (LoadTasksCommand.Plain, 2),
        ["state", "log-tokens", ..] => (LogTokensCommand.Plain, 2),
        ["state", "metrics", ..] => (MetricsCommands.Execution, 2),
        ["state", "planning-metrics", ..] => (MetricsCommands.Plan, 2),
        ["state", "failure-metrics", ..] => (MetricsCommands.Failures, 2),
        ["state", "task", "start", ..] => (StartCommand.Plain, 3),
        ["state", "start-task", ..] => (StartCommand.Plain, 2),
        ["validate", var gate, ..] when GateCommands.Find(gate) is { } found => (found, 2),
        ["evaluate", ..] => (EvaluateCommand.Plain, 1),
        _ => null,
    };

    /// <summary>
    /// The same words with the options that all commands about plans share behind the others, where every command looks for them, when they stand
    /// before the command (or before the gate to validate).
    /// </summary>
    public static string[] WithSharedBehind(string[] arguments)
    {
        var begin = arguments is ["validate", ..] ? 1 : 0;
        var (at, shared) = (begin, new List<string>());
        while (SharedAt(arguments, at) is { Length: > 0 } words)
        {
            shared.AddRange(words);
            at += arguments[at] == words[0] ? words.Length : 1;
        }

        if (begin == 0 && at > 0 && at == arguments.Length)
        {
            return []; // There is no command that they could belong to, which is what is told then.
        }

        if (at == begin || at >= arguments.Length || arguments[at].StartsWith('-'))
        {
            return arguments;
        }

        // What stands behind '--' is no option any more.
        var end = Array.IndexOf(arguments, "--");
        end = end < 0 ? arguments.Length : end;
        string[] behind = [.. arguments[..begin], .. arguments[at..end], .. shared, .. arguments[end..]];
        return begin == 0 && behind[0] == "validate" ? WithSharedBehind(behind) : behind;
    }

    /// <summary>The shared option that stands at a place, with its value as a word of its own; empty: none does.</summary>
    private static string[] SharedAt(string[] arguments, int at) => arguments.AsSpan(Math.Min(at, arguments.Length)) switch
    {
        ["--json", ..] => ["--json"],
        ["-p" or "--planning-dir" or "--format", _, ..] => arguments[at..(at + 2)],
        [{ } word, ..] when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign && word[..sign] is ("-p" or "--planning-dir" or "--format") =>
            [word[..sign], word[(sign + 1)..]],
        _ => [],
    };
}
