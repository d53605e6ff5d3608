namespace Tasker.Planning.Git;

/// <summary>A file as a commit has it.</summary>
/// <param name="Content">What is in it; of a link: where it leads. Null: the commit has no file there.</param>
/// <param name="IsLink">True for a link.</param>
public sealed record CommittedFile(byte[]? Content, bool IsLink);
