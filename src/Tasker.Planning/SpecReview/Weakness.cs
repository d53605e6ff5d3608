using System.Text.Json.Nodes;

namespace Tasker.Planning.SpecReview;

/// <summary>One weakness of a specification.</summary>
/// <param name="Id">Made of its category and its words, so that it stays the same when other lines change.</param>
/// <param name="Category">One of <see cref="WeaknessCategory"/>.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="Line">Where it stands; 0 for the whole text.</param>
/// <param name="Description">What is weak.</param>
/// <param name="Quote">The words of the specification.</param>
internal sealed record Weakness(string Id, string Category, string Severity, int Line, string Description, string Quote)
{
    public const string Critical = "critical";
    public const string Warning = "warning";
    public const string Info = "info";

    /// <summary>What to do about it.</summary>
    public string? Resolution { get; init; }

    /// <summary>The same said as behaviour.</summary>
    public string? Reframe { get; init; }

    public bool IsCritical => Severity == Critical;

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["category"] = Category,
        ["severity"] = Severity,
        ["location"] = Line > 0 ? $"line {Line}" : "whole text",
        ["description"] = Description,
        ["spec_quote"] = Quote,
        ["suggested_resolution"] = Resolution ?? "",
        ["behavioral_reframe"] = Reframe ?? "",
    };
}
