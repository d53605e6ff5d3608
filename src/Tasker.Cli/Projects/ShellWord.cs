namespace Tasker.Cli.Projects;

/// <summary>A text as one word that can be pasted into a shell.</summary>
internal static class ShellWord
{
    /// <summary>The text itself when it holds nothing that a shell reads, else in single quotes.</summary>
    public static string Of(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or '@' or '%')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
