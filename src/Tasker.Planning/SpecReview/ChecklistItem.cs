namespace Tasker.Planning.SpecReview;

/// <summary>One question that a specification should answer.</summary>
/// <param name="Id">Category and number: <c>C2.1</c>.</param>
/// <param name="Question">The question.</param>
/// <param name="IsCritical">Without an answer nothing can be built.</param>
/// <param name="Complete">Words any of which answers it; a star stands for any ending.</param>
/// <param name="Partial">Words that answer it in part; empty: there is no part.</param>
internal sealed record ChecklistItem(string Id, string Question, bool IsCritical, string[] Complete, string[] Partial)
{
    /// <summary>The category: <c>C2</c>.</summary>
    public string Category => Id[..Id.IndexOf('.', StringComparison.Ordinal)];
}

/// <summary>The answer to one question.</summary>
/// <param name="Item">The question.</param>
/// <param name="Status">complete, partial, missing or na.</param>
/// <param name="Evidence">The words that answer it, and where; empty for none.</param>
internal sealed record ChecklistAnswer(ChecklistItem Item, string Status, string Evidence)
{
    public bool IsCriticalGap => Item.IsCritical && Status == "missing";
}
