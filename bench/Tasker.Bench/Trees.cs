using System.Globalization;

namespace Tasker.Bench;

/// <summary>Trees of task files: what it costs to check many, and to run as many agents that do nothing.</summary>
internal static class Trees
{
    /// <param name="Tasks">How many.</param>
    /// <param name="Floor">Seconds of <c>grep</c>, which finds the first line with an id in each file.</param>
    /// <param name="Seconds">Seconds of <c>tasker validate</c>.</param>
    /// <param name="Peak">The most memory that it had, in bytes.</param>
    public sealed record Checked(int Tasks, double Floor, double Seconds, long Peak);

    /// <param name="Tasks">How many.</param>
    /// <param name="Make">What <c>make</c> took for the same graph of targets that run the same program.</param>
    /// <param name="Recorded">What <c>make</c> took when each target leaves the files that a task of a tree has.</param>
    /// <param name="Least">What a program without any engine took that leaves such files; null where it cannot be compiled.</param>
    /// <param name="Wrapped">The same, when exit codes survive its death.</param>
    /// <param name="Ours">What <c>tasker orchestrate</c> took.</param>
    public sealed record Ran(int Tasks, Took Make, Took Recorded, Took? Least, Took? Wrapped, Took Ours);

    public static Checked Check(string tasker, string folder, int tasks, int repeats)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, $"check-{tasks}")).FullName;
        TreePlans.Write(project, TreePlans.Needs(tasks), jobs: 1, withFiles: true);
        var (floor, ours, peak) = (new List<double>(), new List<double>(), 0L);
        for (var i = 0; i < repeats; i++)
        {
            floor.Add(Programs.Time("grep", ["-rcm1", "^task_id:", "tasks"], project).TotalSeconds);
            ours.Add(Programs.Time(tasker, ["validate", "tasks"], project, used => peak = Math.Max(peak, used)).TotalSeconds);
        }

        return new Checked(tasks, Statistics.Median(floor), Statistics.Median(ours), peak);
    }

    /// <summary>Each run has a folder of its own, and nothing is deleted meanwhile.</summary>
    public static Ran Run(string tasker, string folder, int tasks, int jobs, int repeats)
    {
        List<Took> make = [], recorded = [], bare = [], wrapped = [], ours = [];
        var least = Least.Make(Directory.CreateDirectory(Path.Combine(folder, $"least-{tasks}")).FullName);
        var needs = TreePlans.Needs(tasks);
        for (var i = 0; i < repeats; i++)
        {
            var project = Directory.CreateDirectory(Path.Combine(folder, $"run-{tasks}-{i}")).FullName;
            TreePlans.Write(project, needs, jobs, withFiles: false);
            Plans.WriteAll(project, needs);
            TreePlans.WriteRecorded(project, needs);
            string[] arguments = ["-s", "-j", jobs.ToString(CultureInfo.InvariantCulture), "all"];
            make.Add(Took.Of("make", arguments, project));
            recorded.Add(Took.Of("make", [.. arguments, "-f", "Recorded.mk"], project));
            if (least is not null)
            {
                bare.Add(least.Run(project, needs.Length, jobs, isWrapped: false));
                wrapped.Add(least.Run(project, needs.Length, jobs, isWrapped: true));
            }

            ours.Add(Took.Of(tasker, ["orchestrate", "-q"], project));
        }

        return new Ran(
            tasks, Took.Median(make), Took.Median(recorded), least is null ? null : Took.Median(bare),
            least is null ? null : Took.Median(wrapped), Took.Median(ours));
    }
}
