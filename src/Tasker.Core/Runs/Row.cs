namespace Tasker.Core.Runs;

/// <summary>Values in a row that only grows. An added one costs the same however long the row is.</summary>
internal struct Row<T>
{
    private T[]? _items;
    private int _count;

    public readonly ReadOnlySpan<T> Items => _items.AsSpan(0, _count);

    public readonly int Count => _count;

    public readonly T this[int at] => Items[at];

    /// <summary>Makes room for as many as will be added, so that nothing is left over.</summary>
    public void Reserve(int count)
    {
        if (count > (_items?.Length ?? 0))
        {
            Array.Resize(ref _items, count);
        }
    }

    public void Add(T item)
    {
        if (_items is null || _count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(2, _count * 2));
        }

        _items[_count++] = item;
    }
}
