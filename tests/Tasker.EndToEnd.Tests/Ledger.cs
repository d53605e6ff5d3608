using System.Collections.Immutable;

namespace Tasker.EndToEnd.Tests;

/// <summary>What steps have written down themselves: the key of the attempt when they began, and when they were done.</summary>
internal sealed class Ledger
{
    public const string File = "ledger";

    /// <summary>Shell text that writes the beginning down.</summary>
    public const string Begin = $"echo \"$TASKER_ATTEMPT begin\" >> {File}";

    /// <summary>Shell text that writes the end down.</summary>
    public const string End = $"echo \"$TASKER_ATTEMPT end\" >> {File}";

    /// <summary>A file that steps wait for which <see cref="Hold"/>.</summary>
    public const string Gate = "go";

    /// <summary>Shell text that waits until the gate is there.</summary>
    public const string Hold = $"until [ -e {Gate} ]; do sleep 0.02; done";

    private Ledger(ImmutableArray<string> begun, ImmutableArray<string> ended) => (Begun, Ended) = (begun, ended);

    /// <summary>Keys of attempts that began, in order: run/step/number.</summary>
    public ImmutableArray<string> Begun { get; }

    /// <summary>Keys of attempts that came to their end, in order.</summary>
    public ImmutableArray<string> Ended { get; }

    public static Ledger Of(RealBinary binary)
    {
        var lines = binary.Lines(File);
        return new Ledger(Keys(lines, " begin"), Keys(lines, " end"));
    }

    /// <summary>The step of a key.</summary>
    public static string StepOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..key.LastIndexOf('/')];

    /// <summary>How often each step began.</summary>
    public Dictionary<string, int> Begins() => Begun.GroupBy(StepOf).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>No attempt was begun a second time under the same key.</summary>
    public void CheckKeys()
    {
        var twice = Begun.GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToArray();
        Assert.True(twice.Length == 0, $"These attempts were begun more than once: {string.Join(", ", twice)}");
    }

    private static ImmutableArray<string> Keys(string[] lines, string end) =>
        [.. lines.Where(l => l.EndsWith(end, StringComparison.Ordinal)).Select(l => l[..^end.Length])];
}
