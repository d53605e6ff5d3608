namespace Tasker.Formats.TaskTree.Reading;

/// <summary>What one thread needs to read many files, used again for each: room for one, and the texts that it has met.</summary>
/// <param name="ids">The ids that the files of the tree have, so that a dependency is the same string as the id that it names.</param>
internal sealed class ReadBuffers(HashSet<string> ids)
{
    private const int UsualHead = 2048;
    private const int Remembered = 1024;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly string?[] _met = new string?[Remembered];

    /// <summary>Gets the beginning of a file; replaced by a larger one when that does not hold all front matter.</summary>
    public byte[] Head { get; set; } = new byte[UsualHead];

    /// <summary>Gets it as text.</summary>
    public char[] Text { get; private set; } = new char[UsualHead];

    /// <summary>Items of the list that is being read.</summary>
    public List<TaskText> Items { get; } = [];

    /// <summary>Buffers for a file that is read alone.</summary>
    public static ReadBuffers ForOne() => new(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Makes room for so many characters.</summary>
    public Span<char> Room(int characters)
    {
        if (Text.Length < characters)
        {
            Text = new char[characters];
        }

        return Text;
    }

    /// <summary>A text as a string, if possible the one that equal texts have already: some words stand in thousands of files.</summary>
    public string Shared(ReadOnlySpan<char> text, bool isId = false)
    {
        if (isId && _ids.TryGetValue(text, out var id))
        {
            return id;
        }

        ref var met = ref _met[(uint)string.GetHashCode(text) % Remembered];
        return met is not null && text.SequenceEqual(met) ? met : met = text.ToString();
    }
}
