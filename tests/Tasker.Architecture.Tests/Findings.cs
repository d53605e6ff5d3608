namespace Tasker.Architecture.Tests;

/// <summary>What a rule has found, told as a list and not cut short.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding when there is one.</summary>
    public static void None(IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        Assert.True(all.Length == 0, $"{all.Length} found:\n{string.Join('\n', all)}");
    }
}
