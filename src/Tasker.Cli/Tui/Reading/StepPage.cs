using Tasker.Cli.Commands;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Reading;

/// <summary>All that is known about one step or group of a run.</summary>
internal static class StepPage
{
    /// <summary>Lines of output that a page ends with.</summary>
    public const int MostOutput = 30;

    private const int MostOthers = 50;

    /// <summary>The page; null when the run has no such node.</summary>
    public static DetailPage? Of(FollowedRun followed, string id, LogFiles logs, DateTimeOffset now)
    {
        var run = followed.State;
        var node = run.Find(id);
        if (node <= 0)
        {
            return null;
        }

        var spec = run.SpecOf(node);
        var sections = new List<SheetSection>();
        Add("Status", [$"{RunOutcome.Word(run.StatusOf(node))}, {Words.Count(run.AttemptsOf(node), "attempt")}{Times(run, node, now)}", .. Explanation.Of(run, node, run.HasEnded ? run.LastFactAt : now)]);
        Add("Failure", run.StatusOf(node) is not NodeStatus.Succeeded && run.LastEndOf(node) is { } end ? [Words.EndOf(end)] : []);
        Add("Needs", spec.Needs.Select(need => Named(run, need.Node)));
        Add("Needed by", Enumerable.Range(1, run.Count - 1).Where(other => run.SpecOf(other).Needs.Any(need => need.Node == id)).Select(other => Named(run, run.IdOf(other))));
        Add("Definition", spec switch
        {
            StepSpec step => [DryRun.About(step)],
            GroupSpec group => [$"a group of {Words.Count(run.MembersOf(node).Length, "member")}, {group.Order.ToString().ToLowerInvariant()}"],
            _ => [],
        });
        Add("Members", spec is GroupSpec ? run.MembersOf(node).ToArray().Select(member => Named(run, run.IdOf(member))) : []);
        Add("Files", spec is StepSpec { Outputs: var outputs } ? outputs.Where(output => output.Path.Length > 0).Select(output => $"{output.Name}: {output.Path}") : []);
        Add("Results", run.OutputsOf(node).Names.Select(name => $"{name} = {run.OutputsOf(node)[name].ToText()}"));
        Add("Last output", spec is StepSpec && run.AttemptsOf(node) > 0 ? LogFiles.Last(logs.LivePathOf(run.RunId, id, run.AttemptsOf(node)), followed.Mask, MostOutput) : []);
        return new DetailPage(id, followed.Mask.Apply(spec.DisplayName), FollowedRun.StatusOf(run.StatusOf(node)), sections);

        void Add(string heading, IEnumerable<string> lines)
        {
            string[] all = [.. lines.Where(line => line.Length > 0).Take(MostOthers).Select(followed.Mask.Apply)];
            if (all.Length > 0)
            {
                sections.Add(new SheetSection(heading, all));
            }
        }
    }

    private static string Times(RunState run, int node, DateTimeOffset now) => run.StartedAt(node) is { } start
        ? $", {Words.Of((run.EndedAt(node) ?? (run.HasEnded ? run.LastFactAt : now)) - start)}"
        : "";

    private static string Named(RunState run, string id) => run.Find(id) is >= 0 and var node ? $"{id}, {RunOutcome.Word(run.StatusOf(node))}" : id;
}
