using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Requests;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker do 3 | 1-5 | continue | all</c>: steps of a <c>SPEC.md</c>.</summary>
internal static class DoCommand
{
    private const int MostMonitored = 50;
    private const string SpecName = "SPEC.md";

    public static void Fill(Command command, Session session)
    {
        var what = new Argument<string?>("steps") { Description = "A step (3), steps (1-5), 'continue' from the first open one, or 'all' open ones.", Arity = ArgumentArity.ZeroOrOne };
        var step = new Option<string?>("--step") { Description = "A step or steps: N or A-B.", HelpName = "n" };
        var goOn = new Option<bool>("--continue") { Description = "From the first open step on." };
        var monitor = new Option<bool>("--monitor") { Description = "Show the steps that run in the background and what watches them." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done; run and write nothing." };
        var file = new Option<string?>("--file") { Description = "The plan; default: the SPEC.md of the project.", HelpName = "path" };
        var json = PlanOptions.Json();
        command.Arguments.Add(what);
        foreach (var option in new Option[] { step, goOn, monitor, dryRun, file, json })
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, cancellationToken) =>
        {
            var path = SpecOf(session, parse.GetValue(file));
            return parse.GetValue(monitor)
                ? MonitorAsync(session, Project.OfPlan(path), parse.GetValue(json), cancellationToken)
                : DoAsync(
                    session, path, StepRequest.Parse(parse.GetValue(what), parse.GetValue(step), parse.GetValue(goOn)),
                    new DoChoice(parse.GetValue(what) is null ? StepsStyle.Tagged : StepsStyle.Indented, parse.GetValue(dryRun), parse.GetValue(json)), cancellationToken);
        });
    }

    /// <summary>The plan that somebody named, else the <c>SPEC.md</c> of the current folder, else that of the project around it.</summary>
    private static string SpecOf(Session session, string? path)
    {
        var here = session.FullPath(path ?? SpecName);
        return path is not null || File.Exists(here) ? here : Path.Combine(Project.Around(session.Directory).Root, SpecName);
    }

    private static async Task<int> DoAsync(
        Session session, string file, ParseResult<StepRequest> request, DoChoice choice, CancellationToken cancellationToken)
    {
        if (!await PlanReport.TellAsync(session, request, choice.IsJson))
        {
            return ExitCode.WrongInput;
        }

        var project = Project.OfPlan(file);
        var settings = project.ReadSettings(session);
        return await PlanReport.TellAsync(session, settings, choice.IsJson)
            ? await new StepsRequestRun(session, project, settings.Value!, file, new ScreenChoice(IsJson: choice.IsJson, Steps: choice.Style))
                .RunAsync(request.Value!, choice.IsDryRun, cancellationToken)
            : ExitCode.WrongInput;
    }

    private static async Task<int> MonitorAsync(Session session, Project project, bool json, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var (runs, logs) = (new List<RunState>(), new LogFiles(project));
        await foreach (var record in journal.ListAsync(new RunFilter(Limit: MostMonitored), cancellationToken))
        {
            if (record.FrontDoor == StepsTranslator.FrontDoor)
            {
                runs.Add(await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken));
            }
        }

        var rows = BackgroundView.Of(runs, logs.PathOf);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Raw(writer => BackgroundView.WriteJson(writer, rows)));
            return ExitCode.Done;
        }

        foreach (var line in BackgroundView.Lines(rows, session.Time.GetUtcNow()))
        {
            await session.Out.WriteLineAsync(line);
        }

        return ExitCode.Done;
    }

    private sealed record DoChoice(StepsStyle Style, bool IsDryRun, bool IsJson);
}
