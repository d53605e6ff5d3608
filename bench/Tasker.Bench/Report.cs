using System.Globalization;
using System.Runtime.InteropServices;

namespace Tasker.Bench;

/// <summary>Writes what was measured as Markdown.</summary>
internal sealed class Report(TextWriter output)
{
    public void Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1]
            : null;
        Line(
            $"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} on {Environment.ProcessorCount} processors "
                + $"({processor ?? "unknown"}), {RuntimeInformation.OSDescription},");
        Line($".NET {Environment.Version}, {Programs.FirstLine("make", "--version")}, ninja {Programs.FirstLine("ninja", "--version")}.");
    }

    public void Compare(IEnumerable<Compare.Row> rows)
    {
        Head("Steps that do nothing, seconds");
        var first = true;
        foreach (var row in rows)
        {
            if (first)
            {
                var ratios = row.Medians.SkipLast(1).Select(m => "tasker / " + m.Peer);
                Table(["graph", "steps", "jobs", .. row.Medians.Select(m => m.Peer), .. ratios]);
                first = false;
            }

            var ours = row.Medians[^1].Seconds;
            Row([
                row.Shape, Number(row.Steps), Number(row.Jobs), .. row.Medians.Select(m => Fixed(m.Seconds, 2)),
                .. row.Medians.SkipLast(1).Select(m => Fixed(ours / m.Seconds, 2)),
            ]);
        }
    }

    public async Task InProcessAsync(IEnumerable<Task<InProcess.Result>> results)
    {
        Head("Steps inside the process, durable journal, layers of 1000");
        Table(["steps", "seconds", "steps/s", "state, bytes a waiting step", "workflow, bytes a step", "journal, bytes a step"]);
        foreach (var result in results)
        {
            var r = await result;
            Row([
                Number(r.Steps), Fixed(r.Seconds, 3), Number((int)(r.Steps / r.Seconds)), Number((int)r.StateBytes),
                Number((int)r.TextBytes),
                Number((int)r.JournalBytes),
            ]);
        }
    }

    public void Resume(int steps, IReadOnlyList<double> seconds)
    {
        Head("Taking over a run with nothing to do");
        Line(
            $"{Number(steps)} steps done, one approval open: median {Fixed(Statistics.Median(seconds), 3)} s (first "
                + $"{Fixed(seconds[0], 3)} s).");
    }

    public void Latency(IReadOnlyList<double> milliseconds)
    {
        Head("From a step's end to the start of the step that waited for it");
        Line($"{Number(milliseconds.Count)} steps of a chain, each made durable: median {Fixed(Statistics.Median(milliseconds), 3)} ms, "
            + $"99 % below {Fixed(Statistics.Quantile(milliseconds, 0.99), 2)} ms.");
    }

    public void Start(IReadOnlyList<Start.Row> rows)
    {
        Head("Commands that only look");
        Table(["command", "ms", "to the empty program"]);
        foreach (var row in rows)
        {
            Row([row.Command, Fixed(row.Milliseconds, 1), Fixed(row.Ratio, 2)]);
        }
    }

    public void Plans(IEnumerable<PlanCommands.Row> rows)
    {
        Head("Commands about plans made from specifications");
        Table(["tasks", "command", "ms", "to the empty program"]);
        foreach (var row in rows)
        {
            Row([Number(row.Tasks), row.Command, Fixed(row.Milliseconds, 1), Fixed(row.Ratio, 2)]);
        }
    }

    public void Checked(IEnumerable<Trees.Checked> rows)
    {
        Head("Checking trees of task files");
        Table(["tasks", "grep, s", "tasker validate, s", "tasker / grep", "most memory, MB", "bytes a task"]);
        var least = 0L;
        foreach (var row in rows)
        {
            least = least == 0 ? row.Peak : least;
            Row([
                Number(row.Tasks), Fixed(row.Floor, 2), Fixed(row.Seconds, 2), Fixed(row.Seconds / row.Floor, 1), Fixed(row.Peak / 1e6, 0),
                row.Peak > least ? Number((int)((row.Peak - least) / row.Tasks)) : "",
            ]);
        }
    }

    public void Ran(int jobs, IEnumerable<Trees.Ran> rows)
    {
        string[] peers = ["make", "make with files", "least", "least with wrapper", "tasker orchestrate"];
        var all = rows.ToList();
        Head($"Agents of a tree that do nothing, {Number(jobs)} jobs, seconds");
        Table(["tasks", .. peers, .. peers.SkipLast(1).Select(peer => "tasker / " + peer)]);
        foreach (var row in all)
        {
            RanRow(row, took => took?.Seconds, 2);
        }

        if (all.Any(row => row.Ours.Processor == 0))
        {
            return;
        }

        Head("The same, milliseconds of processor a task");
        Table(["tasks", .. peers, .. peers.SkipLast(1).Select(peer => "tasker / " + peer)]);
        foreach (var row in all)
        {
            RanRow(row, took => took?.Processor * 1000 / row.Tasks, 2);
        }
    }

    private void RanRow(Trees.Ran row, Func<Took?, double?> value, int digits)
    {
        double?[] others = [.. new[] { row.Make, row.Recorded, row.Least, row.Wrapped }.Select(value)];
        var ours = value(row.Ours);
        Row([
            Number(row.Tasks), .. others.Select(other => Known(other, digits)), Known(ours, digits),
            .. others.Select(other => Known(ours / other, 2)),
        ]);
    }

    private static string Known(double? number, int digits) => number is { } known ? Fixed(known, digits) : Least.Missing;

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fixed(double number, int digits) =>
        number.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private void Head(string text) => Line($"\n### {text}\n");

    private void Table(IReadOnlyList<string> columns)
    {
        Row(columns);
        Row([.. columns.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    private void Row(IReadOnlyList<string> cells) => Line("| " + string.Join(" | ", cells) + " |");

    private void Line(string text)
    {
        output.WriteLine(text);
        output.Flush();
    }
}
