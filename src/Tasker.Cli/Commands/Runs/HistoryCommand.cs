using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Reading;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs history RUN</c>: every fact of a run, in order.</summary>
internal static class HistoryCommand
{
    private static readonly string[] Shown = ["version", "position", "at", "fact"];

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
        for (var i = 0; i < facts.Count; i++)
        {
            var line = FactJson.Write(facts[i], i, run.IdOf);
            await session.Out.WriteLineAsync(json ? line : ForPeople(facts[i], line, session));
        }

        return ExitCode.Done;
    }

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Time, name, and the fields of the JSON form as <c>name=value</c>.</summary>
    private static string ForPeople(RunFact fact, string json, Session session)
    {
        using var document = JsonDocument.Parse(json);
        var ink = session.OutInk;
        var time = TimeZoneInfo.ConvertTime(fact.At, session.Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var name = FactCodec.NameOf(fact);
        var fields = document.RootElement.EnumerateObject().Where(p => !Shown.Contains(p.Name) && p.Value.ToString().Length > 0)
            .Select(p => p.Name is "node" ? ink.Bold(p.Value.ToString()) : ink.Dim(p.Name + "=") + TextWidth.Cut(TextWidth.Plain(TextOf(p.Value)), 100));
        return $"{ink.Dim(time)} {name[..name.IndexOf('/', StringComparison.Ordinal)],-20} {string.Join(' ', fields)}".TrimEnd();
    }
}
