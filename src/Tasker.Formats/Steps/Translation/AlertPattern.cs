namespace Tasker.Formats.Steps.Translation;

/// <summary>The meaning of <c>alert_on</c> as a regular expression.</summary>
/// <remarks>
/// Case is ignored. A pattern of plain words with bars between them is what people write: a word of three letters or
/// fewer (<c>nan</c>, <c>oom</c>)
/// counts only where it stands alone, because it is part of too many others; a longer one counts anywhere, so
/// <c>error</c> is found in
/// <c>RuntimeError</c>. Any other pattern is taken as it is.
/// </remarks>
internal static class AlertPattern
{
    private const int ShortWord = 3;

    /// <summary>The regular expression.</summary>
    public static string Of(string pattern)
    {
        var words = pattern.Split('|');
        var plain = words.All(word => word.Length > 0 && word.All(char.IsAsciiLetter));
        return "(?i)" + (plain
            ? string.Join('|', words.Select(word => word.Length <= ShortWord ? $@"\b{word}\b" : word))
            : $"(?:{pattern})");
    }
}
