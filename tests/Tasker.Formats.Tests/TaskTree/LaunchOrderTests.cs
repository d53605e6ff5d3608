using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>What a dry run of a tree shows.</summary>
public sealed class LaunchOrderTests
{
    private static readonly FakeTree Garden = new FakeTree()
        .Task("01-analysis/01", "estimated_duration: 2 hours")
        .Task("01-analysis/02", "estimated_duration: 1-3 hours")
        .Task("01-analysis/03", "estimated_duration: 8 hours\npriority: low")
        .Task("02-planning/01", "estimated_duration: 1 hour\ndependencies: [01-analysis/01, 01-analysis/02]")
        .Task("02-planning/02", "estimated_duration: 4 hours\npriority: critical\ndependencies: [01-analysis/01]")
        .Task("03-other/01", "dependencies: [02-planning]");

    [Theory]
    [InlineData(10, null, "01 02 03 | 02/01 02/02 | 03/01")]
    [InlineData(2, null, "01 02 | 02/02 02/01 | 03 03/01")]
    [InlineData(10, 1, "01 02 03 | 02/02 | 02/01 | 03/01")]
    public void Waves_keep_every_limit_and_the_most_urgent_goes_first(int most, int? planning, string expected)
    {
        var settings = TreeSettings.Default with { MaxAgents = most, CpuPerTask = null, MemoryPerTask = null };
        settings = planning is null
            ? settings
            : settings with { Phases = settings.Phases.SetItem("planning", new TreePhaseSettings(planning, null)) };
        var waves = LaunchOrder.Waves(Translate(settings, new MachineSize(64, 1L << 40)));

        Assert.Equal(Full(expected),
            string.Join(" | ", waves.Select(wave => string.Join(' ', wave.Select(step => step.Id)))).Split(" | ").Select(Sorted));
    }

    [Fact]
    public void Pools_of_the_machine_count_too()
    {
        var waves = LaunchOrder.Waves(Translate(TreeSettings.Default, new MachineSize(8, 1L << 40)));
        Assert.All(waves, wave => Assert.InRange(wave.Length, 1, 2));
    }

    [Fact]
    public void Critical_path_is_the_longest_way_by_the_middle_of_what_is_expected()
    {
        var path = CriticalPath.Of(Read())!;
        Assert.Equal(["01-analysis/03"], path.Tasks.Select(task => task.Id));
        Assert.Equal(TimeSpan.FromHours(8), path.Length);

        var other = CriticalPath.Of(Read(), task => task.Id == "01-analysis/03" ? TimeSpan.Zero : task.File.Expected ?? TimeSpan.Zero)!;
        Assert.Equal(["01-analysis/01", "02-planning/02"], other.Tasks.Select(task => task.Id));
        Assert.Equal(TimeSpan.FromHours(6), other.Length);
    }

    [Fact]
    public void Limits_make_all_of_it_longer_than_the_critical_path()
    {
        var workflow = Translate(TreeSettings.Default with { MaxAgents = 1 }, new MachineSize(64, 1L << 40));
        var expected = Read().Tasks.ToDictionary(t => t.Id, t => t.File.Expected ?? TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromHours(17), LaunchOrder.Length(workflow, step => expected[step.Labels[TreeLabels.Task]]));
    }

    [Fact]
    public void Time_limits_do_not_shorten_what_is_expected()
    {
        var settings = TreeSettings.Default with
        {
            Phases = TreeSettings.Default.Phases.SetItem("analysis", new TreePhaseSettings(1, TimeSpan.FromMinutes(1))),
            CpuPerTask = null,
        };
        Assert.Equal(TimeSpan.FromHours(12), LaunchOrder.Length(Translate(settings, new MachineSize(64, 1L << 40)),
            step => step.Id.StartsWith("01", StringComparison.Ordinal) ? TimeSpan.FromHours(4) : TimeSpan.Zero));
    }

    [Fact]
    public void People_are_told_when_the_machine_is_what_keeps_tasks_waiting()
    {
        Assert.Null(new MachineSize(64, 1L << 40).Note(TreeSettings.Default, 10));
        Assert.Null(new MachineSize(2, 4L << 30).Note(TreeSettings.Default, 1));
        Assert.Equal(
            "This machine has 2 CPUs and 4 GiB: at most 1 task runs at the same time, since 4 CPUs and 8 GB are set "
                + "aside for each (cut to what there is). "
            + "'cpu-per-task' and 'memory-per-task' under 'tree' in tasker.yaml change that; 'none' counts neither.",
            new MachineSize(2, 4L << 30).Note(TreeSettings.Default, 10));
    }

    private static TreeDocument Read() => TaskTreeReader.Read(new TreePlace("tasks"), Garden).Value!;

    private static Core.Workflows.Workflow Translate(TreeSettings settings, MachineSize machine) =>
        TreeTranslator.Translate(Read(), "garden", settings, machine).Value!;

    private static IEnumerable<string> Full(string waves) =>
        waves.Split(" | ").Select(wave => Sorted(string.Join(' ', wave.Split(' ').Select(id => id switch
    {
        "03/01" => "03-other/01",
        _ when id.StartsWith("02/", StringComparison.Ordinal) => $"02-planning/{id[3..]}",
        _ => $"01-analysis/{id}",
    }))));

    private static string Sorted(string wave) => string.Join(' ', wave.Split(' ').Order(StringComparer.Ordinal));
}
