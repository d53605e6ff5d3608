using System.CommandLine;
using Tasker.Core.Diagnostics;
using Tasker.Planning;
using Tasker.Planning.Fsm;

namespace Tasker.Cli.Commands.Planning;

/// <summary>
/// <c>tasker fsm validate</c>: a check when its name follows, else the folder to check. The reports stand directly below <c>fsm</c>, too,
/// because scripts use both spellings.
/// </summary>
internal static class FsmChecksCommand
{
    /// <summary>Coverage of transitions: before and after tasks are carried out.</summary>
    public static IEnumerable<PlanningEntry> Reports { get; } =
    [
        new("task-coverage", "Check that tasks cover the transitions: all of the steel thread, most of the others.", TaskCoverage),
        new("coverage-report", "Report which tasks cover which transition.", PlanReport),
        new("execute-coverage-report", "Report which transitions the results of tasks prove.", ExecuteReport),
    ];

    private static readonly PlanningEntry[] Entries =
    [
        new("completeness", "Check that one machine is complete.", Completeness),
        new("coverage", "Compare machines with the behaviours of a capability map.", Behaviors),
        .. Reports,
    ];

    public static void Fill(Command command, PlanningScope scope)
    {
        FillOne(command, scope);
        scope.Add(command, Entries);
    }

    /// <summary>The argument for an index.</summary>
    public static Argument<string?> Index() => new("fsm") { Description = "The index of the machines, or its folder; default: artifacts/fsm of the plan.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The index that was named; else that of the plan.</summary>
    public static string PathOf(ParsedCall call, Argument<string?> index) => call.Get(index) is { Length: > 0 } path ? call.Session.FullPath(path) : call.Folder.Fsm;

    /// <summary>The arguments for one machine.</summary>
    public static (Argument<string> States, Argument<string> Transitions) MachineFiles(Command command)
    {
        var states = new Argument<string>("states") { Description = "The file of its states." };
        var transitions = new Argument<string>("transitions") { Description = "The file of its transitions." };
        command.Arguments.Add(states);
        command.Arguments.Add(transitions);
        return (states, transitions);
    }

    private static void FillOne(Command command, PlanningScope scope)
    {
        // Scripts write the word twice; the parser takes the second one as an argument.
        var words = new Argument<string[]>("fsm") { Description = "The index of the machines, or its folder; default: artifacts/fsm of the plan. The word validate may stand in front of it.", Arity = new ArgumentArity(0, 2) };
        var strict = new Option<bool>("--strict") { Description = "Guards without an invariant are issues, not warnings." };
        var spec = new Option<string?>("--spec") { Description = "The specification, to check that it says how its entry point becomes available; default: that of the plan.", HelpName = "file" };
        command.Arguments.Add(words);
        command.Options.Add(strict);
        command.Options.Add(spec);
        scope.Does(command, (call, _) =>
        {
            var given = call.Get(spec) is { Length: > 0 } file ? call.Session.FullPath(file) : File.Exists(call.Folder.Spec) ? call.Folder.Spec : null;
            string[] path = call.Get(words) is ["validate", .. var rest] ? rest : call.Get(words) ?? [];
            return path.Length > 1
                ? throw new PlanningException(PlanningCodes.Usage, $"'{path[0]}' is no check of machines. {Suggestions.DidYouMean(path[0], Entries.Select(e => e.Name), "'tasker fsm validate --help' lists them.")}")
                : call.TellAsync(FsmAnswers.Validate(path is [{ Length: > 0 } named] ? call.Session.FullPath(named) : call.Folder.Fsm, call.Get(strict), given));
        });
    }

    private static void Completeness(Command command, PlanningScope scope)
    {
        var (states, transitions) = MachineFiles(command);
        scope.Does(command, (call, _) => call.TellAsync(FsmAnswers.Completeness(call.PathOf(states), call.PathOf(transitions))));
    }

    private static void Behaviors(Command command, PlanningScope scope)
    {
        var path = Index();
        var map = Folder("map", "The capability map; default: that of the plan.");
        command.Arguments.Add(path);
        command.Arguments.Add(map);
        scope.Does(command, (call, _) => call.TellAsync(FsmAnswers.BehaviorCoverage(PathOf(call, path), call.Get(map) is { Length: > 0 } file ? call.Session.FullPath(file) : call.Folder.CapabilityMap)));
    }

    private static void TaskCoverage(Command command, PlanningScope scope)
    {
        var (path, tasks) = (Index(), Folder("tasks", "The folder of task files; default: that of the plan."));
        var steel = Answers.Ratio("--steel-threshold", "The least part of the steel thread; default: 1.", 1);
        var other = Answers.Ratio("--other-threshold", "The least part of all other transitions; default: 0.9.", 0.9, "--non-steel-threshold");
        command.Arguments.Add(path);
        command.Arguments.Add(tasks);
        command.Options.Add(steel);
        command.Options.Add(other);
        scope.Does(command, (call, _) => call.TellAsync(FsmAnswers.TaskCoverage(PathOf(call, path), FolderOf(call, tasks, call.Folder.Tasks), call.Get(steel), call.Get(other))));
    }

    private static void PlanReport(Command command, PlanningScope scope)
    {
        var (path, tasks, output) = (Index(), Folder("tasks", "The folder of task files; default: that of the plan."), Output());
        command.Arguments.Add(path);
        command.Arguments.Add(tasks);
        command.Options.Add(output);
        scope.Does(command, (call, cancellationToken) => call.TellOrWriteAsync(
            FsmAnswers.PlanReport(PathOf(call, path), FolderOf(call, tasks, call.Folder.Tasks)), call.Get(output), "Coverage report", cancellationToken));
    }

    private static void ExecuteReport(Command command, PlanningScope scope)
    {
        var (path, bundles, output) = (Index(), Folder("bundles", "The folder of result files; default: that of the plan."), Output());
        var strict = new Option<bool>("--strict") { Description = "The steel thread and invariants count only when a test proves them." };
        command.Arguments.Add(path);
        command.Arguments.Add(bundles);
        command.Options.Add(output);
        command.Options.Add(strict);
        scope.Does(command, (call, cancellationToken) => call.TellOrWriteAsync(
            FsmAnswers.ExecuteReport(PathOf(call, path), FolderOf(call, bundles, call.Folder.Bundles), call.Get(strict)), call.Get(output), "Execute coverage report", cancellationToken));
    }

    private static Argument<string?> Folder(string name, string meaning) => new(name) { Description = meaning, Arity = ArgumentArity.ZeroOrOne };

    private static Option<string?> Output() => new("--output", "-o") { Description = "The file to write to; default: standard output.", HelpName = "file" };

    private static string FolderOf(ParsedCall call, Argument<string?> argument, string otherwise) => call.Get(argument) is { Length: > 0 } path ? call.Session.FullPath(path) : otherwise;
}
