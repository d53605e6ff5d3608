using System.Globalization;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>How far the group of a step has come, and one line for each answer.</summary>
internal static class GroupSummary
{
    private const int LongestLine = 280;

    public static Value.Map Add(Value.Map outputs, RunState run, int node, List<AskedAgent> answered, DateTimeOffset now)
    {
        var group = run.ParentOf(node);
        var steps = run.MembersOf(group).ToArray();
        var done = steps.Count(step => run.StatusOf(step) is NodeStatus.Succeeded or NodeStatus.Skipped);
        return outputs
            .With("phase", Value.Of(group == 0 ? run.Workflow.Name : run.SpecOf(group).DisplayName))
            .With("status", Value.Of("running"))
            .With("duration", Value.Of(run.StartedAt(group) is { } start ? Math.Floor((now - start).TotalMilliseconds) : 0))
            .With("stepsCompleted", Value.Of(done))
            .With("totalSteps", Value.Of(steps.Length))
            .With("agentsResponded", Value.Of(answered.Count))
            .With("text", Value.Of(Text(answered)));
    }

    private static string Text(List<AskedAgent> answered)
    {
        var text = new StringBuilder();
        foreach (var agent in answered)
        {
            var opinion = agent.Opinion!;
            string[] about = [opinion.Position ?? "",
                opinion.Confidence is { } sure ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(sure * 100)} %") : ""];
            var side = string.Join(", ", about.Where(part => part.Length > 0));
            var said = string.Join(' ', opinion.Response.ToText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            text.Append("- ").Append(agent.Key).Append(side.Length > 0 ? $" ({side})" : "").Append(": ")
                .Append(said.Length <= LongestLine ? said : said[..LongestLine] + "…").Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
