namespace Tasker.Planning.SpecReview;

/// <summary>The kinds of weaknesses: number, name in files, severity unless somebody says otherwise.</summary>
internal sealed record WeaknessCategory(string Code, string Name, string Severity)
{
    public static readonly WeaknessCategory NonBehavioral = new("W1", "non_behavioral", Weakness.Critical);
    public static readonly WeaknessCategory Implicit = new("W2", "implicit", Weakness.Warning);
    public static readonly WeaknessCategory CrossCutting = new("W3", "cross_cutting", Weakness.Warning);
    public static readonly WeaknessCategory MissingCriteria = new("W4", "missing_ac", Weakness.Info);
    public static readonly WeaknessCategory Fragmented = new("W5", "fragmented", Weakness.Warning);
    public static readonly WeaknessCategory Contradiction = new("W6", "contradiction", Weakness.Critical);
    public static readonly WeaknessCategory Ambiguity = new("W7", "ambiguity", Weakness.Warning);
    public static readonly WeaknessCategory MissingActivation = new("W8", "missing_activation", Weakness.Critical);
    public static readonly WeaknessCategory ChecklistGap = new("CK", "checklist_gap", Weakness.Critical);

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<WeaknessCategory> All { get; } =
        [NonBehavioral, Implicit, CrossCutting, MissingCriteria, Fragmented, Contradiction, Ambiguity, MissingActivation, ChecklistGap];
}
