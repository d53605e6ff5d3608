namespace Tasker.Formats.Steps.Spec;

/// <summary>The bold-label lines of a SPEC.md that say who does the steps.</summary>
internal static class AgentLines
{
    /// <summary>The name after <c>**Executor**:</c>; empty when the line is none.</summary>
    public static string Executor(ReadOnlySpan<char> line) =>
        After(line, "**Executor**:") is { IsEmpty: false } text ? NameAt(text) : "";

    /// <summary>
    /// The name in <c>**Skill Integration**: Uses NAME skill for all …</c>; empty when the line says less than that.
    /// </summary>
    public static string MandatorySkill(ReadOnlySpan<char> line)
    {
        var text = After(line, "**Skill Integration**:");
        if (!text.StartsWith("Uses ", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        text = text[5..].TrimStart();
        text = text.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? text[4..].TrimStart() : text;
        var name = NameAt(text);
        return name.Length > 0 && text.Contains(" skill for all ", StringComparison.OrdinalIgnoreCase) ? name : "";
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> line, string label) =>
        line.StartsWith(label, StringComparison.OrdinalIgnoreCase) ? line[label.Length..].Trim() : default;

    private static string NameAt(ReadOnlySpan<char> text)
    {
        text = text.TrimStart('`');
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
        {
            end++;
        }

        return text[..end].TrimEnd('.').ToString();
    }
}
