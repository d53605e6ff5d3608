namespace Tasker.Bench;

/// <summary>What is to be measured.</summary>
internal sealed record Arguments(
    IReadOnlyList<string> Sections, IReadOnlyList<int>? Sizes, int Repeats, int Jobs, string Tasker, string Empty, string Reader)
{
    public const string Usage =
        """
        usage: bench/run [SECTION...] [--sizes N,N...] [--repeats N] [--jobs N]
        sections: compare, in-process, resume, latency, start, plans, trees; all of them when none is named
        """;

    private static readonly string[] All = ["compare", "in-process", "resume", "latency", "start", "plans", "trees"];

    /// <returns>Null when they make no sense.</returns>
    public static Arguments? Parse(string[] args)
    {
        var (sections, sizes, repeats, jobs) = (new List<string>(), (int[]?)null, 5, 2);
        var (tasker, empty, reader) = ("tasker", "empty", "reader");
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--sizes" when value.Split(',').All(s => int.TryParse(s, out var n) && n > 0):
                    sizes = [.. value.Split(',').Select(int.Parse)];
                    i++;
                    break;
                case "--repeats" when int.TryParse(value, out repeats) && repeats > 0:
                case "--jobs" when int.TryParse(value, out jobs) && jobs > 0:
                    i++;
                    break;
                case "--tasker" when value.Length > 0:
                    tasker = Path.GetFullPath(value);
                    i++;
                    break;
                case "--empty" when value.Length > 0:
                    empty = Path.GetFullPath(value);
                    i++;
                    break;
                case "--reader" when value.Length > 0:
                    reader = Path.GetFullPath(value);
                    i++;
                    break;
                case var section when All.Contains(section):
                    sections.Add(section);
                    break;
                default:
                    return null;
            }
        }

        return new Arguments(sections.Count == 0 ? All : sections, sizes, repeats, jobs, tasker, empty, reader);
    }
}
