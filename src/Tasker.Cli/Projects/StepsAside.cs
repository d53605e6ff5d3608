using System.Collections.Immutable;

namespace Tasker.Cli.Projects;

/// <summary>Steps of a plan that a request does not begin.</summary>
/// <param name="UnderWay">Numbers of steps that run in the background now; they are told.</param>
/// <param name="Done">Numbers of steps that were done for this request already; nothing is said about them.</param>
internal sealed record StepsAside(ImmutableSortedSet<int> UnderWay, ImmutableSortedSet<int> Done)
{
    /// <summary>None.</summary>
    public static StepsAside None { get; } = new([], []);
}
