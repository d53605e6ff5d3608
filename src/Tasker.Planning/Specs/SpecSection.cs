namespace Tasker.Planning.Specs;

/// <summary>A heading and what stands below it, up to the next heading.</summary>
/// <param name="Index">Its place among the sections; 0 is what stands before the first heading.</param>
/// <param name="Title">The heading without its marks; empty for the first.</param>
/// <param name="Level">1 to 6; 0 for the first.</param>
/// <param name="Line">The line of the heading, from 1.</param>
/// <param name="Parent">The section above it; -1 for none.</param>
/// <param name="Phase">The phase of development that it or a section above it names; null for none.</param>
internal sealed record SpecSection(int Index, string Title, int Level, int Line, int Parent, int? Phase)
{
    /// <summary>True for what is left for a later phase than the first.</summary>
    public bool IsLater => Phase > 1;
}
