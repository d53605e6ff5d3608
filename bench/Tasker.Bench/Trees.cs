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
    /// <param name="Make">Seconds of <c>make</c> for the same graph of targets that run the same program.</param>
    /// <param name="Recorded">Seconds of <c>make</c> when each target leaves the files that a task of a tree has.</param>
    /// <param name="Seconds">Seconds of <c>tasker orchestrate</c>.</param>
    public sealed record Ran(int Tasks, double Make, double Recorded, double Seconds);

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
        var (make, recorded, ours, needs) = (new List<double>(), new List<double>(), new List<double>(), TreePlans.Needs(tasks));
        for (var i = 0; i < repeats; i++)
        {
            var project = Directory.CreateDirectory(Path.Combine(folder, $"run-{tasks}-{i}")).FullName;
            TreePlans.Write(project, needs, jobs, withFiles: false);
            Plans.WriteAll(project, needs);
            TreePlans.WriteRecorded(project, needs);
            string[] arguments = ["-s", "-j", jobs.ToString(CultureInfo.InvariantCulture), "all"];
            make.Add(Programs.Time("make", arguments, project).TotalSeconds);
            recorded.Add(Programs.Time("make", [.. arguments, "-f", "Recorded.mk"], project).TotalSeconds);
            ours.Add(Programs.Time(tasker, ["orchestrate", "-q"], project).TotalSeconds);
        }

        return new Ran(tasks, Statistics.Median(make), Statistics.Median(recorded), Statistics.Median(ours));
    }
}
