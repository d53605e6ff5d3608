using System.Diagnostics.CodeAnalysis;

namespace Tasker.Core.Templates;

/// <summary>What came of filling in a template: a text, or why there is none.</summary>
/// <param name="Text">The text; null when there is a problem.</param>
/// <param name="Problem">The problem of the first expression that has one; names no values. Null when there is a text.</param>
public readonly record struct TemplateResult(string? Text, string? Problem)
{
    /// <summary>True when there is a text.</summary>
    [MemberNotNullWhen(true, nameof(Text))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsText => Text is not null;
}
