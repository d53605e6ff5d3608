namespace Tasker.Cli.Tui.Pictures;

/// <summary>A row of what is to be done: a task, a step, a group of steps, or a heading above some.</summary>
/// <param name="Id">Its id; empty for a heading, which cannot be opened.</param>
/// <param name="Name">What it is; foreign text.</param>
/// <param name="Status">How it is.</param>
/// <param name="Word">The same in the word of its front door.</param>
internal sealed record BoardRow(string Id, string Name, ItemStatus Status, string Word)
{
    /// <summary>How many groups it lies in.</summary>
    public int Depth { get; init; }

    /// <summary>When its last attempt began; null: it never did.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long its last attempt took; null while it goes on.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it is so; foreign text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Of a group: how many in it are done, and how many there are.</summary>
    public (int Done, int Total)? Counts { get; init; }

    /// <summary>True for a heading.</summary>
    public bool IsHeading => Id.Length == 0;
}
