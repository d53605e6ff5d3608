using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.SpecReview;

/// <summary>A review as it is kept: <c>artifacts/spec-review.json</c>. Reviews that other programs wrote are read too.</summary>
/// <param name="node">Its object.</param>
internal sealed class ReviewDocument(JsonObject node) : JsonView(node)
{
    /// <summary>Checksum of the specification that was reviewed; empty when it is not known.</summary>
    public string SpecChecksum => Text("spec_checksum") ?? "";

    /// <summary>The weaknesses.</summary>
    public IReadOnlyList<Weakness> Weaknesses { get; } =
    [
        .. node.Items("weaknesses").OfType<JsonObject>().Select(w => new Weakness(
            w.Text("id") ?? "",
            w.Text("category") ?? "",
            w.FirstText("severity")?.ToLowerInvariant() ?? Weakness.Warning,
            LineOf(w.Text("location")),
            w.Text("description") ?? "",
            w.Text("spec_quote") ?? "")
        {
            Resolution = w.FirstText("suggested_resolution"),
            Reframe = w.FirstText("behavioral_reframe"),
        }),
    ];

    /// <summary>The answers of the checklist; empty when the review has none.</summary>
    public IEnumerable<JsonObject> ChecklistItems => Node["summary"].Items("checklist_items").OfType<JsonObject>();

    /// <summary>Makes the document of a review.</summary>
    public static ReviewDocument Of(SpecReviewResult review, string specChecksum, string analyzedAt)
    {
        var critical = review.Weaknesses.Count(w => w.IsCritical);
        var bySeverity = new JsonObject();
        foreach (var severity in new[] { Weakness.Critical, Weakness.Warning, Weakness.Info })
        {
            bySeverity[severity] = review.Weaknesses.Count(w => w.Severity == severity);
        }

        var byCategory = new JsonObject();
        foreach (var category in WeaknessCategory.All.Where(c => review.Weaknesses.Any(w => w.Category == c.Name)))
        {
            byCategory[category.Name] = review.Weaknesses.Count(w => w.Category == category.Name);
        }

        return new ReviewDocument(new JsonObject
        {
            ["version"] = "1.0",
            ["spec_checksum"] = specChecksum,
            ["analyzed_at"] = analyzedAt,
            ["status"] = critical > 0 ? "in_review" : "resolved",
            ["summary"] = new JsonObject
            {
                ["total"] = review.Weaknesses.Count,
                ["omitted"] = review.Omitted,
                ["by_severity"] = bySeverity,
                ["by_category"] = byCategory,
                ["blocking"] = critical > 0,
                ["checklist"] = Counts(review.Checklist),
                ["checklist_items"] = new JsonArray([.. review.Checklist.Select(a => (JsonNode)new JsonObject
                {
                    ["id"] = a.Item.Id,
                    ["category"] = a.Item.Category,
                    ["question"] = a.Item.Question,
                    ["status"] = a.Status,
                    ["evidence"] = a.Evidence,
                    ["severity_if_missing"] = a.Item.IsCritical ? Weakness.Critical : Weakness.Warning,
                })]),
            },
            ["weaknesses"] = new JsonArray([.. review.Weaknesses.Select(w => (JsonNode)w.ToJson())]),
        });
    }

    private static JsonObject Counts(IReadOnlyList<ChecklistAnswer> answers) => new()
    {
        ["total"] = answers.Count,
        ["complete"] = answers.Count(a => a.Status == "complete"),
        ["partial"] = answers.Count(a => a.Status == "partial"),
        ["missing"] = answers.Count(a => a.Status == "missing"),
        ["na"] = answers.Count(a => a.Status == "na"),
        ["critical_missing"] = answers.Count(a => a.IsCriticalGap),
    };

    private static int LineOf(string? location)
    {
        var digits = new string([.. (location ?? "").SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).Take(8)]);
        return digits.Length > 0 ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
