using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Workflows.Checks;

/// <summary>Collects what is wrong with a workflow, up to a number that somebody may still read.</summary>
internal sealed class Findings(Func<string, Place?>? placeOf)
{
    private const int Most = 200;
    private const int MostSuggested = 20;
    private const int MostCompared = 5_000;

    private readonly DiagnosticBag _bag = new();
    private int _count;
    private int _suggested;

    /// <summary>The place of a text, where the front door knows it.</summary>
    public Place? PlaceOf(string text) => placeOf?.Invoke(text);

    public void Error(string code, Place where, string what, string why, string fix) =>
        Add(new Diagnostic(code, Severity.Error, where, what, why, fix));

    /// <summary>An error about a text of a node.</summary>
    public void Error(string code, NodeSpec node, string text, string what, string why, string fix) =>
        Error(code, PlaceOf(text) ?? node.Where, what, why, fix);

    public void Warning(string code, Place where, string what, string why, string fix) =>
        Add(new Diagnostic(code, Severity.Warning, where, what, why, fix));

    public void Add(Diagnostic diagnostic)
    {
        if (_count++ < Most)
        {
            _bag.Add(diagnostic);
        }
    }

    /// <summary>
    /// "Did you mean …?" among at most the first five thousand names, for the first findings only: comparing names is slow.
    /// </summary>
    public string DidYouMean(string found, IEnumerable<string> known, string otherwise) =>
        _suggested++ < MostSuggested ? Suggestions.DidYouMean(Clip(found), known.Take(MostCompared), otherwise) : otherwise;

    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var found = _bag.ToImmutable();
        return _count <= Most ? found : found.Add(new Diagnostic(
            Codes.MoreFindings, Severity.Note, new Place(found[^1].Where.Path), $"{_count - Most} more findings are not shown.", "",
            "Mend these first."));
    }

    /// <summary>A name or text, short enough for a message.</summary>
    public static string Clip(string text) => text.Length <= 60 ? text : $"{text[..59]}…";
}
