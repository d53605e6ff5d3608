using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Tasker.Core.Diagnostics;

/// <summary>What a reader made of a text: a value, or the reasons why not. Warnings may come with either.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="Value">The value; <see langword="null"/> when nothing usable could be made.</param>
/// <param name="Diagnostics">All findings, in the order of the text.</param>
public sealed record ParseResult<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics)
    where T : class
{
    /// <summary>True when <see cref="Value"/> is there and no finding is an error.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsUsable => Value is not null && !Diagnostics.Any(d => d.Severity is Severity.Error);
}
