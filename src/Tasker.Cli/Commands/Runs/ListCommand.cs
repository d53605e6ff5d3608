using System.CommandLine;
using System.Globalization;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Executors.Processes;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs list</c>: the newest first.</summary>
internal static class ListCommand
{
    private const int Usual = 20;

    public static Command Create(Session session)
    {
        var (json, project) = (PlanOptions.Json(), PlanOptions.Project());
        var open = new Option<bool>("--open") { Description = "Only runs that have not ended." };
        var all = new Option<bool>("--all") { Description = $"All runs; default: the newest {Usual}." };
        var name = new Option<string?>("--name") { Description = "Only runs of this workflow.", HelpName = "name" };
        var command = new Command("list", "List runs, the newest first.") { open, all, name, json, project };
        command.SetAction((parse, cancellationToken) => ListAsync(
            session,
            Project.Of(session, parse.GetValue(project)),
            new RunFilter(parse.GetValue(open) ? true : null, parse.GetValue(name), Limit: parse.GetValue(all) ? int.MaxValue : Usual),
            parse.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Session session, Project project, RunFilter filter, bool json, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var runs = new List<RunRecord>();
        await foreach (var run in journal.ListAsync(filter, cancellationToken))
        {
            runs.Add(run);
        }

        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(
                writer =>
                {
                    writer.WriteStartArray("runs");
                    runs.ForEach(r => RunJson.Write(writer, r));
                    writer.WriteEndArray();
                },
                indented: true));
        }
        else if (runs.Count == 0)
        {
            await session.Error.WriteLineAsync(
                filter is { Open: null, Name: null } ? "There are no runs. 'tasker run' makes one." : "No run is like that. 'tasker runs list' shows all there are.");
        }
        else
        {
            await WriteTableAsync(session, runs);
        }

        return ExitCode.Done;
    }

    private static async Task WriteTableAsync(Session session, List<RunRecord> runs)
    {
        var (ink, now) = (session.OutInk, session.Time.GetUtcNow());
        var width = runs.Max(r => r.RunId.Length);
        await session.Out.WriteLineAsync(ink.Dim($"{"run".PadRight(width)}  {"status",-11}  {"steps",-11}  {"took",-9}  started"));
        foreach (var run in runs)
        {
            var summary = run.Summary;
            var status = StatusOf(run, out var hint);
            var shown = summary.Status switch
            {
                RunStatus.Succeeded => ink.Green(status.PadRight(11)),
                RunStatus.Failed or RunStatus.TimedOut or RunStatus.Aborted => ink.Red(status.PadRight(11)),
                _ => ink.Yellow(status.PadRight(11)),
            };
            var steps = $"{summary.Done}/{summary.Total}{(summary.Failed > 0 ? $" ({summary.Failed} ✗)" : "")}";
            var took = Words.Of((summary.EndedAt ?? now) - run.CreatedAt);
            var started = TimeZoneInfo.ConvertTime(run.CreatedAt, session.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            await session.Out.WriteLineAsync($"{run.RunId.PadRight(width)}  {shown}  {steps,-11}  {took,-9}  {started}{ink.Dim(hint)}");
        }
    }

    /// <summary>The status in one word; a run that goes on and has no living owner is one that was left.</summary>
    internal static string StatusOf(RunRecord run, out string hint)
    {
        hint = "";
        if (run.Summary.Status >= RunStatus.Succeeded)
        {
            return RunOutcome.Word(run.Summary.Status);
        }

        if (run.Owner is { } owner && OwnerProcess.IsAlive(owner))
        {
            hint = $"  {owner}";
            return RunOutcome.Word(run.Summary.Status);
        }

        hint = $"  go on with: tasker runs resume {run.RunId}";
        return "left";
    }
}
