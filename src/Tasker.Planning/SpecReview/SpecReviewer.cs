using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>Reviews a specification: its weaknesses, the most severe first, and the checklist. The same text gives the same review.</summary>
internal static class SpecReviewer
{
    /// <summary>Reviews.</summary>
    /// <param name="text">The specification.</param>
    /// <param name="severities">Severities that the user chose, by category; none: those of the categories.</param>
    public static SpecReviewResult Review(string text, IReadOnlyDictionary<string, string>? severities = null)
    {
        var spec = SpecText.Read(text);
        var bag = new WeaknessBag(severities ?? new Dictionary<string, string>());
        DataDetector.Detect(spec, bag);
        LineDetectors.Detect(spec, bag);
        ContradictionDetector.Detect(spec, bag);
        var checklist = Checklist.Answer(spec);
        foreach (var gap in checklist.Where(a => a.IsCriticalGap))
        {
            bag.AddGap(gap.Item.Id, gap.Item.Question);
        }

        var rank = WeaknessCategory.All.Select((c, at) => (c.Name, at)).ToDictionary(x => x.Name, x => x.at);
        var order = bag.All.OrderBy(w => Rank(w.Severity)).ThenBy(w => rank[w.Category]).ThenBy(w => w.Line);
        return new SpecReviewResult([.. order], checklist, bag.Omitted);
    }

    private static int Rank(string severity) => severity switch { Weakness.Critical => 0, Weakness.Warning => 1, _ => 2 };
}

/// <summary>What a review found; <paramref name="Omitted"/> counts what was found beyond the most that is kept of one kind.</summary>
internal sealed record SpecReviewResult(IReadOnlyList<Weakness> Weaknesses, IReadOnlyList<ChecklistAnswer> Checklist, int Omitted);
