using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Times;
using Tasker.Core.Workflows;

namespace Tasker.Cli.Commands;

/// <summary>Shows in which order a workflow would be run. Runs and writes nothing.</summary>
internal static class DryRun
{
    private const int LongestText = 100;

    public static async Task<int> ShowAsync(Session session, Workflow workflow, bool json)
    {
        var waves = Waves.Of(workflow);
        await session.Out.WriteLineAsync(json ? Json(workflow, waves) : Text(workflow, waves, session.OutInk));
        return ExitCode.Done;
    }

    private static string Text(Workflow workflow, IReadOnlyList<IReadOnlyList<StepSpec>> waves, Ink ink)
    {
        var lines = new List<string>
        {
            $"{ink.Bold(workflow.Name)}: {Words.Count(waves.Sum(w => w.Count), "step")} in {Words.Count(waves.Count, "wave")}"
            + (workflow.Pools.IsEmpty ? "" : $"; at the same time: {string.Join(", ", workflow.Pools.Select(p => $"{p.Name} {p.Limit}"))}"),
        };
        for (var i = 0; i < waves.Count; i++)
        {
            lines.Add("");
            lines.Add(ink.Bold($"wave {i + 1}"));
            var width = Math.Min(40, waves[i].Max(s => s.Id.Length));
            lines.AddRange(waves[i].Select(step => $"  {step.Id.PadRight(width)}  {ink.Dim(TextWidth.Cut(About(step), LongestText))}".TrimEnd()));
        }

        lines.Add("");
        lines.Add(ink.Dim("Nothing was run. A wave may begin while steps of the one before still run: each step starts as soon as what it needs is done."));
        return string.Join(Environment.NewLine, lines);
    }

    private static string Json(Workflow workflow, IReadOnlyList<IReadOnlyList<StepSpec>> waves) => JsonText.Object(
        writer =>
        {
            writer.WriteString("name", workflow.Name);
            writer.WriteStartObject("pools");
            foreach (var pool in workflow.Pools)
            {
                writer.WriteNumber(pool.Name, pool.Limit);
            }

            writer.WriteEndObject();
            writer.WriteStartArray("waves");
            foreach (var wave in waves)
            {
                writer.WriteStartArray();
                foreach (var step in wave)
                {
                    writer.WriteStartObject();
                    writer.WriteString("step", step.Id);
                    writer.WriteString("does", What(step.Action));
                    writer.WriteStartArray("pools");
                    foreach (var pool in step.Pools)
                    {
                        writer.WriteStringValue(pool);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        },
        indented: true);

    /// <summary>What a step does, in one line.</summary>
    internal static string About(StepSpec step)
    {
        // A check of our own is a script that says little to people; its title says what it is for.
        var isScript = step is { Title.Length: > 0, Action: StepAction.Run { Command.Arguments: ["sh", "-c", ..] } };
        var parts = new List<string> { isScript ? step.Title : What(step.Action) };
        if (step.Condition is { } condition)
        {
            parts.Add($"if {condition}");
        }

        if (step.Background is not null)
        {
            parts.Add("in the background");
        }

        if (step.Retry.MaxAttempts > 1)
        {
            parts.Add($"up to {step.Retry.MaxAttempts} attempts");
        }

        if (step.TimeLimit is { } limit)
        {
            parts.Add($"at most {DurationText.Write(limit)}");
        }

        parts.AddRange(step.Pools.Where(p => p != Formats.Yaml.YamlWorkflowReader.RunPool).Select(p => $"pool {p}"));
        return string.Join("; ", parts);
    }

    private static string What(StepAction action) => action switch
    {
        StepAction.Run { Command.Line: { } line } => FirstLine(line),
        StepAction.Run run => string.Join(' ', run.Command.Arguments),
        StepAction.Agent agent => $"agent {agent.Name}: {FirstLine(agent.Prompt)}",
        StepAction.Check check => $"check {check.Expression}",
        StepAction.Wait wait => $"wait {DurationText.Write(wait.Duration)}",
        StepAction.Approve approve => $"approve: {approve.Message}",
        StepAction.Note { IsUnproven: true } note => $"unproven: {FirstLine(note.Text)}",
        StepAction.Note note => $"note: {FirstLine(note.Text)}",
        StepAction.Aggregate aggregate => $"aggregate {aggregate.Type}: {string.Join(", ", aggregate.Of.Select(NodeNames.LastPart))}",
        StepAction.Custom custom => custom.Type,
        _ => "",
    };

    private static string FirstLine(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? trimmed : trimmed[..end].TrimEnd() + " …";
    }
}
