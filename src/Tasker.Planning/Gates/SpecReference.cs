using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Gates;

/// <summary>Where a task or capability says that it comes from: a text, a quotation, or a refactoring that takes the place of requirements.</summary>
/// <param name="Quote">Words of the specification; null for none.</param>
/// <param name="Ids">Requirements that the text names.</param>
/// <param name="RefactorRef">What a refactoring refers to; null when it is none.</param>
/// <param name="Supersedes">Requirements or sections whose place it takes.</param>
internal sealed partial record SpecReference(string? Quote, IReadOnlyList<string> Ids, string? RefactorRef, IReadOnlyList<string> Supersedes)
{
    public static SpecReference Of(JsonNode? owner) => Of(new JsonLook(owner));

    public static SpecReference Of(JsonLook owner)
    {
        var reference = owner["spec_ref"];
        if (reference.AsText() is { } text)
        {
            return new SpecReference(text, IdsIn(text), null, []);
        }

        var refactoring = reference.FirstText("refactor_ref");
        return new SpecReference(
            reference.FirstText("quote"),
            reference.FirstText("location") is { } location ? IdsIn(location) : [],
            refactoring,
            refactoring is null ? [] : reference.Texts("supersedes"));
    }

    private static string[] IdsIn(string text) => [.. Id().Matches(text).Select(m => m.Value.ToUpperInvariant())];

    [GeneratedRegex(@"\b((REQ|FR|NFR)(-[A-Z]{1,12}){0,3}-\d{1,6}(\.\d{1,4}){0,3}|R\d{1,5}(\.\d{1,4}){0,3})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();
}
