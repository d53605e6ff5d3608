using System.Text.RegularExpressions;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>Regular expressions in a file.</summary>
internal static class Patterns
{
    /// <summary>A pattern; null when the key is not there or it cannot be read, which is told.</summary>
    public static string? Read(YamlFields fields, string key)
    {
        if (fields.Filled(key) is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return pattern;
        }
        catch (ArgumentException problem)
        {
            var why = problem.Message;
            var cut = why.IndexOf(" at offset ", StringComparison.Ordinal);
            fields.Bag.Error(
                WorkflowCodes.BadPattern, fields.PlaceOf(key), $"'{key}' is no regular expression: '{Excerpt.Of(pattern)}'.",
                cut < 0 ? "" : $"It cannot be read{why[cut..].TrimEnd('.')}.".Replace(". ", ": ", StringComparison.Ordinal),
                "Put a '\\' before a character that stands for itself, such as '\\('.");
            return null;
        }
    }
}
