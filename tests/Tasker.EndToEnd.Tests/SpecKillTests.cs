using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.EndToEnd.Tests;

/// <summary>The command is killed while it ticks a SPEC.md and writes its logs.</summary>
public sealed partial class SpecKillTests
{
    private const int Steps = 12;

    private static readonly (string Call, int Nth)[] Points =
        [("rename", 1), ("fsync", 2), ("rename", 2), ("flock", 3), ("fchmod", 1), ("write", 3), ("fsync", 1), ("unlink", 3), ("write", 8)];

    [KillPointFact]
    public async Task A_plan_killed_while_it_is_ticked_stays_whole_and_nothing_is_logged_twice()
    {
        using var binary = new RealBinary();
        var spec = Spec();
        binary.Write("SPEC.md", spec);
        var kills = 0;
        foreach (var (call, nth) in Points)
        {
            var launch = KillPoint.At(call, nth);
            var (exit, _, error) = kills == 0
                ? await binary.RunAsync(launch, "do", "all")
                : await binary.RunAsync(launch, "runs", "resume", "last");
            Assert.True(exit is 0 or 1 or 137, error);
            kills += exit == 137 ? 1 : 0;
            Assert.Equal(spec, Unmarked(await File.ReadAllTextAsync(binary.PathOf("SPEC.md"))));
            CheckRecords(binary);
        }

        Assert.True(kills >= 3, $"Only {kills} kills happened; the test shows nothing.");
        await binary.RunAsync("runs", "resume", "last");
        var marked = await File.ReadAllTextAsync(binary.PathOf("SPEC.md"));
        Assert.Equal(spec, Unmarked(marked));
        Assert.Equal(Steps, marked.Split("- [x]").Length - 1);
        Assert.Equal(Steps, binary.Lines("done").Distinct().Count());
        Assert.Equal(Steps, CheckRecords(binary));
    }

    /// <summary>Every line is a whole record, and none is there twice.</summary>
    /// <returns>How many steps are told to be complete.</returns>
    private static int CheckRecords(RealBinary binary)
    {
        var seen = new HashSet<(string?, long)>();
        var complete = 0;
        foreach (var line in binary.Lines(".task_execution.log"))
        {
            using var record = JsonDocument.Parse(line);
            var root = record.RootElement;
            Assert.True(seen.Add((root.GetProperty("run").GetString(), root.GetProperty("seq").GetInt64())), $"It is there twice: {line}");
            complete += root.TryGetProperty("phase", out var phase) && phase.GetString() == "COMPLETED" ? 1 : 0;
        }

        return complete;
    }

    private static string Spec()
    {
        var text = new StringBuilder("# Plan\n\n");
        for (var i = 1; i <= Steps; i++)
        {
            text.Append($"- [ ] **STEP {i}**: Part {i} - do part {i}\n");
        }

        for (var i = 1; i <= Steps; i++)
        {
            text.Append($"\n## STEP {i}: Part {i}\n**Files:** Execute `echo {i} >> done`\n");
        }

        return text.ToString();
    }

    private static string Unmarked(string text) => Marks().Replace(text, "").Replace("- [x]", "- [ ]", StringComparison.Ordinal);

    [GeneratedRegex(@" ✓ \[task_id: [^\n]*")]
    private static partial Regex Marks();
}
