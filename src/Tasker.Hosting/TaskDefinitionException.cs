using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Hosting;

/// <summary>A task, its settings or what it was given cannot be used. Nothing was begun.</summary>
/// <param name="diagnostics">Everything that is wrong, one or more.</param>
public sealed class TaskDefinitionException(ImmutableArray<Diagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    /// <summary>Everything that is wrong, with its place and a fix.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
