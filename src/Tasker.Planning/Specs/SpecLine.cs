namespace Tasker.Planning.Specs;

/// <summary>What a line of a specification is.</summary>
internal enum SpecLineKind
{
    Blank,
    Prose,
    ListItem,
    Table,
    Heading,
    Code,
    Quote,
    Contents,
    FrontMatter,
}

/// <summary>One line of a specification.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without blanks at its ends, cut at <see cref="SpecText.LongestLine"/> characters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Section">Its section, an index into <see cref="SpecText.Sections"/>.</param>
/// <param name="Indent">Blanks in front, a tab as four.</param>
internal sealed record SpecLine(int Number, string Text, SpecLineKind Kind, int Section, int Indent)
{
    /// <summary>True for what people say to one another: no code, no quotation, no table of contents.</summary>
    public bool IsStatement => Kind is SpecLineKind.Prose or SpecLineKind.ListItem or SpecLineKind.Table;
}
