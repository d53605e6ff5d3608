using System.Text.RegularExpressions;

namespace Tasker.Planning.Specs;

/// <summary>How users begin something, and whether a specification says how that becomes available.</summary>
internal static partial class ActivationText
{
    private static readonly string[] Titles = ["install", "activation", "activat", "registration", "registering", "deployment", "deploying", "entry point", "entrypoint", "getting started", "setup"];

    /// <summary>True when a trigger is a user that invokes something.</summary>
    public static bool IsInvocation(string text) => Invocation().IsMatch(Short(text));

    /// <summary>The invocation in a line of a specification; null for none.</summary>
    public static string? Find(string line) => Stated().Match(line) is { Success: true } match ? match.Value : null;

    /// <summary>True when a section is about how the entry point becomes available.</summary>
    public static bool HasSection(string spec) => HasSection(SpecText.Read(spec));

    /// <inheritdoc cref="HasSection(string)"/>
    public static bool HasSection(SpecText spec) =>
        spec.Sections.Any(s => Titles.Any(t => s.Title.Contains(t, StringComparison.OrdinalIgnoreCase))
            && spec.Lines.Any(l => l.Section == s.Index && l.Kind is not (SpecLineKind.Heading or SpecLineKind.Blank)));

    private static string Short(string text) => text.Length > SpecText.LongestLine ? text[..SpecText.LongestLine] : text;

    [GeneratedRegex(@"\b(invokes?|invoked|runs?|command|types?|executes?|launch(es)?)\b|(^|\s)/[a-z][\w-]{1,40}\b|^\$\s?\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Invocation();

    [GeneratedRegex(@"\b([Uu]sers?|[Dd]evelopers?|[Oo]perators?|[Cc]ustomers?)\s{1,3}(invokes?|runs?|types?|executes?|launch(es)?)\s{1,3}\S{1,60}|(^|[\s`(])/[a-z][\w-]{2,40}(?=[\s`.,)]|$)|^\$\s\S{1,60}|\b(GET|POST|PUT|PATCH|DELETE)\s{1,3}/\S{0,60}", RegexOptions.CultureInvariant)]
    private static partial Regex Stated();
}
