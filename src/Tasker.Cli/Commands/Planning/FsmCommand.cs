using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning.Fsm;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker fsm</c>: state machines of a specification. Answers are JSON in both forms of output.</summary>
internal static class FsmCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("compile", "Make machines from the workflows of a synthesis.", (command, scope) => Compile(command, scope, isCapabilityMap: false)),
        new("from-capability-map", "Make machines from the flows of a capability map.", (command, scope) => Compile(command, scope, isCapabilityMap: true)),
        new("mermaid", "Draw all machines as Mermaid diagrams.", Mermaid) { Aliases = ["generate-all"] },
        new("diagram", "Draw one machine from its two files.", Diagram) { Aliases = ["generate"] },
        new("validate", "Check machines: a folder, or one of the checks below.", FsmChecksCommand.Fill),
        .. FsmChecksCommand.Reports.Select(report => report with { IsHidden = true }),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void Compile(Command command, PlanningScope scope, bool isCapabilityMap)
    {
        var source = new Argument<string>(isCapabilityMap ? "map" : "spec.json") { Description = isCapabilityMap ? "The capability map." : "The JSON file with workflows and invariants." };
        var text = new Argument<string?>("spec.md") { Description = "The specification, which quotations are taken from.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output-dir", "-o") { Description = "The folder for the machines; default: artifacts/fsm of the plan.", HelpName = "dir" };
        var slug = new Option<string?>("--slug") { Description = "The name of the specification; default: from its file.", HelpName = "name" };
        command.Arguments.Add(source);
        command.Arguments.Add(text);
        command.Options.Add(output);
        command.Options.Add(slug);
        scope.Does(command, async (call, cancellationToken) => await call.TellAsync(await FsmAnswers.CompileAsync(
            call.PathOf(source),
            isCapabilityMap,
            call.Get(text) is { Length: > 0 } spec ? call.Session.FullPath(spec) : null,
            call.Get(output) is { Length: > 0 } folder ? call.Session.FullPath(folder) : call.Folder.Fsm,
            call.Get(slug),
            cancellationToken)));
    }

    private static void Mermaid(Command command, PlanningScope scope)
    {
        var path = FsmChecksCommand.Index();
        var output = new Option<string?>("--output-dir", "-o") { Description = "The folder for the diagrams; default: beside the index.", HelpName = "dir" };
        var notes = new Option<bool>("--notes") { Description = "Write each machine in words, too." };
        command.Arguments.Add(path);
        command.Options.Add(output);
        command.Options.Add(notes);
        scope.Does(command, async (call, cancellationToken) => await call.TellAsync(await FsmAnswers.DrawAsync(
            FsmChecksCommand.PathOf(call, path),
            call.Get(output) is { Length: > 0 } folder ? call.Session.FullPath(folder) : null,
            call.Get(notes),
            cancellationToken)));
    }

    private static void Diagram(Command command, PlanningScope scope)
    {
        var (states, transitions) = FsmChecksCommand.MachineFiles(command);
        scope.Does(command, (call, _) =>
        {
            var drawn = FsmAnswers.Diagram(call.PathOf(states), call.PathOf(transitions));
            return call.AnswerAsync(drawn, () => new() { ["mermaid"] = drawn });
        });
    }
}
