using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>The state of a plan under many processes at once, and under kills in the middle of saving it.</summary>
public sealed class PlanStateKillTests : IDisposable
{
    private static readonly (string Call, int Nth)[] Points =
    [
        ("flock", 2), ("pwrite64", 1), ("fsync", 1), ("rename", 1), ("flock", 8),
        .. RealBinary.IsSlow
            ? [("flock", 1), ("pwrite64", 2), ("fsync", 2), ("flock", 4), ("pwrite64", 3), ("rename", 2), ("flock", 7), ("unlink", 7),
                ("unlink", 8)]
            : Array.Empty<(string, int)>(),
    ];

    private readonly RealBinary _binary = new();

    public void Dispose() => _binary.Dispose();

    [Fact]
    public async Task Forty_processes_at_once_lose_nothing()
    {
        await BeginAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, 40).Select(LogAsync));

        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Error));
        Assert.Equal(120, Tokens());
    }

    [KillPointFact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it()
    {
        await BeginAsync();
        var (tokens, kills) = (0L, 0);
        for (var i = 0; i < Points.Length; i++)
        {
            var (call, nth) = Points[i];
            var end = await _binary.RunAsync(KillPoint.At(call, nth), Line(i));

            Assert.Equal(0, (await _binary.RunAsync("state", "status")).ExitCode);
            var now = Tokens();
            Assert.True(now == tokens + 3 || (end.ExitCode != 0 && now == tokens),
                $"Killed at {call} {nth} ({end.ExitCode}): {tokens} became {now}. {end.Error}");
            kills += end.ExitCode == 0 ? 0 : 1;
            tokens = now;
        }

        Assert.True(kills >= Points.Length / 2, $"Only {kills} of {Points.Length} kills happened; the test shows nothing.");

        // Whoever was not answered asks again; what had been kept does not count twice.
        foreach (var i in Enumerable.Range(0, Points.Length))
        {
            Assert.Equal(0, (await LogAsync(i)).ExitCode);
        }

        Assert.Equal(3 * Points.Length, Tokens());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_binary.PathOf(".tasker")), path => path.Contains(".tasker-new", StringComparison.Ordinal));
    }

    private async Task BeginAsync() => Assert.Equal(0, (await _binary.RunAsync("state", "init", ".")).ExitCode);

    private Task<(int ExitCode, string Output, string Error)> LogAsync(int session) => _binary.RunAsync(Line(session));

    private static string[] Line(int session) => ["state", "log-tokens", $"session-{session}", "1", "2", "0.25"];

    private long Tokens()
    {
        using var state = JsonDocument.Parse(File.ReadAllText(_binary.PathOf(".tasker/state.json")));
        return state.RootElement.TryGetProperty("execution", out var execution) && execution.TryGetProperty("total_tokens", out var tokens)
            ? tokens.GetInt64()
            : 0;
    }
}
