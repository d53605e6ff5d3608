using System.CommandLine;
using System.Security.Cryptography;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Inputs;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Engine.Hosting;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker run PATH</c>: runs a plan to its end, live on a terminal.</summary>
internal static class RunCommand
{
    private const int MostAtOnceLimit = 1_000_000;

    public static void Fill(Command command, Session session)
    {
        var path = PlanOptions.Path();
        var inputs = new Option<string[]>("--input", "-i")
        {
            Description = "An input of the plan. '@file' takes the value from a file; lists and maps are JSON.",
            HelpName = "name=value",
        };
        var pool = PlanOptions.Number("--pool", "The most steps at the same time, whatever the plan says.", 1, MostAtOnceLimit);
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the order of the steps; run and write nothing." };
        var runId = new Option<string?>("--run-id") { Description = "The id of the run; default: made from the name and the time.", HelpName = "id" };
        var detach = new Option<bool>("--detach") { Description = "Run in the background; 'tasker runs watch' shows it." };
        var noCache = PlanOptions.NoCache();
        var tasks = PlanOptions.TasksFolder();
        var phases = PlanOptions.Number("--max-phases", "The most phases of a task at the same time, whatever the settings say.", 1, 1000);
        var limit = PlanOptions.Time("--time-limit", "How long a task of phases may take; the smallest limit holds.");
        var events = new Option<bool>("--events") { Description = "Write the events of a task of phases as JSON lines to standard output." };
        var (json, quiet, verbose) = (PlanOptions.Json(), PlanOptions.Quiet(), PlanOptions.Verbose());
        command.Arguments.Add(path);
        foreach (var option in new Option[] { inputs, tasks, pool, phases, limit, dryRun, runId, detach, noCache, events, json, quiet, verbose })
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellationToken) => RunAsync(
            session,
            new RunRequest(
                new PlanRequest(parse.GetRequiredValue(path), parse.GetValue(tasks), parse.GetValue(phases), parse.GetValue(limit)),
                parse.GetValue(inputs) ?? [], parse.GetValue(pool), parse.GetValue(dryRun), parse.GetValue(runId),
                parse.GetValue(detach), parse.GetValue(noCache), parse.GetValue(events), parse.GetValue(json), parse.GetValue(quiet), parse.GetValue(verbose)),
            cancellationToken));
    }

    private static async Task<int> RunAsync(Session session, RunRequest request, CancellationToken cancellationToken)
    {
        if (PlanExecution.FolderOf(session, request.Plan.Path) is { } planning)
        {
            return request is { IsDetached: false, RunId: null, Inputs: [] }
                ? await PlanExecution.RunAsync(session, planning, request.Pool, request.IsDryRun, request.IsJson, request.IsQuiet, cancellationToken)
                : throw new CommandException(ExitCode.WrongInput, "A plan made from a specification takes no inputs, no id and no --detach; each of its runs goes on with the one before.");
        }

        var read = await PlanReader.ReadAsync(session, request.Plan, cancellationToken);
        read = read.Value is { } found && request.AsksAnew ? read with { Value = found with { Settings = found.Settings with { AsksAnew = true } } } : read;
        if (read.Value is { Workflow.FrontDoor: StepsTranslator.FrontDoor } steps
            && request is { Inputs: [], Pool: null, RunId: null, IsDetached: false })
        {
            await TellDoorAsync(session, steps, request);
            var all = new StepsRequestRun(session, steps.Project, steps.Settings, steps.Found.Path, ScreenChoice.For(steps.Workflow, request.IsQuiet, request.IsJson));
            return await all.RunAsync(new StepRequest.All(), request.IsDryRun, cancellationToken);
        }

        if (!read.IsUsable && request is { IsDryRun: false, IsDetached: false, RunId: null, Inputs: [] } && await TreeRun.GoOnAsync(
            session, request.Plan, read.Diagnostics, new ScreenChoice(request.IsQuiet, request.IsJson), cancellationToken) is { } goneOn)
        {
            return goneOn;
        }

        if (!await PlanReport.TellAsync(session, read, request.IsJson))
        {
            return ExitCode.WrongInput;
        }

        var plan = read.Value!;
        await TellDoorAsync(session, plan, request);

        if (plan.Found.Door is not FrontDoor.PhaseTask && (request.IsEvents || request.Plan is { MaxPhases: not null } or { TimeLimit: not null }))
        {
            throw new CommandException(ExitCode.WrongInput, $"--events, --max-phases and --time-limit are for tasks of phases; '{request.Plan.Path}' is read as {plan.Workflow.FrontDoor}.");
        }

        if (plan.Found.Door is FrontDoor.TaskTree)
        {
            return request is { IsDetached: false, RunId: null, Inputs: [] }
                ? await OrchestrateCommand.RunAsync(
                    session, plan, new TreeChoice(null, null, request.Pool, request.IsDryRun, request.IsJson, request.IsQuiet), cancellationToken)
                : throw new CommandException(ExitCode.WrongInput, "A tree of tasks takes no inputs, no id and no --detach; each of its runs goes on with the one before.");
        }

        var inputs = InputReader.Read(plan.Workflow.Inputs, request.Inputs, session);
        if (!await PlanReport.TellAsync(session, inputs, request.IsJson))
        {
            return ExitCode.WrongInput;
        }

        var workflow = request.Pool is { } most ? MostAtOnce.Apply(plan.Workflow, most) : plan.Workflow;
        if (request.IsDryRun)
        {
            return await DryRun.ShowAsync(session, workflow, request.IsJson);
        }

        if (workflow.Root.Members.IsEmpty)
        {
            return await NothingToDo.TellAsync(session, workflow, request.IsJson);
        }

        if (!await PlanReport.TellAsync(session, StepsPlan.CanBeMarked(session, plan.Project, workflow), request.IsJson))
        {
            return ExitCode.WrongInput;
        }

        var runId = request.RunId ?? RunIds.New(workflow.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        if (RunIds.Problem(runId) is { } problem)
        {
            throw new CommandException(ExitCode.WrongInput, problem);
        }

        await using var journal = plan.Project.OpenJournal(session.Time);
        if (request.IsDetached)
        {
            return await Keeper.StartAsync(session, plan, workflow, runId, inputs.Value!, journal, request.IsJson, cancellationToken);
        }

        var hosting = new RunHosting(session, plan.Project, plan.Settings);
        var choice = ScreenChoice.For(workflow, request.IsQuiet, request.IsJson) with { IsEvents = request.IsEvents };
        var exit = await hosting.RunAsync(
            journal, workflow, runId, async (parts, token) => await RunHost.CreateAsync(parts, workflow, runId, inputs.Value!, token), choice, cancellationToken);
        return exit ?? ExitCode.Failed;
    }

    /// <summary>
    /// Which front door reads the plan, and why: people who name a folder or a task see what is run, and programs read it in the first line.
    /// </summary>
    private static async Task TellDoorAsync(Session session, Plan plan, RunRequest request)
    {
        if (request.IsVerbose || request is { IsQuiet: false, IsJson: false, IsEvents: false })
        {
            var where = request.IsVerbose ? $" Project: {plan.Project.Root}" : "";
            var line = $"{session.ShortPath(plan.Found.Path)} is read as {plan.Workflow.FrontDoor}, because {plan.Found.Why}.{where}";
            await session.Error.WriteLineAsync(session.ErrorInk.Dim(line));
        }

        if (request is { IsJson: true, IsDryRun: false, IsDetached: false })
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer =>
            {
                writer.WriteString("plan", session.ShortPath(plan.Found.Path));
                writer.WriteString("format", plan.Workflow.FrontDoor);
                writer.WriteString("why", plan.Found.Why);
            }));
        }
    }

    private sealed record RunRequest(
        PlanRequest Plan, string[] Inputs, int? Pool, bool IsDryRun, string? RunId, bool IsDetached, bool AsksAnew, bool IsEvents, bool IsJson,
        bool IsQuiet, bool IsVerbose);
}
