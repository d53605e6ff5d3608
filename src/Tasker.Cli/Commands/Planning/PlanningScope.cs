using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands.Planning;

/// <summary>
/// What all commands of one group about plans share: where the plan is, how they answer, and how they fail: one line on standard error and
/// exit code 1. Code 2 is kept for what only <c>bundle validate-integrity</c> tells.
/// </summary>
internal sealed class PlanningScope
{
    private readonly Option<string?> _folder = new("--planning-dir", "-p") { Description = "The folder of the plan; default: TASKER_DIR, else the nearest .tasker upwards.", HelpName = "dir", Recursive = true };
    private readonly Option<string?> _format = new("--format") { Description = "How to answer: text or json.", HelpName = "format", Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "The same as '--format json'.", Recursive = true };
    private readonly string[]? _arguments;

    /// <param name="command">Gets the options; commands inside it understand them, too.</param>
    /// <param name="session">The surroundings.</param>
    /// <param name="arguments">As typed, so that only what is asked for is built; null builds everything.</param>
    public PlanningScope(Command command, Session session, string[]? arguments)
    {
        (Session, _arguments) = (session, arguments);
        PlanOptions.OneOf(_format, "text", "json");
        command.Options.Add(_folder);
        command.Options.Add(_format);
        command.Options.Add(_json);
    }

    /// <summary>The surroundings.</summary>
    public Session Session { get; }

    /// <summary>True for commands whose wrong usage ends with 1.</summary>
    public static bool Owns(Command command)
    {
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            if (at.Options.Any(option => option is { Name: "--planning-dir", Recursive: true }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the words ask for an answer in JSON, whatever else is wrong with them.</summary>
    public static bool AsksForJson(string[] arguments) =>
        Array.IndexOf(arguments, "--json") >= 0 || Array.IndexOf(arguments, "--format=json") >= 0
        || (Array.IndexOf(arguments, "--format") is >= 0 and var at && at + 1 < arguments.Length && arguments[at + 1] == "json");

    /// <summary>Adds commands; those that are not asked for are a name and a sentence only.</summary>
    public void Add(Command parent, params ReadOnlySpan<PlanningEntry> entries)
    {
        foreach (var entry in entries)
        {
            var command = new Command(entry.Name, entry.Description) { Hidden = entry.IsHidden };
            foreach (var alias in entry.Aliases)
            {
                command.Aliases.Add(alias);
            }

            if (_arguments is null || Array.IndexOf(_arguments, entry.Name) >= 0 || entry.Aliases.Any(alias => Array.IndexOf(_arguments, alias) >= 0))
            {
                entry.Fill(command, this);
            }

            parent.Subcommands.Add(command);
        }
    }

    /// <summary>What the command does. Whatever it refuses is told in one line.</summary>
    public void Does(Command command, Func<ParsedCall, CancellationToken, Task<int>> act) => command.SetAction((parse, cancellationToken) =>
    {
        var call = new ParsedCall(Session, parse, parse.GetValue(_folder), parse.GetValue(_json) || parse.GetValue(_format) == "json", CommandExamples.PathOf(command));
        return call.RunAsync(() => act(call, cancellationToken));
    });

    /// <summary>Tells a refusal: a line for people, and an object for programs where JSON was asked for.</summary>
    public static async Task<int> TellAsync(Session session, bool json, string code, string message, JsonObject? details = null)
    {
        if (json)
        {
            var answer = new JsonObject { ["version"] = JsonText.Version, ["ok"] = false, ["code"] = code, ["message"] = message };
            if (details is not null)
            {
                answer["details"] = details.DeepClone();
            }

            await session.Out.WriteAsync(PlanningCall.Text(answer));
        }

        await session.Error.WriteLineAsync($"{session.ErrorInk.Red("tasker:")} {OneLine.Of(message)}");
        return ExitCode.Failed;
    }
}
