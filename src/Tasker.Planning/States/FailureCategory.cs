namespace Tasker.Planning.States;

/// <summary>Kinds of failures. Several programs name them differently; each known word is kept, and counted with its like.</summary>
public static class FailureCategory
{
    /// <summary>The kind of what has none.</summary>
    public const string Other = "other";

    private static readonly Dictionary<string, string> Counted = new(StringComparer.Ordinal)
    {
        ["dependency"] = "dependency",
        ["implementation"] = "implementation",
        ["verification"] = "verification",
        ["environment"] = "environment",
        ["scope"] = "scope",
        [Other] = Other,
        ["compilation"] = "implementation",
        ["build"] = "implementation",
        ["runtime"] = "implementation",
        ["test"] = "verification",
        ["validation"] = "verification",
        ["env"] = "environment",
        ["spec"] = "scope",
        ["unknown"] = Other,
    };

    /// <summary>The word itself where it is known, else <see cref="Other"/>.</summary>
    public static string Known(string? word) => word?.Trim().ToLowerInvariant() is { } lower && Counted.ContainsKey(lower) ? lower : Other;

    /// <summary>What a word is counted as.</summary>
    public static string CountedAs(string? word) => word is not null && Counted.TryGetValue(word, out var counted) ? counted : Other;
}
