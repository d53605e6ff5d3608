using System.CommandLine;
using System.Globalization;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Reading;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs history RUN</c>: every fact of a run, in order.</summary>
internal static class HistoryCommand
{
    public static Command Create(Session session)
    {
        var (run, json, project) = (PlanOptions.Run(), PlanOptions.Json(), PlanOptions.Project());
        var command = new Command("history", "Show every fact of a run, in order.") { run, json, project };
        command.SetAction((parse, cancellationToken) => ShowAsync(
            session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(run), parse.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Session session, Project project, string text, bool json, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, text, cancellationToken);
        var facts = new List<RunFact>();
        var run = await RunReader.ReadAsync(journal, record.RunId, facts, cancellationToken);
        var mask = LogFiles.MaskFor(session, project, run.Workflow);
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = MaskedFact.Of(facts[i], mask);
            await session.Out.WriteLineAsync(json ? FactJson.Write(fact, i, run.IdOf) : ForPeople(fact, run, session));
        }

        return ExitCode.Done;
    }

    /// <summary>Time, name, and the fields of the JSON form as <c>name=value</c>.</summary>
    private static string ForPeople(RunFact fact, RunState run, Session session)
    {
        var (ink, fields) = (session.OutInk, FactFields.Of(fact, run.IdOf));
        var time = TimeZoneInfo.ConvertTime(fact.At, session.Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var shown = fields.Others.Select(field => ink.Dim(field.Name + "=") + field.Value);
        return $"{ink.Dim(time)} {fields.Name,-20} {string.Join(' ', fields.Node.Length > 0 ? shown.Prepend(ink.Bold(fields.Node)) : shown)}".TrimEnd();
    }
}
