using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>The names that people give to steps, inputs, pools and variables.</summary>
internal static class Names
{
    private const int Longest = 100;

    /// <summary>True for letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, the first a letter, digit or <c>_</c>.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= Longest && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>Checks a name; a bad one is told with what it could be instead.</summary>
    public static bool Check(string name, string what, Place where, DiagnosticBag bag)
    {
        if (IsName(name))
        {
            return true;
        }

        var mended = new string(
            [.. name.Trim().Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '-')]).Trim('-', '.');
        bag.Error(
            WorkflowCodes.BadName, where, $"'{Excerpt.Of(name)}' cannot name {what}.",
            $"A name has letters, digits, '_', '-' and '.', begins with a letter, digit or '_', and is at most {Longest} long.",
            IsName(mended) ? $"Write '{mended}'." : "Choose another name.");
        return false;
    }

    /// <summary>True for a name that can stand at the beginning of a path in an expression.</summary>
    public static bool IsWord(string name) =>
        name.Length is > 0 and <= Longest && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Checks the name of an environment variable.</summary>
    public static bool CheckVariable(string name, Place where, DiagnosticBag bag)
    {
        var reserved = name.StartsWith("TASKER_", StringComparison.Ordinal);
        if (IsWord(name) && !reserved)
        {
            return true;
        }

        bag.Error(
            WorkflowCodes.BadName, where, $"'{Excerpt.Of(name)}' cannot name a variable.",
            reserved
                ? "Names that begin with TASKER_ are set by Tasker."
                : "It has letters, digits and '_' and does not begin with a digit.",
            "Choose another name.");
        return false;
    }
}
