using System.CommandLine;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Files;
using Tasker.Planning.Gates;
using Tasker.Planning.Metrics;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker validate dag|gates|…</c>: the gates of a plan. They stand beside <c>tasker validate PATH</c>.</summary>
internal static class GateCommands
{
    private static readonly (string Name, string Description, Func<PlanningFolder, PlanningAnswer> Ask)[] Plain =
    [
        ("dag", "Check what tasks need: circles, missing tasks, tasks of later phases.", GateAnswers.Dag),
        ("steel-thread", "Check the steel thread: it comes early and hangs together.", GateAnswers.SteelThreadOf),
        ("verification-commands", "Check that a shell can read the verification commands.", GateAnswers.VerificationCommands),
        ("phase-leakage", "Find tasks that bring what is left for a later phase.", GateAnswers.Leakage),
        ("dependency-existence", "Check that every task that is needed exists.", GateAnswers.Dependencies),
        ("acceptance-criteria", "Check that acceptance criteria can be checked by a program.", GateAnswers.Criteria),
        ("refactor-priority", "Show what refactorings take the place of.", GateAnswers.Refactor),
    ];

    private static readonly (string Name, string[] Aliases, string Description, Func<PlanningFolder, double, PlanningAnswer> Ask)[] WithThreshold =
    [
        ("spec-coverage", [], "Show which requirements of the specification tasks cover.", GateAnswers.Coverage),
        ("gates", ["planning-gates"], "Run all planning gates and tell why they are closed.", GateAnswers.All),
        ("all", [], "Run every check of a plan.", GateAnswers.Everything),
    ];

    private static readonly PlainOption Threshold = PlainOption.Ratio("--threshold", "The least part of the requirements that must be covered; default: 0.9.", GateAnswers.DefaultThreshold);

    public static void Fill(Command command, Session session, string[]? arguments)
    {
        foreach (var (name, description, ask) in Plain)
        {
            Add(command, session, arguments, new Command(name, description), PlainOf(ask).Fill);
        }

        Add(command, session, arguments, new Command("calibration", "Show how often verifiers were right about tasks that have ended."), (sub, scope) =>
            scope.Does(sub, (call, _) => call.TellAsync(Calibration.Of(call.Store.Read()))));
        foreach (var (name, aliases, description, ask) in WithThreshold)
        {
            var added = new Command(name, description);
            foreach (var alias in aliases)
            {
                added.Aliases.Add(alias);
            }

            Add(command, session, arguments, added, PlainOf(ask).Fill);
        }
    }

    /// <summary>The names of all checks.</summary>
    public static IEnumerable<string> Names => [.. Plain.Select(gate => gate.Name), "calibration", .. WithThreshold.Select(gate => gate.Name)];

    /// <summary>The gate of this name; null: there is none.</summary>
    public static PlainCommand? Find(string name)
    {
        foreach (var gate in Plain)
        {
            if (gate.Name == name)
            {
                return PlainOf(gate.Ask);
            }
        }

        foreach (var gate in WithThreshold)
        {
            if (gate.Name == name || Array.IndexOf(gate.Aliases, name) >= 0)
            {
                return PlainOf(gate.Ask);
            }
        }

        return null;
    }

    private static PlainCommand PlainOf(Func<PlanningFolder, double, PlanningAnswer> ask) =>
        new((call, _) => call.TellAsync(ask(call.Folder, call.Ratio(Threshold)))) { Options = [Threshold] };

    private static PlainCommand PlainOf(Func<PlanningFolder, PlanningAnswer> ask) => new((call, _) => call.TellAsync(ask(call.Folder)));

    /// <summary>Each has its own scope, because the command above it is not about plans of specifications alone.</summary>
    private static void Add(Command command, Session session, string[]? arguments, Command sub, Action<Command, PlanningScope> fill)
    {
        if (arguments is null || Array.IndexOf(arguments, sub.Name) >= 0 || sub.Aliases.Any(a => Array.IndexOf(arguments, a) >= 0))
        {
            fill(sub, new PlanningScope(sub, session, arguments));
        }

        command.Subcommands.Add(sub);
    }
}
