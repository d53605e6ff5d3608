using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Formats.FrontDoors;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker orchestrate</c>: what is not completed of a tree of tasks, of one phase, or whether a phase is complete.</summary>
internal static class OrchestrateCommand
{
    public static void Fill(Command command, Session session)
    {
        var path = new Argument<string>("path") { Description = "A folder of tasks, or the folder that it lies in.", DefaultValueFactory = _ => ".", Arity = ArgumentArity.ZeroOrOne };
        var phase = new Option<string?>("--phase") { Description = "Only the tasks of this phase; what they need must be completed.", HelpName = "dir" };
        var gate = new Option<string?>("--gate") { Description = "Run nothing: tell whether every task of a phase is completed with all outputs.", HelpName = "dir" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the order of the tasks; run and write nothing." };
        var (json, quiet) = (PlanOptions.Json(), PlanOptions.Quiet());
        command.Arguments.Add(path);
        foreach (var option in new Option[] { phase, gate, dryRun, json, quiet })
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellationToken) => RunAsync(
            session, parse.GetRequiredValue(path),
            new TreeChoice(parse.GetValue(phase), parse.GetValue(gate), null, parse.GetValue(dryRun), parse.GetValue(json), parse.GetValue(quiet)), cancellationToken));
    }

    private static async Task<int> RunAsync(Session session, string path, TreeChoice choice, CancellationToken cancellationToken)
    {
        if (choice is { Gate: not null, Phase: not null } or { Gate: not null, IsDryRun: true })
        {
            throw new CommandException(ExitCode.WrongInput, "--gate runs nothing and names its own phase; leave out --phase and --dry-run.");
        }

        var request = new PlanRequest(path);
        var read = await PlanReader.ReadAsync(session, request, cancellationToken);
        if (!read.IsUsable && choice is { Gate: null, IsDryRun: false }
            && await TreeRun.GoOnAsync(session, request, read.Diagnostics, choice.Screen, cancellationToken) is { } goneOn)
        {
            return goneOn;
        }

        if (!await PlanReport.TellAsync(session, read, choice.IsJson))
        {
            return ExitCode.WrongInput;
        }

        return read.Value!.Found.Door is FrontDoor.TaskTree
            ? await RunAsync(session, read.Value, choice, cancellationToken)
            : throw new CommandException(ExitCode.WrongInput, $"'{path}' is no folder of tasks: {read.Value.Found.Why}. 'tasker run' runs it.");
    }

    /// <summary>Runs what is left of a tree, as <c>tasker run</c> does too.</summary>
    public static async Task<int> RunAsync(Session session, Plan plan, TreeChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Gate is { } gate)
        {
            return await TellGateAsync(session, plan, gate, choice.IsJson);
        }

        if (choice.IsDryRun)
        {
            var (left, exit) = await LeftAsync(session, plan, choice);
            return left is null ? exit : await TreeDryRun.ShowAsync(session, left, plan.Settings.Tree, choice.IsJson);
        }

        return await TreeRun.RunAsync(
            session, plan,
            async () =>
            {
                var (left, exit) = await LeftAsync(session, plan, choice);
                if (left is { Workflow.Root.Members.IsEmpty: true })
                {
                    await TellNothingToDoAsync(session, choice.IsJson);
                    return (null, ExitCode.Done);
                }

                if (left is not null && !choice.IsQuiet && TreePlan.Machine.Note(plan.Settings.Tree, left.Tree.Tasks.Length) is { } note)
                {
                    await session.Error.WriteLineAsync(note);
                }

                return (left?.Workflow, exit);
            },
            choice.Screen, cancellationToken);
    }

    private static async Task<(TreeLeft? Left, int ExitCode)> LeftAsync(Session session, Plan plan, TreeChoice choice)
    {
        var left = TreePlan.Left(session, plan, choice.Phase);
        return !await PlanReport.TellAsync(session, left, choice.IsJson) ? (null, ExitCode.WrongInput)
            : (choice.Pool is { } most ? left.Value! with { Workflow = MostAtOnce.Apply(left.Value!.Workflow, most) } : left.Value, ExitCode.Done);
    }

    private static async Task TellNothingToDoAsync(Session session, bool json)
    {
        await session.Error.WriteLineAsync("Every task is completed; there is nothing to do.");
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer => writer.WriteString("result", "succeeded")));
        }
    }

    private static async Task<int> TellGateAsync(Session session, Plan plan, string phase, bool json)
    {
        var gate = TreePlan.Gate(session, plan, phase);
        if (json && gate.Value is { } lines)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer =>
            {
                writer.WriteBoolean("complete", lines.Length == 0);
                writer.WriteStartArray("missing");
                foreach (var line in lines)
                {
                    writer.WriteStringValue(line);
                }

                writer.WriteEndArray();
            }));
            return lines.Length == 0 ? ExitCode.Done : ExitCode.Failed;
        }

        if (!await PlanReport.TellAsync(session, gate, json))
        {
            return ExitCode.WrongInput;
        }

        foreach (var line in gate.Value!)
        {
            await session.Out.WriteLineAsync(line);
        }

        await session.Out.WriteLineAsync(gate.Value.Length == 0 ? $"Phase {phase} is complete." : $"Phase {phase} is not complete.");
        return gate.Value.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}

/// <summary>What of a tree is asked for.</summary>
/// <param name="Phase">Only this phase; null: all.</param>
/// <param name="Gate">The phase whose gate is asked about; null: none.</param>
/// <param name="Pool">The most tasks at once; null: as the settings say.</param>
/// <param name="IsDryRun">Show only.</param>
/// <param name="IsJson">JSON on standard output.</param>
/// <param name="IsQuiet">Failures and the result only.</param>
internal sealed record TreeChoice(string? Phase, string? Gate, int? Pool, bool IsDryRun, bool IsJson, bool IsQuiet)
{
    /// <summary>How its run is shown.</summary>
    public ScreenChoice Screen => new(IsQuiet, IsJson);
}
