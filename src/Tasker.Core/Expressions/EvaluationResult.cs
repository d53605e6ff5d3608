using System.Diagnostics.CodeAnalysis;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>What came of an expression: a value, or why there is none.</summary>
/// <param name="Value">The value; null when there is a problem.</param>
/// <param name="Problem">One sentence that quotes the part of the expression and says what to write; names types, never values. Null when
/// there is a value.</param>
public readonly record struct EvaluationResult(Value? Value, string? Problem)
{
    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsValue => Value is not null;
}
