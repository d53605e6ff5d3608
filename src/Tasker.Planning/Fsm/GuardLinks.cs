namespace Tasker.Planning.Fsm;

/// <summary>Links a condition to the invariant that is about the same, by the words that both have.</summary>
internal sealed class GuardLinks(IReadOnlyList<InvariantSource> invariants)
{
    private readonly (string Id, HashSet<string> Words)[] _words = [.. invariants.Select(i => (i.Id, SignificantWords.Of(i.Rule).ToHashSet(StringComparer.Ordinal)))];

    /// <summary>
    /// The guard of a condition. It names the invariant that shares most words, at least two of them, or all words of an invariant that has
    /// only one; of equals the one with fewer other words, then the first. When none does, it names none.
    /// </summary>
    public FsmGuard Link(string condition)
    {
        var words = SignificantWords.Of(condition);
        var best = _words.Select((i, at) => (i.Id, Shared: words.Count(i.Words.Contains), Size: i.Words.Count, at))
            .Where(i => i.Shared >= 2 || (i.Shared == 1 && i.Size == 1))
            .OrderByDescending(i => i.Shared).ThenBy(i => i.Size).ThenBy(i => i.at)
            .FirstOrDefault();
        return new FsmGuard(condition, best.Id, IsNegated: false);
    }
}
