namespace Tasker.Planning.Plugins;

/// <summary>What came of putting the plugin somewhere.</summary>
/// <param name="Written">Files that were written, as paths from the folder; those that are there already are not among them.</param>
/// <param name="Kept">Files that somebody has changed since an earlier Tasker put them there; they stayed as they are.</param>
/// <param name="Removed">Files of an earlier Tasker that this one has no more and nobody had changed; they are gone.</param>
/// <param name="Left">Files of an earlier Tasker that this one has no more and somebody has changed; they belong to the project from now on.</param>
public sealed record PluginChanges(IReadOnlyList<string> Written, IReadOnlyList<string> Kept, IReadOnlyList<string> Removed, IReadOnlyList<string> Left);
