namespace Tasker.Planning.Specs;

/// <summary>Words that leave open what is meant, in short texts such as names and conditions.</summary>
internal static class VagueWords
{
    /// <summary>The first such words; null for none.</summary>
    public static string? Find(string text) =>
        AmbiguityPatterns.All.Select(p => p.Regex.Match(text.Length > SpecText.LongestLine ? text[..SpecText.LongestLine] : text))
            .Where(m => m.Success).OrderBy(m => m.Index).Select(m => m.Value).FirstOrDefault();
}
