namespace Tasker.Bench;

/// <summary>How long commands take that only look, beside a .NET program that does nothing at all.</summary>
internal static class Start
{
    /// <param name="Command">What was run.</param>
    /// <param name="Milliseconds">Median.</param>
    /// <param name="Ratio">To the empty program.</param>
    public sealed record Row(string Command, double Milliseconds, double Ratio);

    public static IReadOnlyList<Row> Run(string tasker, string empty, int repeats)
    {
        using var folder = new TemporaryFolder();
        Plans.WriteAll(folder.Path, Graphs.Needs("layered", 30, 10));
        (string Name, string Program, string[] Arguments)[] commands =
        [
            ("an empty .NET program", empty, []),
            ("tasker --version", tasker, ["--version"]),
            ("tasker validate (30 steps)", tasker, ["validate", "tasker.bench.yaml"]),
            ("tasker graph (30 steps)", tasker, ["graph", "tasker.bench.yaml"]),
            ("tasker runs list (one run)", tasker, ["runs", "list"]),
            ("tasker run (30 steps that do nothing)", tasker, ["run", "-q", "tasker.bench.yaml"]),
        ];
        Programs.Time(tasker, ["run", "-q", "tasker.bench.yaml"], folder.Path);
        var times = commands.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < repeats; i++)
        {
            for (var c = 0; c < commands.Length; c++)
            {
                times[c].Add(Programs.Time(commands[c].Program, commands[c].Arguments, folder.Path).TotalMilliseconds);
            }
        }

        var floor = Statistics.Median(times[0]);
        return [.. commands.Select((c, i) => new Row(c.Name, Statistics.Median(times[i]), Statistics.Median(times[i]) / floor))];
    }
}
