namespace Tasker.Core.Runs;

/// <summary>
/// Nodes by the time at which something about them is due. Entries are never removed early; whoever takes one checks that it still holds.
/// </summary>
internal sealed class DueQueue
{
    private const int CompactAbove = 4096;

    private PriorityQueue<int, (long Due, int Node)> _entries = new();

    public int Count => _entries.Count;

    /// <summary>Adds an entry; 0 stands for "never" and is passed over.</summary>
    public void Add(long due, int node)
    {
        if (due != 0)
        {
            _entries.Enqueue(node, (due, node));
        }
    }

    /// <summary>The earliest entry.</summary>
    public bool TryPeek(out int node, out long due)
    {
        var found = _entries.TryPeek(out node, out var key);
        due = key.Due;
        return found;
    }

    /// <summary>Takes the earliest entry away.</summary>
    public void Pop() => _entries.Dequeue();

    /// <summary>Drops entries that no longer hold, when there are many: amortised constant cost per entry.</summary>
    /// <param name="live">Entries that may still hold, at most.</param>
    /// <param name="holds">Whether an entry still holds.</param>
    public void Compact(int live, Func<int, long, bool> holds)
    {
        if (_entries.Count < CompactAbove || _entries.Count < live * 4)
        {
            return;
        }

        var kept = new PriorityQueue<int, (long Due, int Node)>();
        foreach (var (node, key) in _entries.UnorderedItems)
        {
            if (holds(node, key.Due))
            {
                kept.Enqueue(node, key);
            }
        }

        _entries = kept;
    }
}
