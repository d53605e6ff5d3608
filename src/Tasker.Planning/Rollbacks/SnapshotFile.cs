namespace Tasker.Planning.Rollbacks;

/// <summary>A file as it was when its task was started.</summary>
/// <param name="Existed">True when it was there.</param>
/// <param name="Copy">The copy of it; null: none was made, because it was not there, is a link, or is too large.</param>
/// <param name="Checksum">Of the copy.</param>
/// <param name="Parent">The nearest folder above it that was there, from the target directory; empty: that one itself.</param>
public sealed record SnapshotFile(bool Existed, string? Copy, string? Checksum, string Parent);
