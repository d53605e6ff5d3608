using System.CommandLine;
using System.Text.Json;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Reading;
using Tasker.Executors.Logs;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs show RUN</c>: one run with all its steps.</summary>
internal static class ShowCommand
{
    public static Command Create(Session session)
    {
        var (run, json, project) = (PlanOptions.Run(), PlanOptions.Json(), PlanOptions.Project());
        var command = new Command("show", "Show a run with its steps.") { run, json, project };
        command.SetAction((parse, cancellationToken) => ShowAsync(
            session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(run), parse.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Session session, Project project, string text, bool json, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, text, cancellationToken);
        var run = await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken);
        var mask = LogFiles.MaskFor(session, project, run.Workflow);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(
                writer =>
                {
                    RunJson.Fields(writer, record);
                    writer.WriteString("message", mask.Apply(run.Message));
                    writer.WritePropertyName("inputs");
                    ValueJson.Write(writer, run.Inputs);
                    writer.WriteStartArray("nodes");
                    for (var node = 1; node < run.Count; node++)
                    {
                        WriteNode(writer, run, node, mask);
                    }

                    writer.WriteEndArray();
                    if (run.Workflow.FrontDoor == PhaseTranslator.FrontDoor)
                    {
                        writer.WritePropertyName("execution");
                        ValueJson.Write(writer, mask.Apply(PhaseExecution.Of(run).Summary()));
                    }
                },
                indented: true));
            return ExitCode.Done;
        }

        foreach (var line in RunView.Lines(record, run, mask, session))
        {
            await session.Out.WriteLineAsync(line);
        }

        return ExitCode.Done;
    }

    private static void WriteNode(Utf8JsonWriter writer, RunState run, int node, SecretMask mask)
    {
        writer.WriteStartObject();
        writer.WriteString("node", run.IdOf(node));
        writer.WriteString("kind", run.SpecOf(node) is GroupSpec ? "group" : "step");
        writer.WriteString("status", RunOutcome.Word(run.StatusOf(node)));
        writer.WriteNumber("attempts", run.AttemptsOf(node));
        if (run.StartedAt(node) is { } started)
        {
            writer.WriteString("startedAt", RunJson.Time(started));
        }

        if (run.EndedAt(node) is { } ended)
        {
            writer.WriteString("endedAt", RunJson.Time(ended));
        }

        if (run.QuestionOf(node) is { Length: > 0 } question)
        {
            writer.WriteString("question", mask.Apply(question));
        }

        if (run.LastEndOf(node) is { } end)
        {
            if (end.ExitCode is { } code)
            {
                writer.WriteNumber("exitCode", code);
            }

            if (end.Message.Length > 0)
            {
                writer.WriteString("message", end.Message);
            }
        }

        if (run.CauseOf(node) is >= 0 and var cause)
        {
            writer.WriteString("because", run.IdOf(cause));
        }

        writer.WriteEndObject();
    }
}
