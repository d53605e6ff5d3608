using System.Text.Json.Nodes;
using static Tasker.Planning.Documents.JsonView;

namespace Tasker.Planning.SpecReview;

/// <summary>Whether planning may go on after a review: the review is of this very text, and about each critical weakness something was decided.</summary>
internal sealed class ReviewStanding
{
    private readonly IReadOnlySet<string> _resolved;
    private readonly ReviewDocument _review;

    /// <param name="review">The review.</param>
    /// <param name="resolutions">The decisions; null for none.</param>
    /// <param name="specChecksum">Checksum of the specification as it is now; null when there is none to compare with.</param>
    public ReviewStanding(ReviewDocument review, ResolutionDocument? resolutions, string? specChecksum)
    {
        _review = review;
        _resolved = resolutions?.Resolved ?? new HashSet<string>();
        IsStale = specChecksum is not null && review.SpecChecksum.Length > 0 && !review.SpecChecksum.StartsWith(specChecksum, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The specification changed after the review.</summary>
    public bool IsStale { get; }

    /// <summary>Critical weaknesses about which nothing was decided.</summary>
    public IReadOnlyList<Weakness> Unresolved => [.. _review.Weaknesses.Where(w => w.IsCritical && !_resolved.Contains(w.Id))];

    public bool IsReady => !IsStale && Unresolved.Count == 0;

    /// <summary>Weaknesses of a severity, and how many of them are decided.</summary>
    public (int Total, int Resolved) Of(string severity)
    {
        var all = _review.Weaknesses.Where(w => w.Severity == severity).ToArray();
        return (all.Length, all.Count(w => _resolved.Contains(w.Id)));
    }

    /// <summary>Why planning may not go on; empty when it may.</summary>
    public IEnumerable<string> Reasons()
    {
        if (IsStale)
        {
            yield return "The specification changed after its review. Review it again: tasker spec review analyze --save.";
        }

        foreach (var weakness in Unresolved)
        {
            yield return $"{weakness.Id} {(weakness.Line > 0 ? $"(line {weakness.Line}) " : "")}{weakness.Description}";
        }
    }

    public JsonObject ToJson()
    {
        var bySeverity = new JsonObject();
        foreach (var severity in new[] { Weakness.Critical, Weakness.Warning, Weakness.Info })
        {
            var (total, resolved) = Of(severity);
            bySeverity[severity] = new JsonObject { ["total"] = total, ["resolved"] = resolved, ["remaining"] = total - resolved };
        }

        return new JsonObject
        {
            ["status"] = IsReady ? "READY" : "BLOCKED",
            ["total"] = _review.Weaknesses.Count,
            ["critical"] = Of(Weakness.Critical).Total,
            ["resolved"] = _review.Weaknesses.Count(w => _resolved.Contains(w.Id)),
            ["unresolved_critical"] = List(Unresolved.Select(w => w.Id)),
            ["stale"] = IsStale,
            ["by_severity"] = bySeverity,
        };
    }
}
