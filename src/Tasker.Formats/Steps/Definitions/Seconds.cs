using System.Globalization;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>
/// Times in definitions: a bare number is seconds, as in the definitions that people have; with a unit it is any
/// duration.
/// </summary>
internal static class Seconds
{
    private const int Most = 30 * 24 * 3600;

    /// <summary>The time under a key that is there; null when it does not fit, which is told.</summary>
    public static TimeSpan? Read(YamlFields fields, string key)
    {
        var node = fields.Node(key)!;
        return node is YamlNode.Scalar { Text: var text } && text.Length > 0 && text.All(char.IsAsciiDigit)
            ? YamlShapes.Integer(node, $"'{key}' in seconds", 1, Most, fields.Bag) is { } seconds
                ? TimeSpan.FromSeconds(seconds) : null
            : fields.Duration(key);
    }

    /// <summary>The time in a comment such as <c># 10s</c> or <c># 5 s, usually</c>; null when it holds none.</summary>
    public static TimeSpan? InComment(string comment)
    {
        var text = comment.AsSpan().Trim();
        var digits = text.Length - text.TrimStart("0123456789").Length;
        var unit = text[digits..].TrimStart();
        var ends = unit.Length == 1 || (unit.Length > 1 && !char.IsLetterOrDigit(unit[1]));
        return digits is >= 1 and <= 4 && unit.Length > 0 && unit[0] == 's' && ends
            && int.Parse(text[..digits], CultureInfo.InvariantCulture) is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
